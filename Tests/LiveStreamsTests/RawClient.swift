import Foundation
import Synchronization

/// The other end of a socket, byte by byte.
final class RawClient: Sendable {
  private let descriptor: Int32
  private let read = Mutex(Data())

  /// - Parameter patience: How many seconds to wait for a listener.
  init(path: String, patience: Double = 0) throws {
    let deadline = Date.now + patience
    while true {
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      let result = Self.withName(path) { connect(descriptor, $0, $1) }
      if result == 0 {
        self.descriptor = descriptor
        return
      }
      Foundation.close(descriptor)
      guard Date.now < deadline else { throw CocoaError(.fileReadNoSuchFile) }
      Thread.sleep(forTimeInterval: 0.005)
    }
  }

  /// A socket that is bound, as one that listens; nobody listens there once it is closed.
  static func bind(_ path: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard withName(path, { Foundation.bind(descriptor, $0, $1) }) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
    return descriptor
  }

  private static func withName<Result>(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  func write(_ data: Data) {
    var rest = data[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  func close() { Foundation.close(descriptor) }

  func readInBackground() {
    let thread = Thread { [self] in
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = Foundation.read(descriptor, &buffer, buffer.count)
        guard count > 0 else { break }
        read.withLock { $0.append(contentsOf: buffer[..<count]) }
      }
      isAtEnd.withLock { $0 = true }
    }
    thread.start()
  }

  private let isAtEnd = Mutex(false)

  /// All that has come, once the other end has closed.
  func readToEnd() -> Data {
    while !isAtEnd.withLock(\.self) { Thread.sleep(forTimeInterval: 0.005) }
    return read.withLock(\.self)
  }
}

/// A folder for the sockets of one test; its path is short, because theirs must be.
final class StreamFolder: Sendable {
  let path: String

  init() throws {
    path = "/tmp/spiketop-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Waits until something is so, within a generous time.
func wait(seconds: Double = 20, until isSo: () -> Bool) throws {
  let deadline = Date.now + seconds
  while !isSo() {
    guard Date.now < deadline else { throw Timeout() }
    Thread.sleep(forTimeInterval: 0.002)
  }
}

private struct Timeout: Error {}
