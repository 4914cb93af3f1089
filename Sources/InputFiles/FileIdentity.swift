import Foundation

/// Which file or folder something is, whatever names and links lead to it.
package struct FileIdentity: Hashable, Sendable {
  private let device: dev_t
  private let number: ino_t

  package init(_ status: stat) {
    device = status.st_dev
    number = status.st_ino
  }

  /// - Returns: `nil` where nothing is open.
  package init?(of descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  /// - Returns: `nil` where nothing has the path.
  package init?(at path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// A file, and all folders that it lies in.
  ///
  /// - Parameter path: One that leads to the file.
  package static func all(from file: FileIdentity, at path: String) -> Set<FileIdentity> {
    var found: Set = [file]
    var folder = URL(filePath: path).deletingLastPathComponent().resolvingSymlinksInPath()
    while let identity = FileIdentity(at: folder.path) {
      found.insert(identity)
      guard folder.path != "/" else { break }
      folder.deleteLastPathComponent()
    }
    return found
  }
}
