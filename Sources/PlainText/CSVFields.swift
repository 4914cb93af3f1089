/// A line of a CSV file, without its end.
package func csvLine(_ fields: [String]) -> String {
  fields.map(csvField).joined(separator: ",")
}

/// A field of a CSV file that programs read as text, and from which `csvValue` gets the text again.
///
/// It is visible, quoted where it must be (RFC 4180), and begins with an apostrophe where a
/// spreadsheet would take it for a formula.
package func csvField(_ text: String) -> String {
  let field = escaped(text)
  let guarded = isFormula(field[...]) ? "'" + field : field
  let isBare =
    !guarded.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }
    && guarded.first?.isWhitespace != true && guarded.last?.isWhitespace != true
  return isBare ? guarded : "\"" + guarded.replacing("\"", with: "\"\"") + "\""
}

/// The text that `csvField` was given.
///
/// - Parameter field: Without the quotes around it.
package func csvValue(_ field: Substring) -> String {
  unescaped(field.hasPrefix("'") && isFormula(field) ? field.dropFirst() : field)
}

/// Whether a spreadsheet computes a field, once the apostrophes in front of it are gone.
///
/// With them it is taken for a formula as well, so that one more is put there, and taken off again.
/// Numbers have signs, too, and compute nothing; tabs and line breaks are numbers by then.
private func isFormula(_ field: Substring) -> Bool {
  let text = field.drop { $0 == "'" }
  guard let first = text.unicodeScalars.first, formulaSigns.contains(first) else { return false }
  return Double(text) == nil
}

/// Also the wide forms, which some take for the others.
private let formulaSigns: Set<Unicode.Scalar> = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]

/// A number for a CSV file: as many digits as it takes to read it back, whole numbers without a
/// point, and nothing where there is none.
package func csvNumber(_ value: Double?) -> String {
  guard let value else { return "" }
  return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
}
