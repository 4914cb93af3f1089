import CZip
import Foundation

extension NPZFile {
  /// Writes arrays as `numpy.savez_compressed` does; the file appears whole or not at all.
  ///
  /// - Parameter arrays: The names of the arrays and the contents of their npy files.
  /// - Throws: `DatasetError.notWritten`.
  package static func write(
    _ arrays: [(name: String, npy: Data)], to path: String
  ) throws(DatasetError) {
    var code: Int32 = 0
    guard let archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code) else {
      throw DatasetError.notWritten(path: path, reason: "it cannot be created")
    }
    var isClosed = false
    defer { if !isClosed { zip_discard(archive) } }
    for array in arrays {
      guard let source = source(of: array.npy, in: archive) else {
        throw DatasetError.notWritten(path: path, reason: "memory is short")
      }
      guard zip_file_add(archive, "\(array.name).npy", source, zip_flags_t(ZIP_FL_ENC_UTF_8)) >= 0
      else {
        zip_source_free(source)
        throw DatasetError.notWritten(path: path, reason: "memory is short")
      }
    }
    guard zip_close(archive) == 0 else {
      throw DatasetError.notWritten(
        path: path, reason: String(cString: zip_strerror(archive)))
    }
    isClosed = true
  }

  /// A copy of some content that the library reads when it closes the archive, and then frees.
  private static func source(of content: Data, in archive: OpaquePointer) -> OpaquePointer? {
    guard let copy = malloc(max(content.count, 1)) else { return nil }
    content.copyBytes(to: UnsafeMutableRawBufferPointer(start: copy, count: content.count))
    guard let source = zip_source_buffer(archive, copy, UInt64(content.count), 1) else {
      free(copy)
      return nil
    }
    return source
  }
}
