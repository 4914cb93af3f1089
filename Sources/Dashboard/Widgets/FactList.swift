import SpikeStatistics
import TerminalUI

/// Names and values, one per line.
struct FactList {
  private(set) var lines: [(name: String, value: String, style: Style)] = []

  /// The columns of a name at least, and of both.
  private static let leastNameWidth = 13
  private static let leastWidth = 30

  /// The columns of a name, with a gap behind the longest.
  private var nameWidth: Int {
    lines.reduce(Self.leastNameWidth) { max($0, $1.name.count + 1) }
  }

  /// The columns in which every value is whole.
  private var width: Int {
    let nameWidth = nameWidth
    return lines.reduce(Self.leastWidth) { width, line in
      max(width, (line.name.isEmpty ? 0 : nameWidth) + line.value.count + 1)
    }
  }

  /// How many stand side by side in so many columns.
  private func groups(columns: Int) -> Int { max(min(lines.count, columns / width), 1) }

  /// How many rows they take in a pane of so many columns.
  func rows(columns: Int) -> Int {
    let groups = groups(columns: columns - 1)
    return (lines.count + groups - 1) / groups
  }

  mutating func title(_ text: String) {
    lines.append(("", text, .title))
  }

  mutating func add(_ name: String, _ value: String, _ style: Style = .plain) {
    lines.append((name, value, style))
  }

  /// Figures of a layer under their titles.
  mutating func add(_ figures: [Figure], of layerStep: LayerStep, _ style: Style = .plain) {
    for figure in figures { add(figure.title, figure.text(of: layerStep), style) }
  }

  /// Draws them from a column on, side by side where there is room for that.
  func draw(on canvas: inout Canvas, column: Int) {
    let rows = max(canvas.size.rows, 1)
    let groups = groups(columns: canvas.size.columns - column)
    // Columns of equal length: what is left is below all of them.
    let height = groups > 1 ? (lines.count + groups - 1) / groups : lines.count
    let width = (canvas.size.columns - column) / groups
    let nameWidth = nameWidth
    for (number, line) in lines.enumerated() where number / max(height, 1) < groups {
      let left = column + number / height * width
      let start = line.name.isEmpty ? left : left + nameWidth
      canvas.write(line.name, row: number % height, column: left, style: .label)
      if !line.name.isEmpty {
        canvas.addTarget(
          .explanation(line.name),
          in: Rect(row: number % height, column: left, rows: 1, columns: width))
      }
      canvas.writeClauses(
        line.value, row: number % height, column: start, width: left + width - start,
        style: line.style)
    }
    let hidden = lines.count - groups * min(height, rows)
    guard hidden > 0 else { return }
    let left = column + (groups - 1) * width
    canvas.fill(Rect(row: rows - 1, column: left, rows: 1, columns: width))
    canvas.write(
      "\(canvas.glyphs.ellipsis) \(hidden + 1) more", row: rows - 1, column: left, width: width,
      alignment: .left, style: .label)
  }
}
