import CZip

/// A zip archive of npy files, as `numpy.savez` and `numpy.savez_compressed` write it.
///
/// Arrays are read when they are asked for.
package struct NPZFile: Equatable, Sendable {
  /// Where the archive lies.
  package let path: String
  /// The names of the arrays in the order of the archive, without `.npy`.
  package let names: [String]
  /// The position of each array in the archive.
  private let entries: [UInt64]

  /// - Throws: `DatasetError.absent`, `.unreadable`, `.damaged` if it is no intact archive, or
  ///   `.unsupported` if it holds no arrays.
  package init(_ path: String) throws(DatasetError) {
    let archive = try ZipArchive(path)
    var names: [String] = []
    var entries: [UInt64] = []
    for entry in 0..<archive.count {
      guard let name = archive.name(of: entry), name.hasSuffix(".npy") else { continue }
      names.append(String(name.dropLast(4)))
      entries.append(entry)
    }
    guard !names.isEmpty else {
      throw .unsupported(
        path: path, what: "is a zip archive without npy arrays", hint: "use numpy.savez")
    }
    self.path = path
    self.names = names
    self.entries = entries
  }

  /// Reads one array.
  ///
  /// - Throws: `DatasetError.noSuchArray`, and whatever `NPYFile.read` throws for the array.
  package func array(_ name: String) throws(DatasetError) -> NPYArray {
    try NPYArray(source(name))
  }

  /// The unpacked npy file of one array.
  func source(_ name: String) throws(DatasetError) -> ByteSource {
    guard let index = names.firstIndex(of: name) else {
      throw .noSuchArray(path: path, name: name, present: names)
    }
    let bytes = try ZipArchive(path).content(of: entries[index])
    return ByteSource(bytes, path: "\(path)[\(name)]")
  }
}

/// An open zip archive.
private struct ZipArchive: ~Copyable {
  private let path: String
  /// In bytes.
  private let fileSize: Int
  private let archive: OpaquePointer

  init(_ path: String) throws(DatasetError) {
    let fileSize = try InputFile(path).size
    var code: Int32 = 0
    guard let archive = zip_open(path, ZIP_RDONLY, &code) else {
      var error = zip_error_t()
      zip_error_init_with_code(&error, code)
      defer { zip_error_fini(&error) }
      let reason = String(cString: zip_error_strerror(&error))
      throw .damaged(path: path, problem: "is no intact zip archive (\(reason))")
    }
    self.path = path
    self.fileSize = fileSize
    self.archive = archive
  }

  deinit { zip_discard(archive) }

  var count: UInt64 { UInt64(max(zip_get_num_entries(archive, 0), 0)) }

  func name(of entry: UInt64) -> String? {
    zip_get_name(archive, entry, 0).map { String(cString: $0) }
  }

  /// Unpacks an entry and checks its checksum.
  ///
  /// The size in the directory is only a promise: memory grows with what is really there.
  func content(of entry: UInt64) throws(DatasetError) -> [UInt8] {
    guard let file = zip_fopen_index(archive, entry, 0) else { throw damage() }
    defer { zip_fclose(file) }
    var status = zip_stat_t()
    zip_stat_init(&status)
    guard zip_stat_index(archive, entry, 0, &status) == 0 else { throw damage() }
    guard status.size <= ByteSource.memoryLimit else {
      let bytes = Int(clamping: status.size)
      throw .tooLarge(path: path, bytes: bytes, limit: ByteSource.memoryLimit)
    }

    var bytes: [UInt8] = []
    // Deflate packs at most 1032 to 1.
    bytes.reserveCapacity(min(Int(status.size), fileSize.multipliedReportingOverflow(by: 1032).0))
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = Int(zip_fread(file, &chunk, UInt64(chunk.count)))
      guard count >= 0 else { throw damage() }
      if count == 0 { break }
      bytes += chunk[..<count]
      guard bytes.count <= Int(status.size) else { throw damage() }
    }
    guard bytes.count == Int(status.size) else { throw damage() }
    return bytes
  }

  private func damage() -> DatasetError {
    .damaged(path: path, problem: "its zip archive is damaged, encrypted or of an unknown method")
  }
}
