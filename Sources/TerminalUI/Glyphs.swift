/// Which characters a terminal can show.
package enum Glyphs: Hashable, Sendable {
  /// Braille, blocks and lines of Unicode.
  case braille
  /// Nothing beyond ASCII.
  case ascii

  package var cross: Character { self == .braille ? "×" : "x" }
  package var rightward: Character { self == .braille ? "▸" : ">" }
  package var leftward: Character { self == .braille ? "◂" : "<" }
  /// A line of dashes, and one that marks a level in a plot.
  package var dashed: Character { self == .braille ? "┄" : "-" }
  package var level: Character { self == .braille ? "─" : "=" }
  /// Marks the row under the cursor.
  package var cursor: Character { self == .braille ? "▌" : ">" }
  /// Ends a text that was cut.
  package var ellipsis: Character { self == .braille ? "…" : "~" }
  /// Stands for what is not known, beside bars of height 0.
  package var absent: Character { self == .braille ? "·" : "." }
  /// Stands before the frame rate.
  package var pace: String { self == .braille ? "⇅" : "^v" }
  /// Separates facts in a line.
  package var separator: Character { self == .braille ? "·" : "|" }

  /// Stand behind an answer.
  package var right: Character { self == .braille ? "✓" : "+" }
  package var wrong: Character { self == .braille ? "✗" : "x" }

  package var horizontal: Character { self == .braille ? "─" : "-" }
  package var vertical: Character { self == .braille ? "│" : "|" }
  /// The corners of a box: top left, top right, bottom left, bottom right.
  package var corners: (Character, Character, Character, Character) {
    self == .braille ? ("┌", "┐", "└", "┘") : ("+", "+", "+", "+")
  }

  /// The corners of the frames of panes, in the same order, and where a line between two panes
  /// meets the left and the right side.
  var frameCorners: (Character, Character, Character, Character) {
    self == .braille ? ("╭", "╮", "╰", "╯") : ("+", "+", "+", "+")
  }
  var frameJoints: (Character, Character) { self == .braille ? ("├", "┤") : ("+", "+") }
}

/// Which characters stand for dots, two across and four down in a cell.
///
/// In ASCII none of them counts: a cell then shows how many dots it has.
package enum DotGlyphs: String, Hashable, Sendable, CaseIterable {
  /// Every dot on its own; nearly all fonts have them.
  case braille
  /// The upper and the lower four dots as one each: coarse, but in every font.
  case halfBlock = "half-block"
  /// Every dot a block without gaps: Unicode 16, in new fonts only.
  case octant
}

/// The nine levels of a cell that can only be more or less dark.
let asciiRamp: [Character] = [" ", ".", ":", "-", "=", "+", "*", "#", "@"]

/// What a terminal can show.
package struct Capabilities: Hashable, Sendable {
  package var glyphs: Glyphs
  /// 0 for a terminal without colours, else 8, 16, 256 or 16,777,216.
  package var colorCount: Int
  package var dots: DotGlyphs
  package var theme: Theme

  package init(
    glyphs: Glyphs, colorCount: Int, dots: DotGlyphs = .braille, theme: Theme = .dark
  ) {
    self.glyphs = glyphs
    self.colorCount = colorCount
    self.dots = dots
    self.theme = theme
  }

  package var isMonochrome: Bool { colorCount < 8 }

  /// The same in another theme; without colours where that has none.
  package func with(_ theme: Theme) -> Capabilities {
    var other = self
    other.theme = theme
    if theme == .mono { other.colorCount = 0 }
    return other
  }

  /// A terminal of today: Unicode and 256 colours.
  package static let standard = Capabilities(glyphs: .braille, colorCount: 256)

  /// The least that a terminal can do.
  package static let plain = Capabilities(glyphs: .ascii, colorCount: 0)
}
