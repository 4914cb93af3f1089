import Charts
import Testing

/// Where shapes stand, before any picture format.
@Suite struct LayoutTests {
  /// Nothing reaches beyond the page.
  @Test(arguments: ExtremeFigures.all + [ExampleFigure.figure])
  func everyShapeLiesOnThePage(figure: Plot) {
    let drawing = figure.drawing()

    for shape in drawing.shapes {
      let box = extent(of: shape.form)
      #expect(box.x >= -0.5 && box.maxX <= drawing.width + 0.5, "\(shape)")
      #expect(box.y >= -0.5 && box.maxY <= drawing.height + 0.5, "\(shape)")
    }
  }

  /// Titles, legends, ticks, names of layers and captions never touch each other.
  @Test(arguments: ExtremeFigures.all + [ExampleFigure.figure] + manyLayers)
  func noTextCoversAnother(figure: Plot) {
    let texts = figure.drawing().shapes.compactMap { shape -> (String, Box)? in
      guard case .lettering(let lettering) = shape.form else { return nil }
      return (lettering.text, extent(of: shape.form))
    }

    for (index, text) in texts.enumerated() {
      for other in texts[(index + 1)...] where overlap(text.1, other.1) {
        Issue.record("'\(text.0)' touches '\(other.0)'")
      }
    }
  }

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
