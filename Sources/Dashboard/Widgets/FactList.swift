import SpikeStatistics
import TerminalUI

/// Names and values, one per line.
struct FactList {
  private(set) var lines: [(name: String, value: String, style: Style)] = []

  /// The columns of a name, and of both at least.
  private static let nameWidth = 13
  private static let width = 30

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

  /// Draws them from a column on, side by side where there are more than rows and room for that.
  func draw(on canvas: inout Canvas, column: Int) {
    let rows = max(canvas.size.rows, 1)
    let needed = (lines.count + rows - 1) / rows
    let groups = max(min(needed, (canvas.size.columns - column) / Self.width), 1)
    // Columns of equal length: what is left is below all of them.
    let height = groups > 1 ? (lines.count + groups - 1) / groups : lines.count
    let width = (canvas.size.columns - column) / groups
    for (number, line) in lines.enumerated() where number / max(height, 1) < groups {
      let left = column + number / height * width
      let start = line.name.isEmpty ? left : left + Self.nameWidth
      canvas.write(line.name, row: number % height, column: left, style: .label)
      if !line.name.isEmpty {
        canvas.addTarget(
          .explanation(line.name),
          in: Rect(row: number % height, column: left, rows: 1, columns: width))
      }
      canvas.write(
        line.value, row: number % height, column: start, width: left + width - start,
        alignment: .left, style: line.style)
    }
  }
}
