import Charts
import Testing

/// Where shapes stand, before any picture format.
@Suite struct LayoutTests {
  /// Nothing reaches beyond the page.
  @Test(arguments: all, [40, 85, 174])
  func everyShapeLiesOnThePage(figure: Plot, width: Double) {
    let drawing = figure.drawing(PlotStyle(width: width))

    for shape in drawing.shapes {
      let box = extent(of: shape.form)
      #expect(box.x >= -0.5 && box.maxX <= drawing.width + 0.5, "\(shape)")
      #expect(box.y >= -0.5 && box.maxY <= drawing.height + 0.5, "\(shape)")
    }
  }

  /// Titles, legends, ticks, names of layers and captions never touch each other.
  @Test(arguments: all + manyLayers, [40, 85, 174])
  func noTextCoversAnother(figure: Plot, width: Double) {
    let texts = figure.drawing(PlotStyle(width: width)).shapes.compactMap {
      shape -> (String, Box)? in
      guard case .lettering(let lettering) = shape.form else { return nil }
      return (lettering.text, extent(of: shape.form))
    }

    for (index, text) in texts.enumerated() {
      for other in texts[(index + 1)...] where overlap(text.1, other.1) {
        Issue.record("'\(text.0)' touches '\(other.0)'")
      }
    }
  }

  static let all =
    ExtremeFigures.all + [ExampleFigure.figure] + ExamplePictures.plots + ExamplePictures.extreme

  private static let manyLayers = [1, 2, 8, 33, 60, 68, 75, 120].map {
    Plot([.bars(ExampleFigure.sinChart(layers: $0))])
  }

  /// The legend hides nothing: its marks stand above the plot, those of data below it.
  @Test func legendNamesStandInTheOrderOfTheSeries() throws {
    let drawing = Plot([.lines(ExampleFigure.accuracyChart)]).drawing()
    let names = ExampleFigure.methods + ["ANN 92.4 %"]

    let entries = drawing.shapes.compactMap { shape -> Lettering? in
      guard case .lettering(let lettering) = shape.form, names.contains(lettering.text) else {
        return nil
      }
      return lettering
    }
    let highestMark = drawing.shapes.filter { $0.note?.contains(": ") == true }
      .map { extent(of: $0.form).y }.min()

    #expect(entries.map(\.text) == names)
    let legendBottom = try #require(entries.map(\.place.y).max())
    #expect(try #require(highestMark) > legendBottom)
  }

  /// Charts of the same times stand so that a time is one line through all of them.
  @Test func axesOfTimeMeet() throws {
    let charts: [Plot.Chart] = [
      .raster(ExamplePictures.raster), .cells(ExamplePictures.cells),
      .lines(ExamplePictures.course),
    ]

    let ticks = Plot(charts).drawing().shapes.compactMap { shape -> Lettering? in
      guard case .lettering(let lettering) = shape.form, lettering.text == "40" else { return nil }
      return lettering
    }

    try #require(ticks.count == 3)
    #expect(ticks.allSatisfy { abs($0.place.x - ticks[0].place.x) < 1e-9 })
  }

  /// The first and the last step have whole parts of the axis, and marks stand in their middle.
  @Test func axesOfTimeSpanTheSteps() throws {
    let shapes = Plot([.raster(ExamplePictures.raster)]).drawing().shapes
    let lines = shapes.flatMap { shape -> [[Place]] in
      guard case .lines(let lines, let stroke) = shape.form, !stroke.isRound else { return [] }
      return lines
    }
    let axis = try #require(
      shapes.compactMap { shape -> [Place]? in
        guard case .line(let places, let stroke) = shape.form, stroke.width == 0.6,
          places.count == 2, places[0].y == places[1].y
        else { return nil }
        return places
      }.last)

    let xs = lines.filter { $0[0].x == $0[1].x }.map { $0[0].x }
    let part = (axis[1].x - axis[0].x) / 40

    #expect(abs(try #require(xs.min()) - (axis[0].x + part / 2)) < 1e-9)
    #expect(abs(try #require(xs.max()) - (axis[1].x - part / 2)) < 1e-9)
  }

  /// Both axes of a scatter have one range: what is equal lies on the diagonal.
  @Test func equalValuesLieOnTheDiagonal() throws {
    let chart = PointChart(
      title: "", xAxis: Axis("x"), yAxis: Axis("y"),
      groups: [.init("g", points: [0.1, 0.37, 0.9].map { .init(x: $0, y: $0) })], equality: "equal")

    let shapes = Plot([.points(chart)]).drawing(PlotStyle()).shapes
    let diagonal = try #require(
      shapes.compactMap { shape -> [Place]? in
        guard case .line(let places, _) = shape.form, places[0].y > places[1].y,
          places[0].x < places[1].x
        else { return nil }
        return places
      }.first)
    let dots = shapes.flatMap { shape -> [Place] in
      guard case .lines(let lines, _) = shape.form, lines.allSatisfy({ $0.count == 1 }) else {
        return []
      }
      return lines.map { $0[0] }
    }

    // The legend has a dot, too.
    #expect(dots.count == 4)
    for dot in dots.filter({ $0.y > diagonal[1].y }) {
      #expect(abs((dot.x - diagonal[0].x) - (diagonal[0].y - dot.y)) < 1e-6)
    }
  }

  @Test func everyLayerIsNamedUpToSixty() {
    let drawing = Plot([.bars(ExampleFigure.sinChart(layers: 60))]).drawing()

    let names = drawing.shapes.count { shape in
      guard case .lettering(let lettering) = shape.form else { return false }
      return lettering.isUpright && lettering.text.hasPrefix("layer")
    }

    #expect(names == 60)
  }

  private func overlap(_ a: Box, _ b: Box) -> Bool {
    a.x < b.maxX && b.x < a.maxX && a.y < b.maxY && b.y < a.maxY
  }

  private func extent(of form: Shape.Form) -> Box {
    switch form {
    case .rectangle(let box, _):
      return box
    case .line(let places, _), .polygon(let places, _):
      return hull(places)
    case .lines(let lines, _):
      return hull(lines.flatMap(\.self))
    case .pixels(_, let box):
      return box
    case .disc(let center, let radius, _):
      return Box(
        x: center.x - radius, y: center.y - radius, width: 2 * radius, height: 2 * radius)
    case .lettering(let lettering):
      return extent(of: lettering)
    }
  }

  /// From the baseline to the height of capitals; descenders hang into what is below.
  private func extent(of lettering: Lettering) -> Box {
    let start =
      switch lettering.anchor {
      case .start: 0.0
      case .middle: -lettering.width / 2
      case .end: -lettering.width
      }
    let (place, height) = (lettering.place, lettering.size * 0.72)
    return lettering.isUpright
      ? Box(
        x: place.x - height, y: place.y - start - lettering.width, width: height,
        height: lettering.width)
      : Box(x: place.x + start, y: place.y - height, width: lettering.width, height: height)
  }

  private func hull(_ places: [Place]) -> Box {
    let (xs, ys) = (places.map(\.x), places.map(\.y))
    let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
    return Box(x: left, y: top, width: (xs.max() ?? 0) - left, height: (ys.max() ?? 0) - top)
  }
}
