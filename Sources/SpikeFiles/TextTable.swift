/// Lines of fields between commas, semicolons or blanks.
struct TextTable {
  enum Separator {
    case byte(UInt8)
    /// Any number of blanks and tabs.
    case blanks
  }

  /// Lines that are neither blank nor comments, with their numbers from 1 on.
  let lines: [(number: Int, text: Substring)]

  /// What separates the fields of the first line.
  let separator: Separator

  init(_ text: String) {
    let utf8 = text.utf8
    let end = utf8.contains(10) ? UInt8(10) : 13
    var lines: [(number: Int, text: Substring)] = []
    let all = utf8.split(separator: end, omittingEmptySubsequences: false)
    for (index, line) in all.enumerated() {
      let content = line.last == 13 ? line.dropLast() : line
      guard let first = content.first(where: { $0 != 32 && $0 != 9 }), first != UInt8(ascii: "#")
      else { continue }
      lines.append((index + 1, Substring(content)))
    }
    self.lines = lines
    let first = lines.first?.text.utf8
    separator =
      [UInt8(ascii: ","), UInt8(ascii: ";")].first { first?.contains($0) == true }
      .map(Separator.byte) ?? .blanks
  }

  /// The fields of a line, without blanks around them; quotes keep separators and blanks, and two
  /// of them within quotes are one.
  func fields(of line: Substring) -> [Substring] {
    guard line.utf8.contains(quote) else {
      switch separator {
      case .blanks: return line.utf8.split(whereSeparator: blanks.contains).map { Substring($0) }
      case .byte(let byte):
        return line.utf8.split(separator: byte, omittingEmptySubsequences: false).map {
          Substring($0).trimmed
        }
      }
    }
    var (fields, field) = ([Substring](), QuotedField())
    for byte in line.utf8 {
      if field.isOpen || !separates(byte) {
        field.take(byte)
      } else {
        fields.append(field.text)
        field = QuotedField()
      }
    }
    fields.append(field.text)
    if case .blanks = separator { return fields.filter { !$0.isEmpty } }
    return fields
  }

  private func separates(_ byte: UInt8) -> Bool {
    switch separator {
    case .blanks: blanks.contains(byte)
    case .byte(let separator): byte == separator
    }
  }
}

private let quote = UInt8(ascii: "\"")
private let blanks = [UInt8(ascii: " "), UInt8(ascii: "\t")]

/// A field of a line while it is read, byte by byte.
private struct QuotedField {
  private var bytes: [UInt8] = []
  private var hasQuotes = false
  private var last: UInt8?

  /// Whether a quote is open, so that separators belong to the field.
  private(set) var isOpen = false

  mutating func take(_ byte: UInt8) {
    defer { last = byte }
    guard byte == quote else {
      if isOpen || !hasQuotes || !blanks.contains(byte) { bytes.append(byte) }
      return
    }
    if !isOpen, hasQuotes, last == quote {
      // The second of two within quotes, of which the first seemed to close them.
      bytes.append(quote)
    } else if !hasQuotes, bytes.allSatisfy(blanks.contains) {
      bytes.removeAll()
    }
    isOpen.toggle()
    hasQuotes = true
  }

  /// Blanks around quotes do not belong to it, those within do.
  var text: Substring {
    let text = Substring(decoding: bytes, as: UTF8.self)
    return hasQuotes ? text : text.trimmed
  }
}

extension Substring {
  /// Without blanks around it.
  fileprivate var trimmed: Substring {
    let isBlank = { (sign: Unicode.Scalar) in sign.properties.isWhitespace }
    guard let last = unicodeScalars.lastIndex(where: { !isBlank($0) }) else { return "" }
    return Substring(unicodeScalars[...last].drop(while: isBlank))
  }
}
