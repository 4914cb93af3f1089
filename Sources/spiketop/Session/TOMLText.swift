/// Lines of TOML, written one after the other.
struct TOMLText {
  private(set) var content = ""

  mutating func comment(_ text: String) {
    content += (content.isEmpty ? "" : "\n") + "# \(text)\n"
  }

  /// - Parameter name: In brackets for one more of a list.
  mutating func table(_ name: String) { content += "\n[\(name)]\n" }

  mutating func set(_ key: String, _ value: String?) {
    if let value { content += "\(key) = \(quoted(value))\n" }
  }

  mutating func set(_ key: String, _ value: Int?) {
    if let value { content += "\(key) = \(value)\n" }
  }

  mutating func set(_ key: String, _ value: Float?) {
    if let value { content += "\(key) = \(value)\n" }
  }

  mutating func set(_ key: String, _ value: Double) { content += "\(key) = \(value)\n" }

  mutating func set(_ key: String, _ value: Bool) { content += "\(key) = \(value)\n" }

  mutating func set(_ key: String, _ values: [Float]?) {
    guard let values else { return }
    content += "\(key) = [\(values.map { "\($0)" }.joined(separator: ", "))]\n"
  }

  /// One on a line: lines are short.
  mutating func set(_ key: String, _ values: [String]?) {
    guard let values else { return }
    content += "\(key) = [\n\(values.map { "  \(quoted($0)),\n" }.joined())]\n"
  }

  /// As a basic string.
  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
