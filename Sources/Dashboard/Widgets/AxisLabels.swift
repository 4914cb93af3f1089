import TerminalUI

/// A text beside an axis, in a field at the place that it is about.
package struct AxisLabel {
  package let text: String
  package let row: Int
  /// The columns of the field; a longer text is cut.
  let field: Range<Int>
  let alignment: Alignment
  let style: Style

  package init(
    _ text: String, row: Int, column: Int, width: Int, alignment: Alignment = .right,
    style: Style = .label
  ) {
    self.text = text
    self.row = row
    field = column..<column + max(width, 0)
    self.alignment = alignment
    self.style = style
  }

  /// The columns that it is written in.
  fileprivate var columns: Range<Int> {
    let count = min(text.count, field.count)
    let start =
      switch alignment {
      case .left: field.lowerBound
      case .right: field.upperBound - count
      case .center: field.lowerBound + (field.count - count) / 2
      }
    return start..<start + count
  }

  /// Whether no blank is between the two.
  fileprivate func touches(_ other: AxisLabel) -> Bool {
    row == other.row && columns.lowerBound <= other.columns.upperBound
      && other.columns.lowerBound <= columns.upperBound
  }
}

extension Canvas {
  /// Writes labels, the most important one first: what would touch one before it in a row leaves,
  /// as two numbers in one read as a third one.
  package mutating func writeApart(_ labels: [AxisLabel]) {
    var written: [AxisLabel] = []
    for label in labels where !label.text.isEmpty && !written.contains(where: label.touches) {
      written.append(label)
      write(
        label.text, row: label.row, column: label.field.lowerBound, width: label.field.count,
        alignment: label.alignment, style: label.style)
    }
  }
}
