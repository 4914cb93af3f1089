/// One place on the screen: a character that takes exactly one cell, and its style.
package struct Cell: Hashable, Sendable {
  /// Always one cell wide.
  package let scalar: Unicode.Scalar
  package var style: Style

  /// What stands for a character that does not fit into one cell.
  package static let replacement: Unicode.Scalar = "?"

  package static var blank: Cell { Cell(" ") }

  /// A character that takes two cells or none becomes `?`; combining marks are dropped.
  package init(_ character: Character, style: Style = .plain) {
    let scalars = character.unicodeScalars
    let first = scalars.first ?? Cell.replacement
    let isSimple = scalars.dropFirst().allSatisfy {
      $0.properties.generalCategory == .nonspacingMark
    }
    self.scalar = isSimple && first.isOneCellWide ? first : Cell.replacement
    self.style = style
  }

  package var character: Character { Character(scalar) }
}

extension Unicode.Scalar {
  /// Whether a terminal gives this character one cell.
  var isOneCellWide: Bool {
    if value < 0x300 { return value >= 0x20 && !(0x7F...0x9F).contains(value) && value != 0xAD }
    // What charts and rasters are drawn with: lines, blocks and braille, without a look into
    // tables.
    if (0x2500...0x259F).contains(value) || (0x2800...0x28FF).contains(value) { return true }
    if properties.isEmojiPresentation { return false }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .surrogate, .lineSeparator,
      .paragraphSeparator, .unassigned, .privateUse:
      return false
    default:
      return !wideRanges.contains { $0.contains(value) }
    }
  }
}

/// The scripts whose characters take two cells (Unicode's East Asian widths W and F); wide symbols
/// are recognized as emoji.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F,
  0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60,
  0xFFE0...0xFFE6, 0x16FE0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
]
