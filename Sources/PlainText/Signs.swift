// Text as others read it, sign by sign: shells, tables, markup, file systems.
//
// To Swift a sign with a combining mark behind it is one character, and another than the sign: it
// finds no quote in a quote and an accent, where a shell does. What becomes the syntax of others is
// therefore looked at in Unicode scalars.
extension String {
  /// Whether it begins with a sign, whatever follows that.
  package func begins(with sign: Unicode.Scalar) -> Bool { unicodeScalars.first == sign }

  /// Whether it ends with a sign, whatever stands before that.
  package func ends(with sign: Unicode.Scalar) -> Bool { unicodeScalars.last == sign }

  /// Text with others in the place of a sign, wherever it stands.
  package func replacing(sign: Unicode.Scalar, with other: String) -> String {
    parts(between: sign).joined(separator: other)
  }

  /// What stands between the places of a sign; one part more than there are signs.
  package func parts(between sign: Unicode.Scalar) -> [String] {
    unicodeScalars.split(separator: sign, omittingEmptySubsequences: false).map { String($0) }
  }
}
