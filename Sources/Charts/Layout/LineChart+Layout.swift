extension LineChart: ChartLayout {
  private func height(width: Double) -> Double {
    min(max(width * 0.45, 70), 190) * (isLow ? 0.55 : 1)
  }

  private func yAxis(width: Double) -> VerticalAxis {
    VerticalAxis(yAxis, values: yScaleValues, height: height(width: width))
  }

  func leftMargin(width: Double) -> Double { yAxis(width: width).margin }

  func legend(on theme: PlotStyle.Theme) -> Legend {
    var entries: [(name: String, sample: Legend.Sample)] = []
    let all = Array(zip(series, looks(on: theme)))
    // What others are compared with comes behind them.
    for (series, look) in all.filter(\.0.form.isNumbered) + all.filter({ !$0.0.form.isNumbered }) {
      let isKnown = entries.contains { $0.name == series.name }
      switch series.form {
      case .marked: entries.append((series.name, .curve(look, isMarked: true)))
      case .plain, .stairs: entries.append((series.name, .curve(look, isMarked: false)))
      case .quiet where !isKnown: entries.append((series.name, .line(theme.quietStroke)))
      case .dashed where !isKnown: entries.append((series.name, .line(theme.referenceStroke)))
      case .quiet, .dashed: break
      }
    }
    entries += references.map { ($0.name, .line(theme.referenceStroke)) }
    // A single curve is what the y axis says.
    return Legend(entries.count > 1 || !references.isEmpty ? entries : [])
  }

  func plot(in place: Box, left: Double, on theme: PlotStyle.Theme) -> Block {
    let area = area(in: place, left: left, height: height(width: place.width))
    let y = yAxis(width: place.width)
    let x = HorizontalAxis(xAxis, values: xScaleValues, in: area, inset: 6)

    var block = Block()
    block.shapes += y.shapes(in: area, left: place.x, on: theme)
    let axis = x.block(on: theme)
    block.shapes += axis.shapes
    block.shapes += references.compactMap { reference in
      y.y(of: reference.value, in: area).map { height in
        let ends = [Place(x: area.x, y: height), Place(x: area.maxX, y: height)]
        return Shape(.line(ends, theme.referenceStroke), note: reference.name)
      }
    }
    for (series, look) in zip(series, looks(on: theme)) {
      block.shapes += curve(series, look: look, theme: theme, width: area.width) { point in
        guard let column = x.x(of: point.x), let row = y.y(of: point.y, in: area) else {
          return nil
        }
        return Place(x: column, y: row)
      }
    }
    if isEmpty { block.shapes.append(.emptyNote(in: area, on: theme)) }
    block.height = area.height + axis.height
    return block
  }

  private func curve(
    _ series: Series, look: SeriesLook, theme: PlotStyle.Theme, width: Double,
    place: ((x: Double, y: Double)) -> Place?
  ) -> [Shape] {
    let runs = runs(of: series).map { run in
      run.compactMap { point -> (place: Place, note: String)? in
        let note = "\(series.name), \(xAxis.text(of: point.x)): \(yAxis.text(of: point.y))"
        return place(point).map { ($0, note) }
      }
    }
    let stroke =
      switch series.form {
      case .marked, .plain, .stairs: look.stroke
      case .quiet: theme.quietStroke
      case .dashed: theme.referenceStroke
      }
    // Where there are no signs a point between gaps is a dot of the line.
    let least = series.form == .marked ? 2 : 1
    let lines = runs.filter { $0.count >= least }.map { run in
      let places = run.map(\.place)
      return Shape(
        .line(series.form == .stairs ? stairs(places) : places, stroke), note: series.name)
    }
    guard series.form == .marked else { return lines }
    // So far apart that signs do not run into each other.
    let count = runs.reduce(0) { $0 + $1.count }
    let stride = max(Int((Double(count) * 14 / width).rounded(.up)), 1)
    return lines
      + runs.flatMap { run in
        run.enumerated().filter { $0.offset % stride == 0 }
          .flatMap { look.markerShapes(at: $0.element.place, note: $0.element.note) }
      }
  }
}

/// Level from the middle before each place to the middle behind it.
private func stairs(_ places: [Place]) -> [Place] {
  guard places.count > 1 else { return places }
  return places.indices.flatMap { index in
    let place = places[index]
    let before = index > 0 ? (places[index - 1].x + place.x) / 2 : place.x
    let behind = index + 1 < places.count ? (place.x + places[index + 1].x) / 2 : place.x
    return [Place(x: before, y: place.y), Place(x: behind, y: place.y)]
  }
}
