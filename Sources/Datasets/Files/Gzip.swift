import CZlib
import Foundation
import InputFiles

/// The content of a gzip file.
///
/// Memory grows with what is really there, up to `ByteSource.memoryLimit`.
///
/// - Throws: `DatasetError.damaged` if the file is truncated or its checksum is wrong.
func unpackedGzip(_ packed: InputFile) throws(DatasetError) -> [UInt8] {
  let path = packed.path
  let file = try gzipFile(packed)
  defer { gzclose_r(file) }
  gzbuffer(file, 1 << 17)

  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 20)
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
    guard bytes.count <= ByteSource.memoryLimit else {
      throw .tooLarge(path: path, bytes: bytes.count, limit: ByteSource.memoryLimit)
    }
  }
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
