import PlainText

/// Sizes of writing, in points: what is read in a printed column.
enum TextSize {
  static let title = 8.0
  static let label = 7.5
  static let tick = 7.0

  /// Fonts of readers of SVG may be wider than those of this machine.
  static let reserve = 1.04
}

/// Shapes and the height that they take.
struct Block: Hashable, Sendable {
  var shapes: [Shape] = []
  var height = 0.0
}

/// How a chart takes its place in a column.
protocol ChartLayout {
  var title: String { get }

  /// The room that the y axis takes at the left, in a column of so many points.
  func leftMargin(width: Double) -> Double

  /// What series are called, above the data, where it hides none of them.
  func legend(on theme: PlotStyle.Theme) -> Legend

  /// Data and axes below the upper edge of a box; the height of the box is not used.
  ///
  /// - Parameter left: The room for the y axis.
  func plot(in place: Box, left: Double, on theme: PlotStyle.Theme) -> Block
}

extension ChartLayout {
  /// Half of the last label of the x axis may stand beyond the data.
  var rightMargin: Double { 9 }

  /// Where data are drawn.
  func area(in place: Box, left: Double, height: Double) -> Box {
    Box(
      x: place.x + left, y: place.y, width: max(place.width - left - rightMargin, 20),
      height: height)
  }
}

extension Plot {
  /// The plot on paper, as wide as the style says; its height follows from what it holds.
  package func drawing(_ style: PlotStyle) -> Drawing {
    let margin = 5.0
    let theme = style.theme
    let title = charts.map(\.title).filter { !$0.isEmpty }.joined(separator: "; ")
    var drawing = Drawing(
      width: style.points, height: margin, shapes: [], ground: theme.ground, scale: .paper,
      title: title.isEmpty ? "figure" : title, about: about.isEmpty ? caption : about)
    let width = style.points - 2 * margin
    let layouts = charts.map(\.layout)
    // The axes of all charts stand one below the other, so that times meet.
    let left = layouts.map { $0.leftMargin(width: width) }.max() ?? 0
    for layout in layouts {
      let place = Box(x: margin, y: drawing.height, width: width, height: 0)
      drawing.add(layout.block(in: place, left: left, on: theme), gap: margin)
    }
    if !caption.isEmpty {
      let place = Box(x: margin, y: drawing.height, width: width, height: 0)
      drawing.add(
        paragraph(caption, size: TextSize.tick, color: theme.quietInk, in: place), gap: margin)
    }
    return drawing
  }
}

extension Drawing {
  fileprivate mutating func add(_ block: Block, gap: Double) {
    shapes += block.shapes
    height += block.height + gap
  }
}

extension Plot.Chart {
  fileprivate var layout: any ChartLayout {
    switch self {
    case .lines(let chart): chart
    case .bars(let chart): chart
    case .raster(let chart): chart
    case .cells(let chart): chart
    case .maps(let chart): chart
    case .points(let chart): chart
    }
  }
}

extension ChartLayout {
  /// The chart below the upper edge of a box; the height of the box is not used.
  fileprivate func block(in place: Box, left: Double, on theme: PlotStyle.Theme) -> Block {
    var block = paragraph(title, size: TextSize.title, color: theme.ink, isBold: true, in: place)
    var below = place
    below.y += block.height + (title.isEmpty ? 0 : 2)
    let legend = legend(on: theme).block(in: below, on: theme)
    below.y += legend.height + 5.5
    let plot = plot(in: below, left: left, on: theme)
    block.shapes += legend.shapes + plot.shapes
    block.height = below.y + plot.height - place.y
    return block
  }
}

/// Text broken into lines at blanks.
func paragraph(
  _ text: String, size: Double, color: Color, isBold: Bool = false, in place: Box
) -> Block {
  let leading = size * 1.3
  let lines = wrapped(text, width: place.width, size: size, isBold: isBold)
  let shapes = lines.enumerated().map { index, line in
    let baseline = place.y + size + Double(index) * leading
    return Shape(
      .lettering(
        Lettering(
          text: line, place: Place(x: place.x, y: baseline), size: size, color: color,
          isBold: isBold)))
  }
  return Block(shapes: shapes, height: Double(lines.count) * leading)
}

/// Lines that fit into a width; a word that does not is shortened.
private func wrapped(_ text: String, width: Double, size: Double, isBold: Bool) -> [String] {
  let width = width / TextSize.reserve
  var lines: [String] = []
  for word in text.split(whereSeparator: \.isWhitespace) {
    let word = Typeface.shortened(String(word), width: width, size: size, isBold: isBold)
    let longer = lines.last.map { "\($0) \(word)" }
    if let longer, Typeface.width(of: longer, size: size, isBold: isBold) <= width {
      lines[lines.count - 1] = longer
    } else {
      lines.append(word)
    }
  }
  return lines
}
