import CZip
import Foundation
import InputFiles

/// An open zip archive, whose sizes are held against each other before anything is unpacked.
package struct ZipArchive: ~Copyable {
  /// A file in it.
  package struct Member {
    package var name: String
    package var entry: UInt64
  }

  package let path: String
  /// In bytes.
  private let fileSize: Int
  private let archive: OpaquePointer

  /// How much smaller than what it holds an archive may be.
  package enum Packing {
    /// Weights, texts, lists of spikes: these shrink to a tenth, and to a thirtieth where most of
    /// them are zeros.
    case dense
    /// Pictures, rasters and maps of classes, most of which may be zeros.
    case sparse

    var highestRatio: Int {
      switch self {
      case .dense: 64
      case .sparse: 256
      }
    }

    /// So much any archive may hold, in bytes.
    var common: Int { highestRatio << 20 }
  }

  /// Deflate packs at most so many bytes into one.
  private static let highestRatio: UInt64 = 1032

  /// What is unpacked into memory at once, at most: two gigabytes.
  private static let memoryLimit = 1 << 31

  /// - Throws: `ZipError.input`, or `.damaged` if it is no intact archive.
  package init(_ path: String) throws(ZipError) {
    let file: InputFile
    let descriptor: Int32
    do {
      file = try InputFile(path)
      descriptor = try file.descriptorToGive()
    } catch {
      throw .input(error)
    }
    var code: Int32 = 0
    // What the directory says of a file, its name above all, stands in front of it once more.
    guard let archive = zip_fdopen(descriptor, Int32(ZIP_CHECKCONS), &code) else {
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
  /// - Parameter packing: What the files are, where they are to be unpacked.
  /// - Throws: `ZipError.damaged` if they are larger than any packing makes of the archive, or than
  ///   a packing of their kind: archives made to fill memory are, and in some many files share the
  ///   same bytes.
  package func members(_ packing: Packing? = nil) throws(ZipError) -> [Member] {
    var members: [Member] = []
    var (packed, unpacked) = (UInt64(0), 0.0)
    for entry in 0..<UInt64(max(zip_get_num_entries(archive, 0), 0)) {
      let status = try status(of: entry)
      let (sum, overflow) = packed.addingReportingOverflow(status.comp_size)
      guard !overflow, sum <= UInt64(fileSize) else { throw damage() }
      packed = sum
      unpacked += Double(status.size)
      guard let name = zip_get_name(archive, entry, 0) else { continue }
      members.append(Member(name: String(cString: name), entry: entry))
    }
    if let packing { try check(unpacked, packing) }
    return members
  }

  private func check(_ unpacked: Double, _ packing: Packing) throws(ZipError) {
    let ratio = packing.highestRatio
    guard unpacked > max(Double(packing.common), Double(ratio) * Double(fileSize)) else { return }
    throw .damaged(
      path: path,
      problem: "would unpack to \(UInt64(unpacked)) bytes, more than \(ratio) times the file; "
        + "write it without compression")
  }

  /// What a file takes unpacked, in bytes.
  package func size(of entry: UInt64) throws(ZipError) -> Int {
    let size = try status(of: entry).size
    guard size <= Self.memoryLimit else {
      throw .input(
        .tooLarge(path: path, bytes: Int(clamping: size), limit: Self.memoryLimit))
    }
    return Int(size)
  }

  /// Unpacks a file and checks its checksum, or unpacks up to `limit` bytes of it.
  ///
  /// The size in the directory is only a promise: memory grows with what is really there.
  ///
  /// - Parameter skipped: How many bytes at its beginning are not kept.
  package func content(
    of entry: UInt64, skipping skipped: Int = 0, atMost limit: Int = .max
  ) throws(ZipError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(max(min(try size(of: entry), limit) - skipped, 0))
    try forEachChunk(of: entry, atMost: limit) { chunk, position throws(ZipError) in
      bytes += chunk.dropFirst(max(skipped - position, 0))
    }
    return bytes
  }

  /// Unpacks a file into one in memory that nobody else sees, and checks its checksum.
  package func file(_ entry: UInt64) throws(ZipError) -> InputFile {
    var target = try input { () throws(InputFileError) in try MemoryFile(for: path) }
    try forEachChunk(of: entry, atMost: .max) { chunk, _ throws(ZipError) in
      try input { () throws(InputFileError) in try target.append(chunk) }
    }
    return try input { () throws(InputFileError) in try target.file() }
  }

  private func input<Value: ~Copyable>(
    _ body: () throws(InputFileError) -> Value
  ) throws(ZipError) -> Value {
    do throws(InputFileError) {
      return try body()
    } catch {
      throw .input(error)
    }
  }

  /// Unpacks a file piece by piece, or up to `limit` bytes of it.
  private func forEachChunk(
    of entry: UInt64, atMost limit: Int,
    _ body: (_ chunk: ArraySlice<UInt8>, _ position: Int) throws(ZipError) -> Void
  ) throws(ZipError) {
    let size = min(try size(of: entry), limit)
    guard let file = zip_fopen_index(archive, entry, 0) else { throw damage() }
    defer { zip_fclose(file) }
    var chunk = [UInt8](repeating: 0, count: min(size + 1, 1 << 20))
    var position = 0
    while position < limit {
      let wanted = min(chunk.count, limit - position)
      let count = Int(zip_fread(file, &chunk, UInt64(wanted)))
      guard count >= 0 else { throw damage() }
      if count == 0 { break }
      try body(chunk[..<count], position)
      position += count
      guard position <= size else { throw damage() }
    }
    guard position == size else { throw damage() }
  }

  private func status(of entry: UInt64) throws(ZipError) -> zip_stat_t {
    var status = zip_stat_t()
    zip_stat_init(&status)
    guard zip_stat_index(archive, entry, 0, &status) == 0 else { throw damage() }
    let (most, overflow) = (status.comp_size &+ 1).multipliedReportingOverflow(
      by: Self.highestRatio)
    guard overflow || status.size <= most else { throw damage() }
    return status
  }

  private func damage() -> ZipError {
    .damaged(path: path, problem: "its zip archive is damaged, encrypted or of an unknown method")
  }
}
