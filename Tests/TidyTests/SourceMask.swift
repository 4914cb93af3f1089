/// The source text of Swift or C with comments and the contents of strings blanked out.
///
/// What is left of it stays at its place: every line keeps its number and every byte its column.
/// Code inside of an interpolation is code and stays.
struct SourceMask {
  /// As many as the source has.
  let lines: [String]

  init(_ source: String) {
    var scanner = SourceScanner(source)
    lines = scanner.maskedCode().split(separator: newline, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}

/// Passes over a source from its beginning to its end.
private struct SourceScanner {
  private let text: [UInt8]
  private var code: [UInt8]
  private var position = 0

  init(_ source: String) {
    text = Array(source.utf8)
    code = text
  }

  mutating func maskedCode() -> [UInt8] {
    while position < text.count { scan() }
    return code
  }

  /// Passes over one byte of code, or over a comment or a string as a whole.
  private mutating func scan() {
    switch text[position] {
    case UInt8(ascii: "/") where isAt("//"):
      blank(count: (text[position...].firstIndex(of: newline) ?? text.count) - position)
    case UInt8(ascii: "/") where isAt("/*"):
      blankBlockComment()
    case UInt8(ascii: "\""), UInt8(ascii: "#"):
      if let hashes = hashesOfString { blankString(hashes: hashes) } else { position += 1 }
    case UInt8(ascii: "'") where isAt("'\"'") || isAt("'{'") || isAt("'}'"):
      // Characters of C.
      blank(count: 3)
    default:
      position += 1
    }
  }

  /// Comments of Swift may be nested.
  private mutating func blankBlockComment() {
    var depth = 0
    repeat {
      let (opens, closes) = (isAt("/*"), isAt("*/"))
      depth += opens ? 1 : closes ? -1 : 0
      blank(count: opens || closes ? 2 : 1)
    } while depth > 0 && position < text.count
  }

  /// How many `#` stand in front of the string that begins here; `nil` where none begins.
  private var hashesOfString: Int? {
    var end = position
    while end < text.count, text[end] == UInt8(ascii: "#") { end += 1 }
    return end < text.count && text[end] == UInt8(ascii: "\"") ? end - position : nil
  }

  private mutating func blankString(hashes: Int) {
    let marks = String(repeating: "#", count: hashes)
    let quotes = isAt(marks + "\"\"\"") ? "\"\"\"" : "\""
    let escape = "\\" + marks
    blank(count: hashes + quotes.utf8.count)
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: "\"") where isAt(quotes + marks):
        return blank(count: quotes.utf8.count + hashes)
      case newline where quotes.utf8.count == 1:
        // A string of one line ends with it, closed or not.
        return
      case UInt8(ascii: "\\") where isAt(escape + "("):
        blank(count: escape.utf8.count + 1)
        scanInterpolation()
      case UInt8(ascii: "\\") where isAt(escape):
        blank(count: escape.utf8.count + 1)
      default:
        blank(count: 1)
      }
    }
  }

  /// Code up to the parenthesis that closes it, which is blanked as the one that opened it was.
  private mutating func scanInterpolation() {
    var depth = 1
    while position < text.count {
      depth += isAt("(") ? 1 : isAt(")") ? -1 : 0
      if depth == 0 { return blank(count: 1) }
      scan()
    }
  }

  private func isAt(_ token: String) -> Bool {
    var place = position
    for byte in token.utf8 {
      guard place < text.count, text[place] == byte else { return false }
      place += 1
    }
    return true
  }

  private mutating func blank(count: Int) {
    for _ in 0..<count where position < text.count {
      if text[position] != newline { code[position] = UInt8(ascii: " ") }
      position += 1
    }
  }
}

private let newline = UInt8(ascii: "\n")
