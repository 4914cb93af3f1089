import PlainText

/// One place on the screen: a character that takes exactly one cell, and its style.
package struct Cell: Hashable, Sendable {
  /// Always one cell wide.
  package let scalar: Unicode.Scalar
  package var style: Style

  /// What stands for a character that does not fit into one cell.
  package static let replacement: Unicode.Scalar = "?"

  package static let blank = Cell(" ")

  /// A character that takes two cells or none becomes `?`; combining marks are dropped.
  package init(_ character: Character, style: Style = .plain) {
    scalar = character.terminalScalar ?? Cell.replacement
    self.style = style
  }

  package var character: Character { Character(scalar) }
}
