import Foundation

/// Prints a value as JSON on one line, with its keys in alphabetical order.
func printJSON(_ value: some Encodable, pretty: Bool = false) {
  print(String(decoding: jsonData(value, pretty: pretty), as: UTF8.self))
}

/// A value as JSON with sorted keys; NaN and infinity, which JSON has no words for, are null.
///
/// - Parameter isSnakeCase: Whether `fileName` becomes `file_name`.
package func jsonData(
  _ value: some Encodable, pretty: Bool = false, isSnakeCase: Bool = false
) -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
  if isSnakeCase { encoder.keyEncodingStrategy = .convertToSnakeCase }
  // The encoder knows no null for numbers. What stands for it is no text that people write.
  let mark = "\u{FFFF}not a number"
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: mark, negativeInfinity: mark, nan: mark)
  do {
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    return Data(text.replacing("\"\(mark)\"", with: "null").utf8)
  } catch {
    preconditionFailure("a record cannot be written as JSON: \(error)")
  }
}
