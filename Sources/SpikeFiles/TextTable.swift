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

  /// The fields of a line, without blanks around them; quotes keep separators together.
  func fields(of line: Substring) -> [Substring] {
    guard line.utf8.contains(UInt8(ascii: "\"")) else {
      switch separator {
      case .blanks: return line.split { $0 == " " || $0 == "\t" }
      case .byte(let byte):
        return line.utf8.split(separator: byte, omittingEmptySubsequences: false).map {
          Substring($0).trimmed
        }
      }
    }
    var (fields, field, isQuoted) = ([Substring](), Substring(), false)
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if !isQuoted, separates(character) {
        fields.append(field)
        field = ""
      } else {
        field.append(character)
      }
    }
    fields.append(field)
    if case .blanks = separator { return fields.filter { !$0.isEmpty } }
    return fields.map(\.trimmed)
  }

  private func separates(_ character: Character) -> Bool {
    switch separator {
    case .blanks: character == " " || character == "\t"
    case .byte(let byte): character.asciiValue == byte
    }
  }
}

extension Substring {
  /// Without blanks around it.
  fileprivate var trimmed: Substring {
    guard first?.isWhitespace == true || last?.isWhitespace == true else { return self }
    let start = drop(while: \.isWhitespace)
    return start.dropLast(start.reversed().prefix(while: \.isWhitespace).count)
  }
}
