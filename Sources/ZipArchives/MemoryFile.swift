import CZip
import Foundation
import InputFiles
import PlainText

/// What was unpacked, in a file in memory that has no name and is gone with the value: for what
/// reads files only.
struct MemoryFile: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private var size = 0

  /// - Parameter path: Where the content comes from, for messages.
  /// - Throws: `InputFileError.unavailable` where no file can be made.
  init(for path: String) throws(InputFileError) {
    let descriptor = spiketop_memory_file()
    guard descriptor >= 0 else { throw InputFileError(unpacking: path, error: errno) }
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// - Throws: `InputFileError.unavailable` where there is no room.
  mutating func append(_ bytes: ArraySlice<UInt8>) throws(InputFileError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw InputFileError(unpacking: path, error: errno) }
      rest = rest.dropFirst(count)
      size += count
    }
  }

  /// What was appended, to be read.
  borrowing func file() throws(InputFileError) -> InputFile {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw InputFileError(unpacking: path, error: errno) }
    return InputFile(descriptor: copy, size: size, path: path)
  }
}

extension InputFileError {
  fileprivate init(unpacking path: String, error: Int32) {
    self = .unavailable(path: path, reason: "unpacking into memory: \(systemReason(error))")
  }
}
