/// What a mouse did to a terminal, of what this program can use.
package struct MouseReport: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// Of the left button; a drag is a move while it is down.
    case press, release, drag
    case wheelUp, wheelDown
  }

  package var kind: Kind
  package var position: Position
  package var isShifted: Bool

  package init(_ kind: Kind, at position: Position, isShifted: Bool = false) {
    self.kind = kind
    self.position = position
    self.isShifted = isShifted
  }
}

/// What comes from the user of a screen.
package enum ScreenInput: Hashable, Sendable {
  case key(Key)
  case mouse(MouseReport)
}
