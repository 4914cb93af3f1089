import CSQLite
import Foundation
import PlainText

/// What SQLite asks of the path of a database: room for the names of what it puts beside.
enum RunFilePlace {
  /// How much the library adds to the name of a database at most, in bytes.
  private static let room = RunFileCompanion.all.map(\.suffix.utf8.count).max() ?? 0

  /// A path as the library reads it before options: always that of a file.
  ///
  /// A relative one stays so, because the name of the working folder need be no text; it begins
  /// with a folder, because `:memory:` alone would be no file.
  static func address(of path: String) -> String {
    let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
    return (path.begins(with: "/") ? "file://" : "file:./") + escaped
  }

  /// Why the library would open no file of this path; `nil` where the path is good.
  static func problem(of path: String) -> String? {
    let file = URL(filePath: path)
    let folder = file.deletingLastPathComponent().resolvingSymlinksInPath().path
    let name = file.lastPathComponent.utf8.count
    let longestName = pathconf(folder, Int32(_PC_NAME_MAX)) - room
    if longestName > 0, name > longestName {
      return "its name has \(name) bytes, but that of a recording has at most \(longestName) here; "
        + "choose a shorter one"
    }
    let length = folder.utf8.count + 1 + name
    let longest = Int(sqlite3_vfs_find(nil)?.pointee.mxPathname ?? 512) - room
    if length > longest {
      return "its path from / has \(length) bytes, but that of a recording has at most \(longest); "
        + "choose another place"
    }
    return nil
  }
}
