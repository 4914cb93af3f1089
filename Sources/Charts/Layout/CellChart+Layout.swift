import PlainText

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
  /// What the colours are, and below it the colours from end to end with the values that they stand
  /// for, below the upper edge of a box; the height of the box is not used.
  func bar(in place: Box, on theme: PlotStyle.Theme) -> Block {
    let steps = 64
    let colors = (0..<steps).map { step in
      ramp.color((Double(step) + 0.5) / Double(steps), on: theme)
    }
    let name = Typeface.shortened(
      label, width: place.width / TextSize.reserve, size: TextSize.label)
    let title = Place(x: place.x, y: place.y + TextSize.label)
    let width = min(max(place.width * 0.6, 60), place.width, 130)
    let bar = Box(x: place.x, y: title.y + 3, width: width, height: 4.5)
    let labels = values(within: width).map { share, value in
      let place = Place(x: bar.x + share * bar.width, y: bar.maxY + 2 + TextSize.tick)
      return Shape(
        .lettering(
          Lettering(
            text: text(of: value), place: place, size: TextSize.tick,
            anchor: share == 0 ? .start : share == 1 ? .end : .middle, color: theme.quietInk)))
    }
    let shapes = [
      Shape(
        .lettering(Lettering(text: name, place: title, size: TextSize.label, color: theme.ink))),
      Shape(.pixels(PixelBlock(width: steps, height: 1, colors: colors), bar)),
    ]
    return Block(shapes: shapes + labels, height: bar.maxY + 2 + TextSize.tick + 3 - place.y)
  }

  private func text(of value: Double) -> String {
    switch unit {
    case .plain: significant(value)
    case .percent: significant(100 * value) + " %"
    }
  }

  /// The values that are written, and where between the ends of the bar; that of the middle where
  /// there is room for it.
  private func values(within width: Double) -> [(share: Double, value: Double)] {
    let ends = [(0.0, range.lowerBound), (1, range.upperBound)]
    guard ramp == .difference else { return ends }
    let all = ends + [(0.5, (range.lowerBound + range.upperBound) / 2)]
    let taken = all.reduce(0) {
      $0 + Typeface.width(of: text(of: $1.1), size: TextSize.tick, isBold: false)
    }
    return taken * TextSize.reserve + 8 <= width ? all : ends
  }
}
