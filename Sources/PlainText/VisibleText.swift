/// Text that a terminal shows and does not obey, on one line.
///
/// What is invisible, breaks the line or reorders what stands beside it is written as its number,
/// such as `\u{1B}`: control characters, separators of lines and paragraphs, marks of writing
/// direction, characters of no width, tags, characters without a meaning, and a combining mark at
/// the start. Letters of all scripts, accents and sequences of emoji stay. What is visible already
/// stays as it is. Costs one pass.
package func visible(_ text: String) -> String {
  isPlain(text) ? text : withNumbers(text[...], for: \.isVisible, number: number)
}

/// Visible text from which `unescaped` gets the text again, exactly.
///
/// A backslash in front of `u{` is written as its number, too.
package func escaped(_ text: String) -> String {
  guard !isPlain(text) || text.utf8.contains(UInt8(ascii: "\\")) else { return text }
  return withNumbers(text[...], for: { $0.isVisible && !$0.beginsNumber }, number: number)
}

/// The text that `escaped` was given; what is no number of a character stays as it is.
package func unescaped(_ text: Substring) -> String {
  guard text.utf8.contains(UInt8(ascii: "\\")) else { return String(text) }
  var result = String.UnicodeScalarView()
  var rest = text.unicodeScalars
  while let scalar = rest.first {
    let numbered = leadingNumber(of: rest)
    result.append(numbered?.scalar ?? scalar)
    rest = numbered?.rest ?? rest.dropFirst()
  }
  return String(result)
}

/// Text with the numbers of all characters that may not be in it.
///
/// - Parameters:
///   - isKept: Whether a character stays where it is.
///   - number: How a number is written.
func withNumbers(
  _ text: Substring, for isKept: (ScalarInText) -> Bool, number: (Unicode.Scalar) -> String
) -> String {
  var result = ""
  result.reserveCapacity(text.utf8.count)
  var place = ScalarInText(rest: text.unicodeScalars)
  while let scalar = place.rest.first {
    if isKept(place) {
      result.unicodeScalars.append(scalar)
    } else {
      result += number(scalar)
    }
    place = ScalarInText(last: scalar, rest: place.rest.dropFirst())
  }
  return result
}

/// A character, the first of the rest of a text, and what stands around it.
struct ScalarInText {
  var last: Unicode.Scalar?
  var rest: Substring.UnicodeScalarView

  /// Whether a terminal shows it, or a change of its neighbours by it.
  var isVisible: Bool {
    guard let scalar = rest.first else { return true }
    let value = scalar.value
    if value < 0x300 { return value >= 0x20 && !(0x7F...0x9F).contains(value) && value != 0xAD }
    // Within a sequence of emoji: the joiner, and the choice between text and picture.
    if value == 0x200D {
      return last?.isPicture == true && rest.dropFirst().first?.isPicture == true
    }
    if value == 0xFE0E || value == 0xFE0F { return last?.properties.isEmoji == true }
    if scalar.properties.isDefaultIgnorableCodePoint { return false }
    let category = scalar.properties.generalCategory
    return !hiddenCategories.contains(category) && (last != nil || !marks.contains(category))
  }

  /// Whether it would be taken for the beginning of a number.
  var beginsNumber: Bool { rest.starts(with: numberStart) }
}

extension Unicode.Scalar {
  /// Whether it may stand beside the joiner of a sequence of emoji; digits do not.
  fileprivate var isPicture: Bool { value == 0xFE0F || (value > 0xFF && properties.isEmoji) }
}

private let hiddenCategories: Set<Unicode.GeneralCategory> = [
  .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
]
private let marks: Set<Unicode.GeneralCategory> = [.nonspacingMark, .enclosingMark, .spacingMark]

/// Whether the text is printable ASCII, which most texts are.
private func isPlain(_ text: String) -> Bool {
  text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
}

func number(of scalar: Unicode.Scalar) -> String {
  "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
}

private let numberStart: [Unicode.Scalar] = ["\\", "u", "{"]

/// The character whose number a text begins with, and what follows.
private func leadingNumber(
  of text: Substring.UnicodeScalarView
) -> (scalar: Unicode.Scalar, rest: Substring.UnicodeScalarView)? {
  guard text.starts(with: numberStart) else { return nil }
  let digits = text.dropFirst(numberStart.count).prefix(6).prefix { $0.properties.isASCIIHexDigit }
  let end = digits.endIndex
  guard end < text.endIndex, text[end] == "}", let value = UInt32(String(digits), radix: 16),
    let scalar = Unicode.Scalar(value)
  else { return nil }
  return (scalar, text[text.index(after: end)...])
}
