import Foundation

/// What stands for numbers that JSON has no words for.
package enum NonFiniteNumbers: Sendable {
  /// For other programs: `null`.
  case null
  /// For files that are read again: the texts "inf", "-inf" and "nan".
  case words
}

/// A value as JSON on one line, with sorted keys and all characters visible.
package func jsonText(_ value: some Encodable, nonFinite: NonFiniteNumbers = .null) -> String {
  json(value, isPretty: false, nonFinite, .useDefaultKeys)
}

/// A value as JSON for people: indented, with sorted keys and all characters visible.
///
/// - Parameter isSnakeCase: Whether `fileName` becomes `file_name`.
package func jsonDocument(_ value: some Encodable, isSnakeCase: Bool = false) -> String {
  json(value, isPretty: true, .null, isSnakeCase ? .convertToSnakeCase : .useDefaultKeys)
}

private func json(
  _ value: some Encodable, isPretty: Bool, _ nonFinite: NonFiniteNumbers,
  _ keys: JSONEncoder.KeyEncodingStrategy
) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
  encoder.keyEncodingStrategy = keys
  // The encoder knows no null for numbers. What stands for it is in no file.
  let mark = "not a number \(UUID().uuidString)"
  let (plus, minus, nan) = nonFinite == .null ? (mark, mark, mark) : ("inf", "-inf", "nan")
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: plus, negativeInfinity: minus, nan: nan)
  // Only numbers can fail, and all of them have words.
  guard let data = try? encoder.encode(value) else { return "null" }
  let text = String(decoding: data, as: UTF8.self).replacing("\"\(mark)\"", with: "null")
  return visibleJSON(text)
}

/// JSON whose strings are visible, by the numbers that JSON itself has.
///
/// The encoder leaves line breaks between values only, and no other control characters of ASCII but
/// the last.
private func visibleJSON(_ text: String) -> String {
  guard text.utf8.contains(where: { $0 >= 0x7F }) else { return text }
  return text.split(separator: "\n", omittingEmptySubsequences: false)
    .map { withNumbers($0, for: \.isVisible, number: jsonNumber) }.joined(separator: "\n")
}

/// A character as `\u001b`, one beyond the first 65,536 as two.
private func jsonNumber(of scalar: Unicode.Scalar) -> String {
  String(scalar).utf16.map { unit in
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }.joined()
}
