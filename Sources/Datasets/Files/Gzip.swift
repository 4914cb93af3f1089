import CZlib
import Foundation
import InputFiles

/// The content of a gzip file.
///
/// Files that state their size in front are unpacked no further; of others some times as much as is
/// packed. Memory grows with what is really there.
///
/// - Throws: `DatasetError.damaged` if the file is truncated, holds more than it states, or its
///   checksum is wrong.
func unpackedGzip(_ packed: InputFile) throws(DatasetError) -> [UInt8] {
  let path = packed.path
  let file = try gzipFile(packed)
  defer { gzclose_r(file) }
  gzbuffer(file, 1 << 17)

  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 20)
  var limit = Int.max
  while true {
    let count = Int(gzread(file, &chunk, UInt32(chunk.count)))
    var status: Int32 = 0
    let message = gzerror(file, &status).map { String(cString: $0) } ?? ""
    // A file that ends too early gives what it has, and the error beside it.
    guard count >= 0, status == Z_OK || status == Z_STREAM_END else {
      throw .damaged(path: path, problem: "gzip cannot unpack it (\(reason(status, message)))")
    }
    if count == 0 { return bytes }
    bytes += chunk[..<count]
    // The first piece is longer than any header.
    if limit == .max { limit = try unpackedLimit(bytes, packed) }
    guard bytes.count <= limit else {
      throw .damaged(
        path: path, problem: "unpacks to more than the \(limit) bytes that it may hold")
    }
  }
}

/// How many bytes may be in a gzip file, by the first of them.
private func unpackedLimit(_ start: [UInt8], _ packed: InputFile) throws(DatasetError) -> Int {
  let stated = IDXReader.statedSize(start) ?? NPYHeader.statedSize(start)
  // Photographs and CIFAR's batches, which state no size, hardly shrink.
  let limit = stated ?? 1 << 25 + 16 * packed.size
  guard limit <= ByteSource.memoryLimit else {
    throw .tooLarge(path: packed.path, bytes: limit, limit: ByteSource.memoryLimit)
  }
  return limit
}

private func gzipFile(_ packed: InputFile) throws(DatasetError) -> gzFile {
  let descriptor: Int32
  do {
    descriptor = try packed.descriptorToGive()
  } catch {
    throw DatasetError(error)
  }
  guard let file = gzdopen(descriptor, "rb") else {
    close(descriptor)
    throw .unreadable(path: packed.path, reason: "gzip cannot open it")
  }
  return file
}

/// What zlib says without the path that it puts before it.
private func reason(_ status: Int32, _ message: String) -> String {
  status == Z_BUF_ERROR
    ? "it is truncated" : message.split(separator: ": ").last.map(String.init) ?? "error \(status)"
}
