/// What the user can do to a terminal.
package enum Key: Hashable, Sendable {
  /// A character that is not a control character.
  case character(Character)
  /// A letter pressed together with Control, in lower case.
  case control(Character)
  case up, down, left, right
  case enter, escape, tab, backtab, backspace, delete
  case home, end, pageUp, pageDown
  /// F1 is 1.
  case function(Int)
  /// The terminal has another size now, or must be drawn anew.
  case resized
}
