/// A line of a CSV file, without its end.
package func csvLine(_ fields: [String]) -> String {
  fields.map(csvField).joined(separator: ",")
}

/// A field of a CSV file, quoted where it must be (RFC 4180).
package func csvField(_ text: String) -> String {
  let isPlain = !text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
  return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
}

/// A number for a CSV file: as many digits as it takes to read it back, whole numbers without a
/// point, and nothing where there is none.
package func csvNumber(_ value: Double?) -> String {
  guard let value else { return "" }
  return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
}
