import Glibc

/// Why a message did not come, or is none.
enum ChannelFailure: Error, Equatable {
  case closed, late, garbled
  case noMemory
}

/// Messages between the two ends of a socket.
///
/// A message is the length of its fields (64 bits), the fields, and the bytes of numbers, whose
/// count the fields tell. Numbers have the byte order of the machine: both ends are one program.
struct Channel: ~Copyable {
  private let socket: Descriptor

  init(_ socket: consuming Descriptor) {
    self.socket = socket
  }

  func send(
    _ fields: [UInt8], numbers: UnsafeRawBufferPointer? = nil
  ) throws(ChannelFailure) {
    let length = withUnsafeBytes(of: UInt64(fields.count)) { Array($0) }
    guard (length + fields).withUnsafeBytes({ deliver($0) }),
      numbers.map({ deliver($0) }) ?? true
    else {
      throw .closed
    }
  }

  /// - Returns: Whether the other end has taken them.
  private func deliver(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let count = Glibc.send(socket.number, start, rest.count, Int32(MSG_NOSIGNAL))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return true
  }

  /// The fields of a message.
  ///
  /// - Parameters:
  ///   - limit: How many bytes they may be.
  ///   - deadline: `nil` to wait for ever.
  func fields(
    limit: Int, until deadline: ContinuousClock.Instant? = nil
  ) throws(ChannelFailure) -> [UInt8] {
    let length = try array(of: UInt64.self, count: 1, until: deadline)[0]
    guard length <= UInt64(limit) else { throw .garbled }
    return try array(of: UInt8.self, count: Int(length), until: deadline)
  }

  /// The numbers of a message.
  func array<Number: BitwiseCopyable>(
    of type: Number.Type, count: Int, until deadline: ContinuousClock.Instant?
  ) throws(ChannelFailure) -> [Number] {
    guard Self.isMemory(count * MemoryLayout<Number>.size) else { throw .noMemory }
    var failure: ChannelFailure?
    let numbers = [Number](unsafeUninitializedCapacity: count) { buffer, initialized in
      do throws(ChannelFailure) {
        try receive(UnsafeMutableRawBufferPointer(buffer), until: deadline)
        initialized = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return numbers
  }

  private func receive(
    _ target: UnsafeMutableRawBufferPointer, until deadline: ContinuousClock.Instant?
  ) throws(ChannelFailure) {
    var rest = target
    while let start = rest.baseAddress, !rest.isEmpty {
      if let deadline { try wait(until: deadline) }
      let count = recv(socket.number, start, rest.count, 0)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .closed }
      rest = UnsafeMutableRawBufferPointer(rebasing: rest[count...])
    }
  }

  private func wait(until deadline: ContinuousClock.Instant) throws(ChannelFailure) {
    var request = pollfd(fd: socket.number, events: Int16(POLLIN), revents: 0)
    while true {
      let left = deadline - .now
      guard left > .zero else { throw .late }
      let milliseconds = left / .milliseconds(1)
      if poll(&request, 1, Int32(min(milliseconds, 60_000)) + 1) > 0 { return }
    }
  }

  /// Whether so much can be had: an array that cannot be had would end the program, as would asking
  /// for it with `malloc`.
  private static func isMemory(_ bytes: Int) -> Bool {
    guard bytes > 1 << 20 else { return true }
    let (protection, flags) = (PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS)
    guard let probe = mmap(nil, bytes, protection, flags, -1, 0), probe != MAP_FAILED else {
      return false
    }
    munmap(probe, bytes)
    return true
  }
}
