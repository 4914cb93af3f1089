/// Names of rows at the left of a chart, as many as do not touch.
struct RowNames {
  /// In their order from top to bottom, at heights above the lower edge of the first.
  private let names: [String]

  init(_ names: [String]) {
    self.names = names
  }

  /// The room left of the data; long names are shortened.
  func margin(width: Double, label: String) -> Double {
    let limit = limit(width: width)
    let widths = names.map { name in
      min(Typeface.width(of: name, size: TextSize.tick, isBold: false) * TextSize.reserve, limit)
    }
    return (widths.max() ?? 0) + 5 + labelRoom(label)
  }

  private func limit(width: Double) -> Double { width * 0.28 }

  /// - Parameters:
  ///   - heights: The middle of each row.
  ///   - width: That of the column.
  func shapes(
    at heights: [Double], of box: Box, width: Double, on theme: PlotStyle.Theme
  ) -> [Shape] {
    var (shapes, last): ([Shape], Double) = ([], -.infinity)
    for (name, height) in zip(names, heights) where height - last >= TextSize.tick {
      let limit = limit(width: width) / TextSize.reserve
      let text = Typeface.shortened(name, width: limit, size: TextSize.tick)
      shapes.append(.leftLabel(text, at: height, of: box, on: theme))
      if !name.isEmpty { last = height }
    }
    return shapes
  }
}
