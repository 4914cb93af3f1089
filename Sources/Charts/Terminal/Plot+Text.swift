import PlainText
import TerminalUI

extension Plot {
  /// The plot in the characters of a terminal, without colour: its curves and bars, for the others
  /// have no such form.
  ///
  /// Charts share the rows evenly; what does not fit is left out: the caption first, then legends
  /// and axis labels. Never more than `rows` lines of `columns` characters.
  ///
  /// - Parameter unicode: Whether braille, blocks and lines may be used; else all is ASCII.
  package func text(columns: Int, rows: Int, unicode: Bool = true) -> String {
    let capabilities = Capabilities(glyphs: unicode ? .braille : .ascii, colorCount: 0)
    var canvas = Canvas(size: Size(rows: rows, columns: columns), capabilities: capabilities)
    draw(on: &canvas)
    return canvas.text
  }

  /// Draws the plot over all of a canvas.
  package func draw(on canvas: inout Canvas) {
    let charts = charts.compactMap(\.inText)
    let lines = wrapped(caption, width: canvas.size.columns)
    // A chart needs about ten rows to say more than its caption.
    let hasRoom = canvas.size.rows - lines.count - 1 >= charts.count * 10
    let captionRows = caption.isEmpty || !hasRoom ? 0 : lines.count + 1
    let rows = max(canvas.size.rows - captionRows, 0)
    for (index, chart) in charts.enumerated() {
      let first = rows * index / charts.count
      let next = rows * (index + 1) / charts.count
      // A blank row stands between charts.
      let height = next - first - (index < charts.count - 1 ? 1 : 0)
      let rect = Rect(row: first, column: 0, rows: height, columns: canvas.size.columns)
      canvas.inside(rect) { chart(&$0) }
    }
    guard captionRows > 0 else { return }
    for (index, line) in lines.enumerated() {
      canvas.write(canvas.shown(line), row: rows + 1 + index, style: .label)
    }
  }
}

extension Plot.Chart {
  /// What draws the chart in characters; `nil` for those that are pictures only.
  fileprivate var inText: ((inout Canvas) -> Void)? {
    switch self {
    case .lines(let chart): { chart.draw(on: &$0) }
    case .bars(let chart): { chart.draw(on: &$0) }
    case .raster, .cells, .maps, .points: nil
    }
  }
}

extension Canvas {
  /// The text as far as the terminal has its characters.
  func shown(_ text: String) -> String {
    switch glyphs {
    case .braille: text
    case .ascii: String(text.map { $0.isASCII ? $0 : asciiStandIns[$0] ?? "?" })
    }
  }

  /// The beginning and the end of a name around an ellipsis, if it is longer than `width`; variants
  /// of a method differ at the end.
  func shortened(_ name: String, width: Int) -> String {
    guard name.count > width else { return shown(name) }
    let kept = max(width - 1, 0)
    return shown(name.prefix(kept - kept / 2) + "\(glyphs.ellipsis)" + name.suffix(kept / 2))
  }

  /// Writes a text that may be cut, in the characters that the terminal has.
  mutating func write(_ text: String, row: Int, within columns: Range<Int>, style: Style = .plain) {
    write(
      shown(text), row: row, column: columns.lowerBound, width: columns.count, alignment: .left,
      style: style)
  }
}

private let asciiStandIns: [Character: Character] = [
  "–": "-", "—": "-", "−": "-", "×": "x", "·": ".", "…": "~",
]
