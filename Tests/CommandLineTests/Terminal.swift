import Foundation
import Testing

/// A pseudo-terminal: what a program writes to its one end can be read from the other.
final class Terminal {
  /// The end for the program.
  let handle: FileHandle
  private let own: Int32
  private var text = ""

  /// Asks the device itself: Foundation shows neither `posix_openpt` nor `ptsname`.
  init() throws {
    let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    own = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (lock, number): (Int32, UInt32) = (0, 0)
    try #require(ioctl(own, setLock, &lock) == 0 && ioctl(own, getNumber, &number) == 0)
    let other = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(other >= 0)
    handle = FileHandle(fileDescriptor: other, closeOnDealloc: true)
  }

  deinit { close(own) }

  /// Reads until a text has come.
  ///
  /// - Returns: Whether it has come within the time.
  func waits(for expected: String, seconds: Double) -> Bool {
    let end = Date.now + seconds
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !text.contains(expected), Date.now < end {
      var request = pollfd(fd: own, events: Int16(POLLIN), revents: 0)
      guard poll(&request, 1, 100) > 0 else { continue }
      let count = read(own, &buffer, buffer.count)
      guard count > 0 else { break }
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
    return text.contains(expected)
  }

  /// All that has come until nothing more waits.
  func rest() -> String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    var request = pollfd(fd: own, events: Int16(POLLIN), revents: 0)
    while poll(&request, 1, 0) > 0 {
      let count = read(own, &buffer, buffer.count)
      guard count > 0 else { break }
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
    return text
  }
}
