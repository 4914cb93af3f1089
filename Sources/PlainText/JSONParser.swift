/// Reads JSON by the letter of RFC 8259, and no key of an object twice.
struct JSONParser {
  private let bytes: [UInt8]
  private var next = 0

  /// How many values may lie within each other.
  private static let mostLevels = 128

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // The mark that some editors put in front of UTF-8.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { next = 3 }
  }

  /// The one value of a document.
  static func value(of document: [UInt8]) throws(JSONError) -> JSONValue {
    var parser = JSONParser(document)
    let value = try parser.value(key: "", level: 0)
    parser.skipBlanks()
    guard parser.next == document.count else { throw parser.broken("something follows its end") }
    return value
  }

  private mutating func value(key: String, level: Int) throws(JSONError) -> JSONValue {
    guard level < Self.mostLevels else {
      throw broken("more than \(Self.mostLevels) values lie within each other")
    }
    skipBlanks()
    guard next < bytes.count else { throw broken("it ends too early") }
    switch bytes[next] {
    case UInt8(ascii: "{"): return .object(try members(key: key, level: level))
    case UInt8(ascii: "["): return .list(try elements(key: key, level: level))
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default:
      for (word, value) in Self.words where bytes[next...].starts(with: word.utf8) {
        next += word.utf8.count
        return value
      }
      throw broken("no value begins like that")
    }
  }

  private static let words: [(String, JSONValue)] = [
    ("null", .null), ("true", .boolean(true)), ("false", .boolean(false)),
  ]

  private mutating func members(
    key path: String, level: Int
  ) throws(JSONError) -> [JSONValue.Member] {
    next += 1
    var (members, known): ([JSONValue.Member], Set<String>) = ([], [])
    guard !takes("}") else { return [] }
    repeat {
      skipBlanks()
      guard next < bytes.count, bytes[next] == UInt8(ascii: "\"") else {
        throw broken("a key in quotation marks belongs there")
      }
      let key = unmistakable(try text())
      let place = path.isEmpty ? key : "\(path).\(key)"
      guard known.insert(key).inserted else {
        throw JSONError(key: place, what: "is there twice")
      }
      guard takes(":") else { throw broken("a colon belongs there") }
      members.append(JSONValue.Member(key: key, value: try value(key: place, level: level + 1)))
    } while takes(",")
    guard takes("}") else { throw broken("a comma or the end of the object belongs there") }
    return members
  }

  private mutating func elements(key: String, level: Int) throws(JSONError) -> [JSONValue] {
    next += 1
    guard !takes("]") else { return [] }
    var values: [JSONValue] = []
    repeat {
      values.append(try value(key: key, level: level + 1))
    } while takes(",")
    guard takes("]") else { throw broken("a comma or the end of the list belongs there") }
    return values
  }

  private mutating func number() throws(JSONError) -> String {
    let start = next
    if bytes[next] == UInt8(ascii: "-") { next += 1 }
    let whole = digits()
    guard whole == 1 || whole > 1 && bytes[next - whole] != UInt8(ascii: "0") else {
      throw broken("a number has no digit before, or a zero in front")
    }
    if next < bytes.count, bytes[next] == UInt8(ascii: ".") {
      next += 1
      guard digits() > 0 else { throw broken("a digit belongs behind the point") }
    }
    if next < bytes.count, bytes[next] | 0x20 == UInt8(ascii: "e") {
      next += 1
      if next < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[next]) {
        next += 1
      }
      guard digits() > 0 else { throw broken("a digit belongs into the exponent") }
    }
    return String(decoding: bytes[start..<next], as: UTF8.self)
  }

  /// Passes over digits and counts them.
  private mutating func digits() -> Int {
    let start = next
    while next < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[next]) {
      next += 1
    }
    return next - start
  }

  private mutating func text() throws(JSONError) -> String {
    next += 1
    var content: [UInt8] = []
    while next < bytes.count, bytes[next] != UInt8(ascii: "\"") {
      guard bytes[next] >= 0x20 else { throw broken("a text goes over its line") }
      if bytes[next] == UInt8(ascii: "\\") {
        content += Array(String(try escape()).utf8)
      } else {
        content.append(bytes[next])
        next += 1
      }
    }
    guard next < bytes.count else { throw broken("a text has no end") }
    guard let text = String(validating: content, as: UTF8.self) else {
      throw broken("a text is not in UTF-8")
    }
    next += 1
    return text
  }

  /// The character behind a backslash.
  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let kinds: [UInt8: Unicode.Scalar] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
      UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n",
      UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
    if next + 1 < bytes.count, let scalar = kinds[bytes[next + 1]] {
      next += 2
      return scalar
    }
    let first = try unit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first), let second = try? unit(), UTF16.isTrailSurrogate(second)
    else { throw broken("a text has half a pair of UTF-16") }
    let offset = UInt32(first - 0xD800) << 10 + UInt32(second - 0xDC00)
    guard let scalar = Unicode.Scalar(0x10000 + offset) else { throw broken("no such character") }
    return scalar
  }

  /// A unit of UTF-16, as `\u001b`.
  private mutating func unit() throws(JSONError) -> UInt16 {
    let end = next + 6
    guard end <= bytes.count, bytes[next] == UInt8(ascii: "\\"),
      bytes[next + 1] == UInt8(ascii: "u"),
      bytes[(next + 2)..<end].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: bytes[(next + 2)..<end], as: UTF8.self), radix: 16)
    else { throw broken("a text has an escape that is none") }
    next = end
    return unit
  }

  /// Whether a character is next, which is passed over then.
  private mutating func takes(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard next < bytes.count, bytes[next] == UInt8(ascii: character) else { return false }
    next += 1
    return true
  }

  private mutating func skipBlanks() {
    while next < bytes.count, isBlank(bytes[next]) { next += 1 }
  }

  private func broken(_ what: String) -> JSONError {
    let before = bytes[..<min(next, bytes.count)]
    let line = before.count { $0 == 0x0A } + 1
    let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
    return JSONError(key: "", what: "is not valid JSON: line \(line), column \(column): \(what)")
  }
}

private func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}
