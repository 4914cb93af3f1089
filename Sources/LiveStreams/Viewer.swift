import Foundation
import Synchronization

/// One who watches, with what is on the way there.
final class Viewer: Sendable {
  private struct Queue {
    var bytes = Data()
    /// How many bytes the thread is writing.
    var inFlight = 0
    /// Steps that the viewer has not been told of yet, and the number of the last one.
    var dropped = 0
    var lastDropped = 0
    var isFinished = false
    var isGone = false
  }

  private let socket: StreamSocket
  private let queue = Mutex(Queue())
  private let isFilled = DispatchSemaphore(value: 0)

  /// What may wait for a slow viewer, in bytes; a step goes in whole.
  private let room: Int

  /// How long a viewer has to take the rest once nothing more comes, in seconds.
  private static let lastSeconds = 2.0

  init(_ socket: StreamSocket, room: Int) {
    self.socket = socket
    self.room = room
    let thread = Thread { [self] in deliver() }
    thread.name = "viewer"
    thread.stackSize = 256 << 10
    thread.start()
  }

  var isGone: Bool { queue.withLock(\.isGone) }

  /// What waits, in bytes.
  var waitingByteCount: Int { queue.withLock { $0.bytes.count + $0.inFlight } }

  /// Whether the other end is closed, though nothing was written since.
  var hasHungUp: Bool { socket.hasHungUp }

  /// Tells one who has connected why nothing comes, and never waits for that.
  static func refuse(_ socket: StreamSocket, _ reason: String) {
    var packet = Spiketop_Live_V1_Packet()
    packet.bye.reason = reason
    socket.writeAtOnce(delimited(packet))
  }

  /// Queues the packets of a step, or drops them if too much waits already.
  func send(_ packets: Data, step: Int) {
    queue.withLock { queue in
      guard queue.bytes.count + queue.inFlight < room else {
        queue.dropped += 1
        queue.lastDropped = step
        return
      }
      Self.tellDropped(&queue, at: step)
      queue.bytes += packets
    }
    isFilled.signal()
  }

  /// Counts steps that cannot be sent any more, before the next one is.
  func miss(_ steps: Int) { queue.withLock { $0.dropped += steps } }

  private static func tellDropped(_ queue: inout Queue, at step: Int) {
    guard queue.dropped > 0 else { return }
    var packet = Spiketop_Live_V1_Packet()
    packet.frame.step = UInt64(step)
    packet.frame.dropped = UInt64(queue.dropped)
    queue.bytes += delimited(packet)
    queue.dropped = 0
  }

  /// Queues the last packet, behind the number of steps that were dropped at the end.
  func finish(_ packet: Data) {
    queue.withLock { queue in
      Self.tellDropped(&queue, at: queue.lastDropped)
      queue.bytes += packet
      queue.isFinished = true
    }
    isFilled.signal()
    // Who reads nothing would keep the thread for ever.
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.lastSeconds) { [weak self] in
      self?.socket.shutDown()
    }
  }

  private func deliver() {
    while true {
      isFilled.wait()
      let (bytes, isFinished) = queue.withLock { queue in
        defer { (queue.inFlight, queue.bytes) = (queue.bytes.count, Data()) }
        return (queue.bytes, queue.isFinished)
      }
      if !bytes.isEmpty, !socket.write(bytes) {
        queue.withLock { $0.isGone = true }
        return
      }
      queue.withLock { $0.inFlight = 0 }
      if isFinished { return }
    }
  }
}

/// A packet behind its length.
func delimited(_ packet: Spiketop_Live_V1_Packet) -> Data {
  let content: Data = (try? packet.serializedBytes()) ?? Data()
  var bytes = Data()
  var length = UInt64(content.count)
  while length >= 0x80 {
    bytes.append(UInt8(length & 0x7F) | 0x80)
    length >>= 7
  }
  bytes.append(UInt8(length))
  return bytes + content
}
