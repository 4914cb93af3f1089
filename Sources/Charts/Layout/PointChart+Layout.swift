extension PointChart: ChartLayout {
  private func side(width: Double) -> Double { min(max(width * 0.68, 60), 220) }

  /// Both axes have the same range, so that equal values lie on the diagonal.
  private var values: [Double] {
    let points = groups.flatMap(\.points).filter { xAxis.holds($0.x) && yAxis.holds($0.y) }
    return points.flatMap { [$0.x, $0.y] }
  }

  func leftMargin(width: Double) -> Double {
    VerticalAxis(yAxis, values: values, height: side(width: width)).margin
  }

  func legend(on theme: PlotStyle.Theme) -> Legend {
    let entries = groups.indices.map { index in
      (
        groups[index].name,
        Legend.Sample.shapes { [shape(of: [$0], group: index, on: theme)] }
      )
    }
    return Legend(entries + [(equality, .line(theme.referenceStroke))])
  }

  func plot(in place: Box, left: Double, on theme: PlotStyle.Theme) -> Block {
    let side = side(width: place.width)
    var area = area(in: place, left: left, height: side)
    area.width = min(area.width, side)
    area.height = area.width
    let (values, limit) = (values, area.height)
    let y = VerticalAxis(yAxis, values: values, height: limit)
    // As many ticks as on the other axis, so that both end at the same value.
    var xAxis = xAxis
    xAxis.including = yAxis.including
    let scale = AxisScale(yAxis, values: values, tickLimit: Int(limit / 17), ends: .onTicks)
    let ends = [scale.ticks.first?.value, scale.ticks.last?.value].compactMap(\.self)
    let x = HorizontalAxis(xAxis, values: values + ends, in: area, ends: .onData)

    var block = Block()
    block.shapes += y.shapes(in: area, left: place.x, on: theme)
    let axis = x.block(on: theme)
    block.shapes += axis.shapes
    let diagonal = [Place(x: area.x, y: area.maxY), Place(x: area.maxX, y: area.y)]
    block.shapes.append(Shape(.line(diagonal, theme.referenceStroke)))
    for (index, group) in groups.enumerated() {
      let places = group.points.compactMap { point -> Place? in
        guard let column = x.x(of: point.x), let row = y.y(of: point.y, in: area) else {
          return nil
        }
        return Place(x: column, y: row)
      }
      if !places.isEmpty { block.shapes.append(shape(of: places, group: index, on: theme)) }
    }
    if values.isEmpty { block.shapes.append(.emptyNote(in: area, on: theme)) }
    block.height = area.height + axis.height
    return block
  }

  /// Dots of the first group, crosses of the others: they can be told apart without colour, too.
  private func shape(of places: [Place], group: Int, on theme: PlotStyle.Theme) -> Shape {
    let color = SeriesLook(group, on: theme).color
    guard group > 0 else {
      return Shape(.lines(places.map { [$0] }, Stroke(color: color, width: 1.5)))
    }
    let arm = 1.4
    let crosses = places.flatMap { place in
      [1.0, -1].map { turn in
        [
          Place(x: place.x - arm, y: place.y - turn * arm),
          Place(x: place.x + arm, y: place.y + turn * arm),
        ]
      }
    }
    return Shape(.lines(crosses, Stroke(color: color, width: 0.6)))
  }
}
