import Foundation
import PlainText

/// What a directory holds, sorted by the code points of the names as Python sorts.
struct DirectoryEntries {
  private(set) var files: [String] = []
  private(set) var directories: [String] = []
  /// Links to what is not there, or to themselves.
  private(set) var brokenLinks: [String] = []

  /// - Throws: `DatasetError.unreadable`.
  init(_ path: String) throws(DatasetError) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .unreadable(path: path, reason: "the directory cannot be listed")
    }
    let visible = names.filter { !$0.begins(with: ".") }
    for name in visible.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let entry = path.ends(with: "/") ? path + name : "\(path)/\(name)"
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: entry, isDirectory: &isDirectory) else {
        // Foundation has made U+FFFD of what is no text, and so of nothing that is there.
        guard !name.unicodeScalars.contains("\u{FFFD}") else {
          throw .unreadable(
            path: path, reason: "it holds '\(name)', which is not UTF-8: rename that")
        }
        brokenLinks.append(entry)
        continue
      }
      if isDirectory.boolValue { directories.append(entry) } else { files.append(entry) }
    }
  }
}
