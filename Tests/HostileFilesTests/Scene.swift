import Foundation

/// A folder with the files of the corpus.
///
/// `HOSTILE_FILES=FOLDER` names one that stays, to look into.
final class Scene: Sendable {
  let folder: URL
  private let isKept: Bool

  init() throws {
    let named = ProcessInfo.processInfo.environment["HOSTILE_FILES"]
    isKept = named != nil
    folder =
      named.map { URL(filePath: $0) }
      ?? FileManager.default.temporaryDirectory.appending(path: "spiketop-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { if !isKept { try? FileManager.default.removeItem(at: folder) } }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Makes what has a name, with what is beside it, in a folder of its own.
  ///
  /// - Returns: The path.
  func make(
    _ name: String, in place: String, _ content: Content, beside: [String: Content] = [:]
  ) throws -> String {
    let folder = path(place)
    var all = beside
    all[name] = content
    try make(.folder(all), at: folder)
    return "\(folder)/\(name)"
  }

  /// Removes a folder that `make` has made, unless the files are to stay.
  func forget(_ place: String) {
    if !isKept { try? FileManager.default.removeItem(atPath: path(place)) }
  }

  private func make(_ content: Content, at path: String) throws {
    switch content {
    case .bytes(let bytes):
      try Data(bytes).write(to: URL(filePath: path))
    case .sparse(let start, let size):
      try Data(start).write(to: URL(filePath: path))
      try check(truncate(path, off_t(size)), path)
    case .folder(let entries):
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
        try make(entry, at: "\(path)/\(name)")
      }
    case .link(let target):
      try check(symlink(target, path), path)
    case .pipe:
      try check(mkfifo(path, 0o600), path)
    case .socket:
      // A name in a folder may be longer than an address of a socket can be.
      try check(mknod(path, S_IFSOCK | 0o600, 0), path)
    }
  }

  private func check(_ status: Int32, _ path: String) throws {
    guard status != 0 else { return }
    throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
  }
}
