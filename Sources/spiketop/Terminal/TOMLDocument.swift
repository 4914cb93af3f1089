import InputFiles
import TOMLKit

/// A file in TOML as people write it, with the lines on which its values stand.
struct TOMLDocument {
  /// What such a file is, how large it may be, and what helps whoever writes one.
  struct Kind {
    /// With its article.
    var name: String
    /// In bytes, some ten times as much as one that sets everything.
    var sizeLimit: Int
    /// So few and short that looking for a mistake takes little time: that takes the square of the
    /// lines, and readers of TOML descend by recursion into dotted keys.
    var lineLimit: Int
    var lineLengthLimit: Int
    /// What prints one, as the end of a sentence.
    var example: String
    /// Whether the program writes such a file again.
    var isWritten = false
  }

  let path: String
  let table: TOMLTable
  private let text: String

  /// Reads a file.
  ///
  /// - Throws: What says where it is no TOML, not UTF-8, or too large.
  init(contentsOf path: String, _ kind: Kind) throws(ConfigurationError) {
    let bytes: [UInt8]
    do {
      let file = try kind.isWritten ? InputFile(probing: path) : InputFile(path)
      bytes = try file.readAll(limit: kind.sizeLimit)
    } catch {
      throw ConfigurationError(
        path: path, line: nil, reason: "\(error.reason), or see what \(kind.example) prints",
        isMissingInput: error.isMissingInput)
    }
    try self.init(try TOMLDocument.text(bytes, path: path, kind), path: path, kind)
  }

  /// - Parameter path: The name of the file, for errors.
  init(_ text: String, path: String, _ kind: Kind) throws(ConfigurationError) {
    self.path = path
    self.text = text
    if let line = lineOfNamelessTable(in: text) {
      throw ConfigurationError(
        path: path, line: line,
        reason: "begins a table without a name; \(kind.example) prints a file as it should be")
    }
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let number = error.source.begin.line
      let line = lines.indices.contains(number - 1) ? lines[number - 1] : ""
      throw ConfigurationError(
        path: path, line: number,
        reason: "'\(line.prefix(60))' is no TOML (\(error.description)); \(kind.example) prints a "
          + "file that is")
    } catch {
      throw ConfigurationError(path: path, line: 1, reason: "\(error)")
    }
  }

  /// The text of a file, if its lines are few and short.
  private static func text(
    _ bytes: [UInt8], path: String, _ kind: Kind
  ) throws(ConfigurationError) -> String {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.count <= kind.lineLimit else {
      throw ConfigurationError(
        path: path, line: kind.lineLimit + 1,
        reason: "\(kind.name) has at most \(kind.lineLimit) lines; shorten it")
    }
    if let long = lines.firstIndex(where: { $0.count > kind.lineLengthLimit }) {
      throw ConfigurationError(
        path: path, line: long + 1,
        reason: "a line has at most \(kind.lineLengthLimit) bytes; shorten it")
    }
    // Behind a zero the library would see nothing more.
    let garbled = lines.firstIndex {
      $0.contains(0) || String(validating: $0, as: UTF8.self) == nil
    }
    if let garbled {
      throw ConfigurationError(
        path: path, line: garbled + 1,
        reason: "is not text in UTF-8, or has a zero byte; save it as UTF-8")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A value with the names of the tables that it is in.
  typealias Entry = (keys: [String], value: any TOMLValueConvertible)

  /// All values; of tables what is in them, unless that is nothing; a list of tables is one.
  var entries: [Entry] { TOMLDocument.entries(of: table) }

  static func entries(of table: TOMLTable) -> [Entry] {
    table.keys.sorted().flatMap { key -> [Entry] in
      guard let value = table[key] else { return [] }
      guard let inner = value.table, !inner.keys.isEmpty else { return [([key], value)] }
      return entries(of: inner).map { ([key] + $0.keys, $0.value) }
    }
  }

  /// What is wrong with a value, its key, or the table of that name: there with its first value.
  func error(in keys: [String], _ reason: String) -> ConfigurationError {
    let isValue = entries.contains { $0.keys == keys }
    let line = lineNumber { entries in
      entries.contains { entry in
        isValue
          ? entry.keys == keys : entry.keys.count > keys.count && entry.keys.starts(with: keys)
      }
    }
    return ConfigurationError(
      path: path, line: line, reason: "'\(keys.joined(separator: "."))' \(reason)")
  }

  /// The same for a table of a list.
  ///
  /// - Parameter number: From 0 on.
  func error(in list: String, _ number: Int, _ keys: [String], _ reason: String)
    -> ConfigurationError
  {
    let line = lineNumber { entries in
      let tables = entries.first { $0.keys == [list] }?.value.array ?? TOMLArray()
      guard tables.count > number, let table = tables[number].table else { return false }
      return keys.isEmpty || TOMLDocument.entries(of: table).contains { $0.keys == keys }
    }
    return ConfigurationError(
      path: path, line: line, reason: "'\(([list] + keys).joined(separator: "."))' \(reason)")
  }

  /// The line on which something is set.
  ///
  /// The library does not tell. A beginning of the text that is no TOML ends within a value; so a
  /// key stands on the line after the last beginning that is TOML and does not have it.
  private func lineNumber(where isThere: ([Entry]) -> Bool) -> Int {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // `nil` where the beginning of so many lines is no TOML.
    func isWithin(_ count: Int) -> Bool? {
      let beginning = lines[..<count].joined(separator: "\n") + "\n"
      return (try? TOMLTable(string: beginning)).map { isThere(TOMLDocument.entries(of: $0)) }
    }
    var (before, count) = (0, 0)
    // Long stretches without it are passed over at once: each look reads all that is before.
    let stretch = 64
    while count < lines.count {
      if count + stretch <= lines.count, isWithin(count + stretch) == false {
        count += stretch
        before = count
        continue
      }
      count += 1
      switch isWithin(count) {
      case true?: return before + 1
      case false?: before = count
      case nil: continue
      }
    }
    return before
  }
}
