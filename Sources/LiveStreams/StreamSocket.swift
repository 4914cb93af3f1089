import Foundation
import PlainText
import Synchronization

/// An open end of a stream; closed with the last reference to it.
package final class StreamSocket: Sendable {
  package let address: StreamAddress
  let descriptor: Int32

  /// The file of a listening socket, which goes with it; `nil` once it is gone.
  private let file: Mutex<SocketFile?>

  init(_ descriptor: Int32, at address: StreamAddress, file: String? = nil) {
    self.descriptor = descriptor
    self.address = address
    self.file = Mutex(file.flatMap(SocketFile.init))
  }

  deinit {
    removeFile()
    close(descriptor)
  }

  /// Ends what another thread waits for, and lets nobody find the socket any more.
  package func shutDown() {
    removeFile()
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  private func removeFile() {
    file.withLock { file in
      file?.remove()
      file = nil
    }
  }

  /// Waits until there is something to read, or somebody who connects.
  ///
  /// - Throws: `StreamError` of the kind `calledOff`.
  func awaitInput(unless isCalledOff: () -> Bool) throws(StreamError) {
    while !isCalledOff() {
      var status = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let count = poll(&status, 1, 100)
      // Whatever is wrong is told to who reads.
      if count > 0 || (count < 0 && errno != EINTR) { return }
    }
    throw StreamError(address, .calledOff, "the wait was called off")
  }

  /// Waits for bytes.
  ///
  /// - Returns: None at the end of the stream.
  func read(upTo count: Int) throws(StreamError) -> Data {
    var bytes = Data(count: count)
    while true {
      let result = bytes.withUnsafeMutableBytes {
        Foundation.read(descriptor, $0.baseAddress, count)
      }
      if result >= 0 { return bytes.prefix(result) }
      // A sender that was killed is at its end, too.
      if errno == ECONNRESET { return Data() }
      guard errno == EINTR else { throw StreamError(address, .unavailable, systemReason()) }
    }
  }

  /// Waits until all bytes are on their way.
  ///
  /// - Returns: `false` once nobody reads any more.
  func write(_ data: Data) -> Bool {
    var rest = data[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 || (count < 0 && errno == EINTR) else { return false }
      rest = rest.dropFirst(max(count, 0))
    }
    return true
  }

  /// Writes what goes without waiting; the rest is lost.
  func writeAtOnce(_ data: Data) {
    _ = data.withUnsafeBytes {
      send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    }
  }

  /// Whether the other end is closed.
  var hasHungUp: Bool {
    var status = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&status, 1, 0) > 0 else { return false }
    if Int32(status.revents) & (POLLHUP | POLLERR) != 0 { return true }
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) == 0
  }
}

// Opening.
extension StreamSocket {
  /// Connects to one who listens.
  ///
  /// - Returns: `nil` if nobody does.
  static func connected(to address: StreamAddress) throws(StreamError) -> StreamSocket? {
    if address == .standardInput { return StreamSocket(dup(STDIN_FILENO), at: address) }
    return try withNames(of: address, toListen: false) {
      (family, name, length) throws(StreamError) -> StreamSocket? in
      let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
      guard descriptor >= 0 else { throw StreamError(address, .unavailable, systemReason()) }
      if connect(descriptor, name, length) == 0 { return StreamSocket(descriptor, at: address) }
      let code = errno
      close(descriptor)
      guard code == ECONNREFUSED || code == ENOENT else {
        throw StreamError(address, .unavailable, systemReason(code))
      }
      return nil
    }
  }

  /// Listens for others to connect; a host other than this machine must be named to be reachable
  /// from elsewhere.
  package static func listening(at address: StreamAddress) throws(StreamError) -> StreamSocket {
    var file: String?
    if case .unix(let path) = address {
      try removeRemains(of: path, address)
      file = path
    }
    let listener = try withNames(of: address, toListen: true) {
      (family, name, length) throws(StreamError) -> StreamSocket? in
      let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
      guard descriptor >= 0 else { throw StreamError(address, .unavailable, systemReason()) }
      var on: Int32 = 1
      setsockopt(
        descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
      guard bind(descriptor, name, length) == 0, keepToOwner(file), listen(descriptor, 8) == 0
      else {
        let reason = systemReason()
        close(descriptor)
        throw StreamError(address, .unavailable, "cannot be listened at: \(reason)")
      }
      return StreamSocket(descriptor, at: address, file: file)
    }
    guard let listener else { throw StreamError(address, .unavailable, "cannot be listened at") }
    return listener
  }

  /// Lets nobody but the user connect; before the socket listens, nobody can.
  private static func keepToOwner(_ file: String?) -> Bool {
    file.map { chmod($0, S_IRUSR | S_IWUSR) == 0 } ?? true
  }

  /// Removes the file of a socket that nobody listens at any more, and nothing else.
  private static func removeRemains(
    of path: String, _ address: StreamAddress
  ) throws(StreamError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw StreamError(
        address, .unavailable, "there is a file that is no socket; name another path")
    }
    if try connected(to: address) != nil {
      throw StreamError(
        address, .unavailable, "another program listens there already; name another path")
    }
    unlink(path)
  }

  /// Does something with each form of an address that the system knows, until one succeeds.
  private static func withNames<Result>(
    of address: StreamAddress, toListen: Bool,
    _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) throws(StreamError) -> Result?
  ) throws(StreamError) -> Result? {
    switch address {
    case .standardInput:
      throw StreamError(address, .unavailable, "standard input can only be read from")
    case .unix(let path):
      return try withUnixName(path, address, body)
    case .tcp(let host, let port):
      return try withHostNames(host, port, address, body)
    }
  }

  private static func withUnixName<Result>(
    _ path: String, _ address: StreamAddress,
    _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) throws(StreamError) -> Result?
  ) throws(StreamError) -> Result? {
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: name.sun_path)
    guard path.utf8.count < room else {
      throw StreamError(
        address, .unavailable, "the path has more than \(room - 1) bytes; choose a shorter one")
    }
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    return try withUnsafePointer(to: &name) { pointer throws(StreamError) in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name throws(StreamError) in
        try body(AF_UNIX, name, size)
      }
    }
  }

  private static func withHostNames<Result>(
    _ host: String, _ port: UInt16, _ address: StreamAddress,
    _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) throws(StreamError) -> Result?
  ) throws(StreamError) -> Result? {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, "\(port)", &hints, &list)
    guard code == 0, let first = list else {
      throw StreamError(
        address, .unavailable, "the host is not known (\(String(cString: gai_strerror(code))))")
    }
    defer { freeaddrinfo(first) }
    var entry: UnsafeMutablePointer<addrinfo>? = first
    while let info = entry {
      if let name = info.pointee.ai_addr,
        let result = try body(info.pointee.ai_family, name, info.pointee.ai_addrlen)
      {
        return result
      }
      entry = info.pointee.ai_next
    }
    return nil
  }
}
