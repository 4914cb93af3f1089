import Foundation

/// Files that the program keeps for itself between runs, in one folder of bounded size.
///
/// Nothing fails where files cannot be kept: they are then made again.
package struct StoredFiles: Sendable {
  /// `nil` for nowhere.
  package let folder: URL?

  /// How much all files may take together, in bytes; the oldest go first.
  package let limit: Int

  /// - Parameter folder: Made at the first writing, for the user alone.
  package init(folder: URL?, limit: Int) {
    self.folder = folder
    self.limit = limit
  }

  /// - Parameter name: That of a folder in the user's one.
  package init(
    _ name: String, in place: UserFolder, limit: Int,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.init(
      folder: place.url(in: environment)?.appending(path: name), limit: limit)
  }

  /// The path of a file, whether it is there or not.
  package func path(of name: String) -> String? { folder?.appending(path: name).path }

  /// Puts a file in its place, whole or not at all, and removes the oldest ones where there is not
  /// room for all.
  package func write(_ content: Data, as name: String) {
    guard let folder, let path = path(of: name), content.count <= limit else { return }
    try? FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try? OutputFile(path, replacing: .keptFiles).write(content)
    removeOldest(keeping: name)
  }

  /// How much the files take, in bytes.
  package var byteCount: Int { files.reduce(0) { $0 + $1.size } }

  /// - Parameter name: The file that stays in any case.
  private func removeOldest(keeping name: String) {
    var all = files.sorted { $0.date < $1.date }
    var size = all.reduce(0) { $0 + $1.size }
    while size > limit, let oldest = all.first {
      all.removeFirst()
      guard oldest.url.lastPathComponent != name else { continue }
      try? FileManager.default.removeItem(at: oldest.url)
      size -= oldest.size
    }
  }

  /// Regular files only: what else lies there is not ours.
  private var files: [(url: URL, size: Int, date: Date)] {
    let keys: Set<URLResourceKey> = [.fileSizeKey, .contentModificationDateKey, .isRegularFileKey]
    let urls =
      folder.flatMap {
        try? FileManager.default.contentsOfDirectory(
          at: $0, includingPropertiesForKeys: Array(keys))
      } ?? []
    return urls.compactMap { url in
      guard let values = try? url.resourceValues(forKeys: keys), values.isRegularFile == true
      else { return nil }
      return (url, values.fileSize ?? 0, values.contentModificationDate ?? .distantPast)
    }
  }
}
