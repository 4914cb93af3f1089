import Foundation

/// A regular file, open for reading at any position: the one way in which files are opened.
///
/// Pipes, devices and sockets are refused before they are opened, because opening one may wait for
/// ever or set something in motion. Files are read with `pread` and not mapped: a file that shrinks
/// meanwhile is then an error and not a crash.
package final class InputFile: Sendable {
  package let path: String
  /// The size when the file was opened, in bytes.
  package let size: Int
  private let descriptor: Int32

  /// Opens a file, which is not replaced by this process from now on.
  ///
  /// - Throws: `InputFileError.absent`, `.notRegular` or `.unreadable`.
  package convenience init(_ path: String) throws(InputFileError) {
    try self.init(probing: path)
    if let file = FileIdentity(of: descriptor) { ReadFiles.note(file, at: path) }
  }

  /// Opens a file only to see what it is: it may be replaced afterwards.
  ///
  /// - Throws: `InputFileError.absent`, `.notRegular` or `.unreadable`.
  package init(probing path: String) throws(InputFileError) {
    try Self.checkRegular(path)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw InputFileError(path, error: errno) }
    var status = stat()
    // The name may have been given to something else since.
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .notRegular(path: path, kind: "no file")
    }
    self.path = path
    self.size = Int(status.st_size)
    self.descriptor = descriptor
  }

  /// A file that is open already, and has no name of its own.
  ///
  /// - Parameters:
  ///   - descriptor: Closed with the value.
  ///   - path: What messages call it.
  package init(descriptor: Int32, size: Int, path: String) {
    self.path = path
    self.size = size
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Throws unless a path, or what its symbolic links lead to, is a regular file; for libraries
  /// that open paths by themselves.
  ///
  /// - Throws: `InputFileError.absent`, `.notRegular` or `.unreadable`.
  package static func checkRegular(_ path: String) throws(InputFileError) {
    var status = stat()
    // The system's calls would see only what stands before the zero.
    guard !path.utf8.contains(0) else { throw .absent(path: path) }
    guard stat(path, &status) == 0 else { throw InputFileError(path, error: errno) }
    guard let kind = InputFileError.kind(ofMode: status.st_mode) else { return }
    throw .notRegular(path: path, kind: kind)
  }

  /// The size of what has a path now, in bytes; 0 if nothing has.
  package static func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Whether something has this name, be it a link to nothing: what is there is not passed over.
  package static func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// The bytes of a range.
  ///
  /// - Precondition: The range lies within `0..<size`.
  /// - Throws: `InputFileError.shrunk` or, if the disk fails, `.unreadable`.
  package func read(_ range: Range<Int>) throws(InputFileError) -> [UInt8] {
    try read(range, as: UInt8.self)
  }

  /// The numbers that the bytes of a range are, in the order of bytes that the machine has; read to
  /// where they stay.
  ///
  /// - Precondition: The range lies within `0..<size` and holds whole numbers.
  /// - Throws: `InputFileError.shrunk` or, if the disk fails, `.unreadable`.
  package func read<Number: BitwiseCopyable>(
    _ range: Range<Int>, as type: Number.Type
  ) throws(InputFileError) -> [Number] {
    precondition(range.lowerBound >= 0 && range.upperBound <= size, "\(range) of \(size) bytes")
    var (error, done): (Int32, Int) = (0, 0)
    let numbers = [Number](
      unsafeUninitializedCapacity: range.count / MemoryLayout<Number>.size
    ) { buffer, count in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      while done < bytes.count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
        let read = pread(descriptor, rest.baseAddress, rest.count, off_t(range.lowerBound + done))
        if read < 0 && errno == EINTR { continue }
        if read < 0 { error = errno }
        if read <= 0 { break }
        done += read
      }
      count = done / MemoryLayout<Number>.size
    }
    guard error == 0 else { throw InputFileError(path, error: error) }
    guard done == range.count else { throw .shrunk(path: path) }
    return numbers
  }

  /// Everything, if it is not more than `limit` bytes.
  ///
  /// - Throws: Besides, `InputFileError.tooLarge`.
  package func readAll(limit: Int) throws(InputFileError) -> [UInt8] {
    guard size <= limit else { throw .tooLarge(path: path, bytes: size, limit: limit) }
    return try read(0..<size)
  }

  /// A descriptor for a library that reads the file from its start and closes it.
  ///
  /// - Throws: `InputFileError.unreadable` where the process has no descriptor left.
  package func descriptorToGive() throws(InputFileError) -> Int32 {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw InputFileError(path, error: errno) }
    return copy
  }

  /// The content of a file of at most `limit` bytes.
  ///
  /// - Throws: Any `InputFileError`.
  package static func contents(of path: String, limit: Int) throws(InputFileError) -> [UInt8] {
    try InputFile(path).readAll(limit: limit)
  }
}
