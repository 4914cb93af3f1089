import CZlib
import InputFiles

/// The content of a gzip file, of one member or of several in a row.
///
/// Files that state their size in front are unpacked no further; of others some times as much as is
/// packed. Memory grows with what is really there. Zeros behind the last member fill blocks of
/// tapes and disks, as gzip has it.
///
/// - Throws: `DatasetError.damaged` if the file is truncated, holds more than it states or
///   something else behind its members, or if a checksum is wrong.
func unpackedGzip(_ packed: InputFile) throws(DatasetError) -> [UInt8] {
  let path = packed.path
  var stream = z_stream()
  // Of the longest window, and 16 for the frame of gzip.
  let size = Int32(MemoryLayout<z_stream>.size)
  guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else {
    throw .unavailable(path: path, reason: "there is no memory to unpack it")
  }
  defer { inflateEnd(&stream) }

  var source = PackedBytes(packed)
  var (bytes, limit): ([UInt8], Int?) = ([], nil)
  var piece = [UInt8](repeating: 0, count: 1 << 20)
  repeat {
    inflateReset(&stream)
    var status = Z_OK
    while status != Z_STREAM_END {
      let (taken, made): (Int, Int)
      (status, taken, made) = stream.inflated(try source.next(), into: &piece)
      guard status == Z_OK || status == Z_STREAM_END else {
        throw .damaged(path: path, problem: "gzip cannot unpack it (\(reason(status, stream)))")
      }
      source.pass(taken)
      bytes += piece[..<made]
      // A piece is longer than any header.
      if limit == nil, bytes.count >= piece.count { limit = try unpackedLimit(bytes, packed) }
      try check(bytes.count, limit, path)
    }
  } while try source.beginsMember()
  if limit == nil { try check(bytes.count, unpackedLimit(bytes, packed), path) }
  guard try source.isZeroToItsEnd() else {
    throw .damaged(path: path, problem: "holds something behind its end that is no gzip")
  }
  return bytes
}

private func check(_ count: Int, _ limit: Int?, _ path: String) throws(DatasetError) {
  guard let limit, count > limit else { return }
  throw .damaged(
    path: path, problem: "unpacks to more than the \(limit) bytes that it may hold")
}

/// How much smaller than its content a file may be, as for archives of arrays, and how much any
/// file may hold, in bytes.
private let (highestRatio, commonSize) = (256, 256 << 20)

/// How many bytes may be in a gzip file, by the first of them.
private func unpackedLimit(_ start: [UInt8], _ packed: InputFile) throws(DatasetError) -> Int {
  let stated = IDXReader.statedSize(start) ?? NPYHeader.statedSize(start)
  // Photographs and CIFAR's batches, which state no size, hardly shrink.
  let limit = stated ?? 1 << 25 + 16 * packed.size
  guard limit <= ByteSource.memoryLimit else {
    throw .tooLarge(path: packed.path, bytes: limit, limit: ByteSource.memoryLimit)
  }
  guard limit <= max(commonSize, highestRatio * packed.size) else {
    throw .damaged(
      path: packed.path,
      problem: "unpacks to \(limit) bytes, more than \(highestRatio) times what is packed")
  }
  return limit
}

/// What the library says of a failure: without input at the end of a file, it has made no progress.
private func reason(_ status: Int32, _ stream: z_stream) -> String {
  status == Z_BUF_ERROR
    ? "it is truncated" : stream.msg.map { String(cString: $0) } ?? "error \(status)"
}

/// The bytes of a file in pieces, from its start on.
private struct PackedBytes {
  /// That of a piece.
  private static let length = 1 << 17

  private let file: InputFile
  /// Where the next piece begins.
  private var position = 0
  /// What has been read and not passed.
  private var rest: ArraySlice<UInt8> = []

  init(_ file: InputFile) {
    self.file = file
  }

  /// What comes next; empty at the end of the file.
  mutating func next(atLeast count: Int = 1) throws(DatasetError) -> ArraySlice<UInt8> {
    guard rest.count < count, position < file.size else { return rest }
    let range = position..<min(position + Self.length, file.size)
    do {
      rest += try file.read(range)
    } catch {
      throw DatasetError(error)
    }
    position = range.upperBound
    return rest
  }

  mutating func pass(_ count: Int) { rest = rest.dropFirst(count) }

  /// Whether another member begins here.
  mutating func beginsMember() throws(DatasetError) -> Bool {
    try next(atLeast: 2).starts(with: [0x1F, 0x8B])
  }

  mutating func isZeroToItsEnd() throws(DatasetError) -> Bool {
    while true {
      let bytes = try next()
      guard !bytes.isEmpty else { return true }
      guard bytes.allSatisfy({ $0 == 0 }) else { return false }
      pass(bytes.count)
    }
  }
}
