import PlainText

/// Sizes of writing, in points.
enum TextSize {
  static let title = 15.0
  static let label = 12.0
  static let tick = 11.0
}

/// Shapes and the height that they take.
struct Block: Hashable, Sendable {
  var shapes: [Shape] = []
  var height = 0.0
}

extension Plot {
  /// The plot in points, as wide as the text of a page; its height follows from what it holds.
  package func drawing() -> Drawing {
    let width = 720.0
    let margin = 16.0
    let column = Box(x: margin, y: margin, width: width - 2 * margin, height: 0)
    var drawing = Drawing(width: width, height: margin, shapes: [])
    for chart in charts {
      let place = Box(x: column.x, y: drawing.height, width: column.width, height: 0)
      drawing.add(chart.block(in: place), gap: margin)
    }
    if !caption.isEmpty {
      let place = Box(x: column.x, y: drawing.height, width: column.width, height: 0)
      drawing.add(
        paragraph(caption, size: TextSize.label, color: .quietInk, in: place), gap: margin)
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
  /// The chart below the upper edge of a box; the height of the box is not used.
  fileprivate func block(in place: Box) -> Block {
    var block = paragraph(title, size: TextSize.title, color: .ink, isBold: true, in: place)
    var below = place
    below.y += block.height + 4
    let legend = legend.block(in: below)
    below.y += legend.height + 12
    let plot =
      switch self {
      case .lines(let chart): chart.plot(in: below)
      case .bars(let chart): chart.plot(in: below)
      }
    block.shapes += legend.shapes + plot.shapes
    block.height = below.y + plot.height - place.y
    return block
  }

  private var legend: Legend {
    switch self {
    case .lines(let chart): Legend(chart)
    case .bars(let chart): Legend(chart)
    }
  }
}

/// Text broken into lines at blanks.
func paragraph(
  _ text: String, size: Double, color: Color, isBold: Bool = false, in place: Box
) -> Block {
  let leading = size * 1.35
  let lines = wrapped(text, width: place.width, size: size)
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
private func wrapped(_ text: String, width: Double, size: Double) -> [String] {
  // Fonts of readers may be wider than ours.
  let width = width * 0.94
  var lines: [String] = []
  for word in text.split(whereSeparator: \.isWhitespace) {
    let word = StrokeFont.shortened(String(word), width: width, size: size)
    if let last = lines.last, StrokeFont.width(of: "\(last) \(word)", size: size) <= width {
      lines[lines.count - 1] = "\(last) \(word)"
    } else {
      lines.append(word)
    }
  }
  return lines
}
