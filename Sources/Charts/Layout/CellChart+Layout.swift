extension CellChart: ChartLayout {
  private var rowHeight: Double { min(max(200 / Double(max(rows.count, 1)), 1.5), 9) }

  private var names: RowNames { RowNames(rows.map(\.name)) }

  func leftMargin(width: Double) -> Double { names.margin(width: width, label: yLabel) }

  func legend(on theme: PlotStyle.Theme) -> Legend { Legend() }

  func plot(in place: Box, left: Double, on theme: PlotStyle.Theme) -> Block {
    let area = area(in: place, left: left, height: Double(rows.count) * rowHeight)
    var block = Block()
    let columns = xAxis.cells?.count ?? 0
    if columns > 0, !rows.isEmpty {
      let colors = rows.flatMap { row in
        (0..<columns).map { column in
          scale.color(
            of: row.values.indices.contains(column) ? row.values[column] : .nan, on: theme)
        }
      }
      let pixels = PixelBlock(width: columns, height: rows.count, colors: colors)
      block.shapes.append(Shape(.pixels(pixels, area)))
    }
    let heights = rows.indices.map { area.y + (Double($0) + 0.5) * rowHeight }
    block.shapes += names.shapes(at: heights, of: area, width: place.width, on: theme)
    block.shapes += uprightLabel(yLabel, beside: area, left: place.x, on: theme)
    let axis = HorizontalAxis(xAxis, values: [], in: area).block(on: theme)
    block.shapes += axis.shapes
    block.height = area.height + axis.height + 3
    let bar = scale.bar(
      in: Box(x: area.x, y: place.y + block.height, width: area.width, height: 0), on: theme)
    block.shapes += bar.shapes
    block.height += bar.height
    return block
  }
}

extension ColorScale {
  /// The colours from end to end with the values that they stand for, and what these are, below the
  /// upper edge of a box; the height of the box is not used.
  func bar(in place: Box, on theme: PlotStyle.Theme) -> Block {
    let steps = 64
    let colors = (0..<steps).map { step in
      ramp.color((Double(step) + 0.5) / Double(steps), on: theme)
    }
    let bar = Box(x: place.x, y: place.y + 2, width: min(place.width * 0.42, 110), height: 5)
    var block = Block(shapes: [
      Shape(.pixels(PixelBlock(width: steps, height: 1, colors: colors), bar))
    ])
    let values = [range.lowerBound, range.upperBound]
    let middle = ramp == .difference ? [(range.lowerBound + range.upperBound) / 2] : []
    for value in values + middle {
      let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
      let place = Place(x: bar.x + share * bar.width, y: bar.maxY + 2 + TextSize.tick)
      let anchor: Lettering.Anchor = share == 0 ? .start : share == 1 ? .end : .middle
      block.shapes.append(
        Shape(
          .lettering(
            Lettering(
              text: Axis("", unit: unit).text(of: value), place: place, size: TextSize.tick,
              anchor: anchor, color: theme.quietInk))))
    }
    let room = place.width - bar.width - 5
    let text = Typeface.shortened(label, width: room / TextSize.reserve, size: TextSize.label)
    block.shapes.append(
      Shape(
        .lettering(
          Lettering(
            text: text, place: Place(x: bar.maxX + 5, y: bar.midY + TextSize.label * 0.36),
            size: TextSize.label, color: theme.ink))))
    block.height = bar.maxY + 2 + TextSize.tick + 3 - place.y
    return block
  }
}
