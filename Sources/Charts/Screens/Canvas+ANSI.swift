import TerminalUI

extension Canvas {
  /// The canvas as lines of text with colours and attributes of ANSI terminals, by indices of the
  /// xterm palette; every line ends in the terminal's own style.
  package func ansi() -> String {
    (0..<size.rows).map { row in
      var line = ""
      var last = plainCodes
      for cell in visibleCells(inRow: row) {
        let codes = codes(of: cell.style)
        if codes != last { line += "\u{1b}[\(codes)m" }
        last = codes
        line.unicodeScalars.append(cell.scalar)
      }
      return line + (last == plainCodes ? "" : "\u{1b}[\(plainCodes)m") + "\n"
    }.joined()
  }

  /// A row without the blanks at its end that nobody can see.
  private func visibleCells(inRow row: Int) -> ArraySlice<Cell> {
    var cells = cells(inRow: row)
    while let last = cells.last, last.scalar == " ", codes(of: last.style) == plainCodes {
      cells.removeLast()
    }
    return cells
  }

  private var plainCodes: String { "0" }

  /// What selects a style, whatever was selected before.
  private func codes(of style: Style) -> String {
    let depth: ColorDepth = capabilities.colorCount == 0 ? .monochrome : .palette
    let look = appearance(of: style.role, depth: depth, theme: capabilities.theme)
    let ground = style.background.flatMap {
      appearance(of: $0, depth: depth, theme: capabilities.theme).color
    }
    let attributes = look.attributes.union(style.attributes)
    let numbers: [(Style.Attributes, String)] = [
      (.bold, "1"), (.dim, "2"), (.underline, "4"), (.reverse, "7"),
    ]
    let codes =
      [plainCodes] + numbers.filter { attributes.contains($0.0) }.map(\.1)
      + (look.color.map { ["38;5;\($0.paletteIndex)"] } ?? [])
      + (ground.map { ["48;5;\($0.paletteIndex)"] } ?? [])
    return codes.joined(separator: ";")
  }
}
