import InputFiles

/// Bytes that lie in memory or are read from a file when they are asked for.
package struct ByteSource: Sendable {
  /// What is read into memory at once, at most: two gigabytes.
  static let memoryLimit = 1 << 31

  /// Where the bytes come from, for messages.
  package let path: String

  /// The number of bytes.
  package let count: Int
  private let storage: Storage

  private enum Storage {
    case memory([UInt8])
    case file(InputFile)
  }

  init(_ file: InputFile) {
    self.path = file.path
    self.count = file.size
    self.storage = .file(file)
  }

  /// Bytes that are in memory already.
  ///
  /// - Parameter path: Where they come from, for messages.
  package init(_ bytes: [UInt8], path: String) {
    self.path = path
    self.count = bytes.count
    self.storage = .memory(bytes)
  }

  /// Opens a file; what gzip has packed is unpacked into memory.
  init(contentsOf path: String) throws(DatasetError) {
    let file = try opened(path)
    let source = ByteSource(file)
    let isPacked = try source.prefix(2) == [0x1F, 0x8B]
    self = isPacked ? ByteSource(try unpackedGzip(file), path: path) : source
  }

  /// The bytes of a range within `0..<count`.
  package func read(_ range: Range<Int>) throws(DatasetError) -> [UInt8] {
    switch storage {
    case .memory(let bytes): return Array(bytes[range])
    case .file(let file):
      do {
        return try file.read(range)
      } catch {
        throw DatasetError(error)
      }
    }
  }

  /// Up to `length` bytes from the start.
  package func prefix(_ length: Int) throws(DatasetError) -> [UInt8] {
    try read(0..<min(length, count))
  }

  /// Everything, if it is not more than `limit` bytes.
  func readAll(limit: Int = memoryLimit) throws(DatasetError) -> [UInt8] {
    guard count <= limit else { throw .tooLarge(path: path, bytes: count, limit: limit) }
    if case .memory(let bytes) = storage { return bytes }
    return try read(0..<count)
  }
}

/// A regular file, open for reading.
///
/// - Parameter isProbe: Whether it is opened only to see what it is.
func opened(_ path: String, isProbe: Bool = false) throws(DatasetError) -> InputFile {
  do {
    return try isProbe ? InputFile(probing: path) : InputFile(path)
  } catch {
    throw DatasetError(error)
  }
}
