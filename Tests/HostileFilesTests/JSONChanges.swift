import Foundation

/// Copies of a JSON document, each with one of its values another.
enum JSONChanges {
  private static var values: [(String, Any)] {
    [
      ("-1", -1), ("2^62", 1 << 62), ("1e300", 1e300), ("null", NSNull()), ("text", "x"),
      ("an array", [Any]()), ("an object", [String: Any]()),
    ]
  }

  /// Every third of all changes, which of each value is another one.
  ///
  /// Of lists only the first value is changed.
  static func all(of text: String) -> [(name: String, json: String)] {
    guard let whole = try? JSONSerialization.jsonObject(with: Data(text.utf8)) else { return [] }
    let all = variants(of: whole, at: "")
    return stride(from: 0, to: all.count, by: 3).compactMap { index in
      guard
        let data = try? JSONSerialization.data(
          withJSONObject: all[index].1, options: [.fragmentsAllowed, .sortedKeys])
      else { return nil }
      return (all[index].0, String(decoding: data, as: UTF8.self))
    }
  }

  private static func variants(of value: Any, at path: String) -> [(String, Any)] {
    var found: [(String, Any)] = path.isEmpty ? [] : values.map { ("\(path) = \($0.0)", $0.1) }
    if let object = value as? [String: Any] {
      for (key, inner) in object.sorted(by: { $0.key < $1.key }) {
        found += variants(of: inner, at: "\(path).\(key)").map { name, changed in
          (name, object.merging([key: changed]) { $1 })
        }
        found.append(("\(path).\(key) missing", object.filter { $0.key != key }))
      }
    }
    if let list = value as? [Any], let first = list.first {
      found += variants(of: first, at: "\(path)[0]").map { ($0, [$1] + list.dropFirst()) }
    }
    return found
  }
}
