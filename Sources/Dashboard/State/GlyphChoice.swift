import TerminalUI

/// The ladder of characters that dots are drawn with, the usual ones first.
package enum GlyphChoice: String, Equatable, Sendable, CaseIterable {
  case braille
  case halfBlock = "half-block"
  case octant
  case ascii

  /// What a terminal shows by this choice; one without Unicode stays at ASCII.
  package func applied(to capabilities: Capabilities) -> Capabilities {
    var chosen = capabilities
    switch self {
    case .braille: chosen.dots = .braille
    case .halfBlock: chosen.dots = .halfBlock
    case .octant: chosen.dots = .octant
    case .ascii: chosen.glyphs = .ascii
    }
    return chosen
  }
}
