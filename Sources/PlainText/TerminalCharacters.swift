extension Unicode.Scalar {
  /// Whether a terminal gives this character one cell, and obeys no command by it.
  package var isOneCellWide: Bool {
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

extension Character {
  /// The one scalar that a terminal shows of a character in one cell, or `nil`: then the character
  /// takes two cells or none, or is a command.
  ///
  /// Combining marks are dropped.
  package var terminalScalar: Unicode.Scalar? {
    // Nearly all of a screen.
    if utf8.count == 1, let byte = utf8.first {
      return byte >= 0x20 && byte != 0x7F ? Unicode.Scalar(byte) : nil
    }
    guard let first = unicodeScalars.first, first.isOneCellWide else { return nil }
    let isSimple = unicodeScalars.dropFirst().allSatisfy {
      $0.properties.generalCategory == .nonspacingMark
    }
    return isSimple ? first : nil
  }
}

/// The scripts whose characters take two cells (Unicode's East Asian widths W and F); wide symbols
/// are recognized as emoji.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F,
  0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60,
  0xFFE0...0xFFE6, 0x16FE0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
]
