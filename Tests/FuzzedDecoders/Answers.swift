import Foundation
import HDF5
import InputFiles
import Synchronization

/// Opens a file once.
typealias Opening = @Sendable () throws -> HDF5Reader

/// Reads a file of which all that is asked is answered by these bytes.
func withReader(answering bytes: [UInt8], _ body: (@escaping Opening) throws -> Void) throws {
  let sockets = try SocketPair(for: "input.h5")
  let other = try sockets.other.copy(for: "input.h5").released()
  // Questions must go somewhere, or asking them would wait for ever.
  let hearer = Thread.detached { drain(other) }
  let giver = Thread.detached {
    send(bytes, to: other)
    shutdown(other, Int32(SHUT_WR))
  }
  defer {
    giver.wait()
    hearer.wait()
    close(other)
  }
  defer { shutdown(other, Int32(SHUT_RDWR)) }
  let own = try sockets.own.copy(for: "input.h5").released()
  try body { try HDF5Reader(answersFrom: own, about: "input.h5", size: 1 << 16) }
}

/// The answers that a reader gets about a real file.
func recordedAnswers(
  about path: String, _ body: (@escaping Opening) throws -> Void
) -> [UInt8] {
  do {
    let near = try SocketPair(for: path)
    let far = try SocketPair(for: path)
    let file = try InputFile(path)
    HDF5Service.start(
      socket: try far.other.copy(for: path).released(), file: try file.descriptorToGive())
    let asker = try near.other.copy(for: path).released()
    let answerer = try far.own.copy(for: path).released()
    let questions = Thread.detached { copy(from: asker, to: answerer) }
    let record = Record()
    let answers = Thread.detached {
      let bytes = copy(from: answerer, to: asker)
      record.bytes.withLock { $0 = bytes }
    }
    do {
      let (own, size) = (try near.own.copy(for: path).released(), file.size)
      try body { try HDF5Reader(answersFrom: own, about: path, size: size) }
    } catch {
      FileHandle.standardError.write(Data("\(path): \(error)\n".utf8))
    }
    for socket in [asker, answerer] { shutdown(socket, Int32(SHUT_RDWR)) }
    questions.wait()
    answers.wait()
    return record.bytes.withLock { $0 }
  } catch {
    FileHandle.standardError.write(Data("\(path): \(error)\n".utf8))
    return []
  }
}

/// What one thread leaves for another that waits for its end.
private final class Record: Sendable {
  let bytes = Mutex([UInt8]())
}

/// Reads until the other end closes.
private func drain(_ socket: Int32) {
  var buffer = [UInt8](repeating: 0, count: 4096)
  while recv(socket, &buffer, buffer.count, 0) > 0 {}
}

private func send(_ bytes: [UInt8], to socket: Int32) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, 0x4000) }
    guard count > 0 else { return }
    rest = rest.dropFirst(count)
  }
}

/// Passes on what comes.
///
/// - Returns: All of it.
@discardableResult
private func copy(from source: Int32, to target: Int32) -> [UInt8] {
  var all: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = recv(source, &buffer, buffer.count, 0), count > 0 {
    all += buffer.prefix(count)
    send(Array(buffer.prefix(count)), to: target)
  }
  return all
}

/// A thread whose end can be waited for.
private struct Running {
  fileprivate let end = DispatchSemaphore(value: 0)

  func wait() { end.wait() }
}

extension Thread {
  fileprivate static func detached(_ body: @escaping @Sendable () -> Void) -> Running {
    let running = Running()
    let end = running.end
    detachNewThread {
      body()
      end.signal()
    }
    return running
  }
}
