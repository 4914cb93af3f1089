import Foundation
import PlainText

/// Finds keys that stand twice in an object of JSON.
enum RepeatedKey {
  /// The first such key, or `nil`.
  ///
  /// Keys of protobuf's JSON have two spellings, `dtMs` and `dt_ms`, which are the same here. Costs
  /// the length of the line once; values are passed over and never kept.
  ///
  /// - Parameter line: JSON that has been read as a packet: what is no JSON has no meaning here.
  static func first(in line: Data) -> String? {
    line.withUnsafeBytes { first(in: $0) }
  }

  private static func first(in bytes: UnsafeRawBufferPointer) -> String? {
    // By level, the keys of the object; `nil` in a list, whose texts are no keys.
    var levels: [Set<String>?] = []
    var isKey = false
    var next = 0
    while next < bytes.count {
      let byte = bytes[next]
      next += 1
      switch byte {
      case UInt8(ascii: "{"):
        levels.append([])
        isKey = true
      case UInt8(ascii: "["):
        levels.append(nil)
        isKey = false
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        _ = levels.popLast()
        isKey = false
      case UInt8(ascii: ","): isKey = levels.last.map { $0 != nil } ?? false
      case UInt8(ascii: "\""):
        let text = passText(bytes, from: &next)
        guard isKey else { continue }
        isKey = false
        let key = decoded(bytes[text])
        guard levels[levels.count - 1]?.insert(plain(key)).inserted == false else { continue }
        return key
      default: continue
      }
    }
    return nil
  }

  /// Passes over a text and its closing quotation mark.
  ///
  /// - Returns: Where its characters are.
  private static func passText(
    _ bytes: UnsafeRawBufferPointer, from next: inout Int
  ) -> Range<Int> {
    let start = next
    while next < bytes.count, bytes[next] != UInt8(ascii: "\"") {
      next += bytes[next] == UInt8(ascii: "\\") ? 2 : 1
    }
    let end = min(next, bytes.count)
    next = end + 1
    return start..<end
  }

  private static func decoded(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.contains("\\") else { return text }
    let quoted = try? JSONPlace(Array("\"\(text)\"".utf8))
    guard case .text(let key)? = quoted?.value else { return text }
    return key
  }

  private static func plain(_ key: String) -> String {
    key.filter { $0 != "_" }.lowercased()
  }
}
