/// Text in columns; every character counts as one wide.

extension String {
  /// Blanks in front, up to a width; a longer text stays as it is.
  package func leftPadded(_ width: Int) -> String {
    String(repeating: " ", count: max(width - count, 0)) + self
  }

  /// Blanks behind, up to a width; a longer text stays as it is.
  package func rightPadded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(width - count, 0))
  }
}

/// The text with its end cut off, and marked as such, if it is longer than a width.
///
/// - Parameter width: `nil` for as wide as it is.
package func fitted(_ text: String, to width: Int?) -> String {
  guard let width, text.count > width else { return text }
  return width > 0 ? text.prefix(width - 1) + "…" : ""
}

/// The text without blanks at its end.
package func withoutTrailingBlanks(_ text: String) -> String {
  String(text.reversed().drop { $0 == " " }.reversed())
}

/// Text broken at white space into lines of at most so many characters, and within words that are
/// longer than a line.
///
/// Empty of nothing but white space.
package func wrapped(_ text: String, width: Int) -> [String] {
  var lines: [String] = []
  let width = max(width, 1)
  for word in text.split(whereSeparator: \.isWhitespace) {
    var rest = word
    // Counted anew for each line, a word of a million letters would take minutes.
    while let end = rest.index(rest.startIndex, offsetBy: width, limitedBy: rest.endIndex),
      end < rest.endIndex
    {
      lines.append(String(rest[..<end]))
      rest = rest[end...]
    }
    if !rest.isEmpty { append(String(rest), to: &lines, width: width, separator: " ") }
  }
  return lines
}

/// Adds an entry to the last line, or to a new one if it does not fit.
package func append(
  _ entry: String, to lines: inout [String], width: Int, separator: String
) {
  if let last = lines.last, last.count + separator.count + entry.count <= width {
    lines[lines.count - 1] = last + separator + entry
  } else {
    lines.append(entry)
  }
}
