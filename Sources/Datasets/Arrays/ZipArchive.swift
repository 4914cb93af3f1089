import CZip
import Foundation
import InputFiles

/// An open zip archive, whose sizes are held against each other before anything is unpacked.
struct ZipArchive: ~Copyable {
  /// A file in it.
  struct Member {
    var name: String
    var entry: UInt64
  }

  private let path: String
  /// In bytes.
  private let fileSize: Int
  private let archive: OpaquePointer

  /// Deflate packs at most so many bytes into one.
  private static let highestRatio: UInt64 = 1032

  /// - Throws: `DatasetError.absent`, `.unreadable`, or `.damaged` if it is no intact archive.
  init(_ path: String) throws(DatasetError) {
    let file = try opened(path)
    let descriptor: Int32
    do {
      descriptor = try file.descriptorToGive()
    } catch {
      throw DatasetError(error)
    }
    var code: Int32 = 0
    guard let archive = zip_fdopen(descriptor, 0, &code) else {
      close(descriptor)
      var error = zip_error_t()
      zip_error_init_with_code(&error, code)
      defer { zip_error_fini(&error) }
      let reason = String(cString: zip_error_strerror(&error))
      throw .damaged(path: path, problem: "is no intact zip archive (\(reason))")
    }
    self.path = path
    self.fileSize = file.size
    self.archive = archive
  }

  deinit { zip_discard(archive) }

  /// The files in the order of the archive.
  ///
  /// - Throws: `DatasetError.damaged` if they are larger than any packing makes of the archive:
  ///   archives made to fill memory let many of them share the same bytes.
  func members() throws(DatasetError) -> [Member] {
    var members: [Member] = []
    var packed: UInt64 = 0
    for entry in 0..<UInt64(max(zip_get_num_entries(archive, 0), 0)) {
      let status = try status(of: entry)
      let (sum, overflow) = packed.addingReportingOverflow(status.comp_size)
      guard !overflow, sum <= UInt64(fileSize) else { throw damage() }
      packed = sum
      guard let name = zip_get_name(archive, entry, 0) else { continue }
      members.append(Member(name: String(cString: name), entry: entry))
    }
    return members
  }

  /// An array, of which nothing is unpacked unless it is as long as its header says.
  func array(_ entry: UInt64, named name: String) throws(DatasetError) -> NPYArray {
    let header = try header(of: entry, named: name)
    return NPYArray(header, try content(of: entry, skipping: header.length))
  }

  func header(of entry: UInt64, named name: String) throws(DatasetError) -> NPYHeader {
    try NPYHeader(
      content(of: entry, atMost: NPYHeader.mostBytes), of: size(of: entry),
      path: "\(path)[\(name)]")
  }

  /// What a file takes unpacked, in bytes.
  private func size(of entry: UInt64) throws(DatasetError) -> Int {
    let size = try status(of: entry).size
    guard size <= ByteSource.memoryLimit else {
      throw .tooLarge(path: path, bytes: Int(clamping: size), limit: ByteSource.memoryLimit)
    }
    return Int(size)
  }

  /// Unpacks a file and checks its checksum, or unpacks up to `limit` bytes of it.
  ///
  /// The size in the directory is only a promise: memory grows with what is really there.
  ///
  /// - Parameter skipped: How many bytes at its beginning are not kept.
  func content(
    of entry: UInt64, skipping skipped: Int = 0, atMost limit: Int = .max
  ) throws(DatasetError) -> [UInt8] {
    let size = min(try size(of: entry), limit)
    guard let file = zip_fopen_index(archive, entry, 0) else { throw damage() }
    defer { zip_fclose(file) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(max(size - skipped, 0))
    var chunk = [UInt8](repeating: 0, count: min(size + 1, 1 << 20))
    var position = 0
    while position < limit {
      let wanted = min(chunk.count, limit - position)
      let count = Int(zip_fread(file, &chunk, UInt64(wanted)))
      guard count >= 0 else { throw damage() }
      if count == 0 { break }
      bytes += chunk[min(max(skipped - position, 0), count)..<count]
      position += count
      guard position <= size else { throw damage() }
    }
    guard position == size else { throw damage() }
    return bytes
  }

  private func status(of entry: UInt64) throws(DatasetError) -> zip_stat_t {
    var status = zip_stat_t()
    zip_stat_init(&status)
    guard zip_stat_index(archive, entry, 0, &status) == 0 else { throw damage() }
    let (most, overflow) = (status.comp_size &+ 1).multipliedReportingOverflow(
      by: Self.highestRatio)
    guard overflow || status.size <= most else { throw damage() }
    return status
  }

  private func damage() -> DatasetError {
    .damaged(path: path, problem: "its zip archive is damaged, encrypted or of an unknown method")
  }
}
