import Foundation

/// Reads a stream on a thread of its own, for as long as it lasts.
package enum LiveReceiver {
  /// Waits for a sender: connects to the one that listens there, or else listens for one to
  /// connect.
  ///
  /// - Parameters:
  ///   - rasterBytes: How much memory what has come may take.
  ///   - waiting: Called when nobody is there yet.
  ///   - isCalledOff: Whether to wait no longer, asked some times a second.
  /// - Returns: The run that the sender announces; its spikes come from then on.
  /// - Throws: `StreamError` if the address cannot be used, if what comes is no stream of spikes,
  ///   or if it was called off: nothing is left in the file system then.
  package static func attach(
    to address: StreamAddress, rasterBytes: Int, waiting: () -> Void = {},
    isCalledOff: () -> Bool = { false }
  ) throws(StreamError) -> LiveSource {
    let socket = try sender(at: address, waiting: waiting, isCalledOff: isCalledOff)
    var reader = PacketReader(address)
    while true {
      if let packet = try reader.next() {
        if case .bye(let bye) = packet.body {
          throw StreamError(
            address, .unavailable,
            bye.reason.isEmpty
              ? "the sender has ended before its run began, and does not say why"
              : "the sender refuses: \(bye.reason)")
        }
        guard case .hello(let hello) = packet.body else {
          throw StreamError(
            address, .malformed, "the stream does not begin with a description of the run (Hello)")
        }
        let source = LiveSource(
          try LiveRun(hello, from: address), at: address, bytes: rasterBytes)
        let thread = Thread { [reader] in receive(from: socket, reader, to: source) }
        thread.name = "stream"
        thread.start()
        return source
      }
      try socket.awaitInput(unless: isCalledOff)
      let bytes = try socket.read(upTo: chunkSize)
      guard !bytes.isEmpty else {
        throw StreamError(
          address, .malformed,
          reader.openPacket.map { "the sender has ended within its first packet, after \($0)" }
            ?? "the sender has ended before it said anything")
      }
      reader.append(bytes)
    }
  }

  private static let chunkSize = 1 << 16

  private static func sender(
    at address: StreamAddress, waiting: () -> Void, isCalledOff: () -> Bool
  ) throws(StreamError) -> StreamSocket {
    if let socket = try StreamSocket.connected(to: address) { return socket }
    let listener = try StreamSocket.listening(at: address)
    waiting()
    try listener.awaitInput(unless: isCalledOff)
    guard let socket = listener.accept() else {
      throw StreamError(address, .unavailable, "nobody has connected")
    }
    return socket
  }

  private static func receive(
    from socket: StreamSocket, _ start: PacketReader, to source: LiveSource
  ) {
    var reader = start
    do throws(StreamError) {
      while true {
        while let packet = try reader.next() {
          switch packet.body {
          case .frame(let frame): try source.take(frame)
          case .bye(let bye):
            return source.end(
              bye.reason.isEmpty ? "the sender has ended" : "the sender has ended: \(bye.reason)")
          case .hello:
            throw StreamError(
              source.address, .malformed,
              "the sender has begun another run in the same stream (a second Hello), which is not "
                + "shown; end with Bye and connect again")
          case nil: continue
          }
        }
        let bytes = try socket.read(upTo: chunkSize)
        guard !bytes.isEmpty else {
          return end(source, insidePacket: reader.openPacket != nil)
        }
        reader.append(bytes)
      }
    } catch {
      source.end("\(error)", fault: error)
    }
  }

  private static func end(_ source: LiveSource, insidePacket: Bool) {
    guard insidePacket else { return source.end("the sender has ended") }
    let reason = "the sender has ended in the middle of a packet"
    source.end(reason, fault: StreamError(source.address, .malformed, reason))
  }
}
