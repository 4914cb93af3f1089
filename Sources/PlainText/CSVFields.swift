/// A line of a CSV file, without its end: numbers as they are, everything else as text.
package func csvLine(_ fields: [any CustomStringConvertible]) -> String {
  fields.map(csvCell).joined(separator: ",")
}

/// A field of a CSV file: a number as it is, everything else as text.
package func csvCell(_ value: any CustomStringConvertible) -> String {
  switch value {
  case let text as String: csvField(text)
  case let number as CSVNumber: number.description
  case is any Numeric: value.description
  default: csvField(value.description)
  }
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
    && ![guarded.unicodeScalars.first, guarded.unicodeScalars.last]
      .contains { $0?.properties.isWhitespace == true }
  return isBare ? guarded : "\"" + guarded.replacing(sign: "\"", with: "\"\"") + "\""
}

/// The text that `csvField` was given.
///
/// - Parameter field: Without the quotes around it.
package func csvValue(_ field: Substring) -> String {
  let signs = field.unicodeScalars
  return unescaped(signs.first == "'" && isFormula(field) ? Substring(signs.dropFirst()) : field)
}

/// Whether a spreadsheet computes a field, once the apostrophes in front of it are gone.
///
/// With them it is taken for a formula as well, so that one more is put there, and taken off again.
/// A text that looks like a number with a sign is one by chance: numbers do not come by here. Tabs
/// and line breaks are written as letters by then.
private func isFormula(_ field: Substring) -> Bool {
  field.unicodeScalars.first { $0 != "'" }.map(formulaSigns.contains) ?? false
}

/// Also the wide forms, which some take for the others.
private let formulaSigns: Set<Unicode.Scalar> = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]

/// A number in a column of numbers of a CSV file, or that there is none.
///
/// What is none of a text stands in no danger of being computed, and keeps its sign bare.
package struct CSVNumber: CustomStringConvertible, Equatable, Sendable {
  package let description: String

  /// A number as Swift writes it; nothing where there is none.
  package init<Number: Numeric & CustomStringConvertible>(_ value: Number?) {
    description = value?.description ?? ""
  }
}

/// A number for a CSV file: as many digits as it takes to read it back, whole numbers without a
/// point, and nothing where there is none.
package func csvNumber(_ value: Double?) -> CSVNumber {
  guard let value else { return CSVNumber(value) }
  return value == value.rounded() && abs(value) < 1e15 ? CSVNumber(Int(value)) : CSVNumber(value)
}
