extension LineChart {
  /// The plot below the upper edge of a box; the height of the box is not used.
  func plot(in place: Box) -> Block {
    var place = place
    place.height = 250
    let area = PlotArea(yAxis: yAxis, values: yScaleValues, in: place)
    let xScale = AxisScale(
      xAxis, values: xScaleValues, tickLimit: Int(area.box.width / 52), ends: .onData)
    let x = HorizontalScale(scale: xScale, box: area.box)

    var block = Block()
    block.shapes += area.yAxisShapes() + ticks(x, in: area) + references(in: area)
    for (index, series) in series.enumerated() {
      block.shapes += curve(series, look: SeriesLook(index), x: x, in: area)
    }
    if isEmpty { block.shapes.append(area.emptyNote()) }
    let labelBaseline = area.box.maxY + 8 + TextSize.tick + 5 + TextSize.label
    if !xAxis.label.isEmpty {
      block.shapes.append(area.xLabel(xAxis.label, baseline: labelBaseline))
    }
    block.height = labelBaseline + 5 - place.y
    return block
  }

  private func references(in area: PlotArea) -> [Shape] {
    references.compactMap { reference in
      area.y(of: reference.value).map { y in
        let ends = [Place(x: area.box.x, y: y), Place(x: area.box.maxX, y: y)]
        return Shape(.line(ends, referenceStroke), note: reference.name)
      }
    }
  }

  private func ticks(_ x: HorizontalScale, in area: PlotArea) -> [Shape] {
    let bottom = area.box.maxY
    let baseline = area.horizontalLine(y: crisp(bottom), color: .quietInk)
    return [baseline]
      + x.scale.ticks.flatMap { tick in
        let place = crisp(x.place(of: tick.value) ?? area.box.x)
        let mark = [Place(x: place, y: bottom), Place(x: place, y: bottom + 5)]
        return [
          Shape(.line(mark, Stroke(color: .quietInk, width: 1))),
          Shape(
            .lettering(
              Lettering(
                text: tick.label, place: Place(x: place, y: bottom + 8 + TextSize.tick),
                size: TextSize.tick, anchor: .middle, color: .quietInk))),
        ]
      }
  }

  private func curve(
    _ series: Series, look: SeriesLook, x: HorizontalScale, in area: PlotArea
  ) -> [Shape] {
    let runs = runs(of: series).map { run in
      run.compactMap { point -> (place: Place, note: String)? in
        guard let column = x.place(of: point.x), let row = area.y(of: point.y) else { return nil }
        let note = "\(series.name), \(xAxis.text(of: point.x)): \(yAxis.text(of: point.y))"
        return (Place(x: column, y: row), note)
      }
    }
    let lines = runs.filter { $0.count > 1 }
      .map { Shape(.line($0.map(\.place), look.stroke), note: series.name) }
    let stride = markerStride(pointCount: runs.reduce(0) { $0 + $1.count })
    let markers = runs.flatMap { run in
      run.enumerated().filter { $0.offset % stride == 0 }
        .flatMap { look.markerShapes(at: $0.element.place, note: $0.element.note) }
    }
    return lines + markers
  }

  /// How many points share a marker, so that markers do not run into each other.
  private func markerStride(pointCount: Int) -> Int { max((pointCount + 23) / 24, 1) }
}

/// Places of values across a plot, a little inside of its edges, where markers have room.
private struct HorizontalScale {
  let scale: AxisScale
  let box: Box

  func place(of value: Double) -> Double? {
    let inset = 14.0
    return scale.fraction(of: value).map { box.x + inset + $0 * (box.width - 2 * inset) }
  }
}
