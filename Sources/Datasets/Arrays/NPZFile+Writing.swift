import CZip
import Foundation

extension NPZFile {
  /// The content of an archive of arrays, as `numpy.savez_compressed` writes it.
  ///
  /// - Parameter arrays: The names of the arrays and the contents of their npy files.
  /// - Returns: `nil` for want of memory.
  package static func encoded(_ arrays: [(name: String, npy: Data)]) -> Data? {
    guard let target = zip_source_buffer_create(nil, 0, 0, nil) else { return nil }
    defer { zip_source_free(target) }
    // The archive lets go of its source when it is closed.
    zip_source_keep(target)
    guard let archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, nil) else {
      zip_source_free(target)
      return nil
    }
    for array in arrays {
      guard add(array.npy, named: "\(array.name).npy", to: archive) else {
        zip_discard(archive)
        return nil
      }
    }
    guard zip_close(archive) == 0 else {
      zip_discard(archive)
      return nil
    }
    return content(of: target)
  }

  /// Adds a copy of some content, which the library reads when it closes the archive.
  private static func add(
    _ content: Data, named name: String, to archive: OpaquePointer
  ) -> Bool {
    guard let copy = malloc(max(content.count, 1)) else { return false }
    content.copyBytes(to: UnsafeMutableRawBufferPointer(start: copy, count: content.count))
    guard let source = zip_source_buffer(archive, copy, UInt64(content.count), 1) else {
      free(copy)
      return false
    }
    guard zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8)) >= 0 else {
      zip_source_free(source)
      return false
    }
    return true
  }

  /// What an archive that is closed has left.
  private static func content(of source: OpaquePointer) -> Data? {
    var status = zip_stat_t()
    guard zip_source_open(source) == 0 else { return nil }
    defer { zip_source_close(source) }
    guard zip_source_stat(source, &status) == 0 else { return nil }
    var content = Data(count: Int(status.size))
    let count = content.withUnsafeMutableBytes {
      zip_source_read(source, $0.baseAddress, UInt64($0.count))
    }
    return count == content.count ? content : nil
  }
}
