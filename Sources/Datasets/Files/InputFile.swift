import Foundation

/// A regular file, open for reading at any position.
///
/// Files are read piece by piece with `pread` and not mapped: a file that shrinks meanwhile is then
/// an error and not a crash.
final class InputFile: Sendable {
  let path: String
  /// The size when the file was opened, in bytes.
  let size: Int
  private let descriptor: Int32

  /// - Throws: `DatasetError.absent` or `.unreadable`; the latter also for devices and pipes.
  init(_ path: String) throws(DatasetError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.failure(path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .unreadable(path: path, reason: "it is not a regular file")
    }
    self.path = path
    self.size = Int(status.st_size)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// The bytes of a range.
  ///
  /// - Precondition: the range lies within `0..<size`.
  /// - Throws: `DatasetError.damaged` if the file has shrunk, `.unreadable` if the disk fails.
  func read(_ range: Range<Int>) throws(DatasetError) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= size, "\(range) of \(size) bytes")
    var error: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let rest = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
        let done = pread(descriptor, rest.baseAddress, rest.count, off_t(range.lowerBound + count))
        if done < 0 && errno == EINTR { continue }
        if done < 0 { error = errno }
        if done <= 0 { return }
        count += done
      }
    }
    guard error == 0 else {
      throw .unreadable(path: path, reason: String(cString: strerror(error)))
    }
    guard bytes.count == range.count else {
      throw .damaged(path: path, problem: "has become shorter while it was read")
    }
    return bytes
  }

  private static func failure(_ path: String) -> DatasetError {
    let error = errno
    return error == ENOENT || error == ENOTDIR
      ? .absent(path: path) : .unreadable(path: path, reason: String(cString: strerror(error)))
  }
}
