import Foundation

/// Reads folders within each other, links to folders too, each folder once.
///
/// What a link leads to may have been read already, or hold what is read: its files would count
/// twice, and under another class.
struct FolderWalk {
  /// Of a folder, whatever its name is.
  private struct Identity: Hashable {
    var device: UInt64
    var node: UInt64

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      (device, node) = (UInt64(status.st_dev), UInt64(status.st_ino))
    }
  }

  /// Of the folders that must not come again.
  private var known: Set<Identity> = []

  /// - Parameter root: The folder whose folders will be read.
  init(root: String) throws(DatasetError) {
    guard let place = realpath(root, nil) else {
      throw .unreadable(path: root, reason: "the directory cannot be found")
    }
    defer { free(place) }
    var folder = URL(filePath: String(cString: place))
    while true {
      if let identity = Identity(folder.path) { known.insert(identity) }
      guard folder.path != "/" else { return }
      folder.deleteLastPathComponent()
    }
  }

  /// What is in a folder and, after it, what is in the folders below.
  ///
  /// - Parameter depth: How many levels to go down.
  /// - Throws: `DatasetError.unsupported` at a folder that was read already, or holds the root.
  mutating func entries(
    below folder: String, depth: Int
  ) throws(DatasetError) -> [DirectoryEntries] {
    if let identity = Identity(folder), !known.insert(identity).inserted {
      throw .unsupported(
        path: folder, what: "is a link to a folder that is read already",
        hint: "remove the link, or its pictures would count twice")
    }
    let entries = try DirectoryEntries(folder)
    var all = [entries]
    guard depth > 1 else { return all }
    for folder in entries.directories { all += try self.entries(below: folder, depth: depth - 1) }
    return all
  }
}
