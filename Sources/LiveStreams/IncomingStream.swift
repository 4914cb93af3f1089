import Foundation

/// A stream that somebody sends, with what of it has been read.
struct IncomingStream {
  private let socket: StreamSocket
  private var reader: PacketReader

  private static let chunkSize = 1 << 16

  init(_ socket: StreamSocket, from address: StreamAddress) {
    self.socket = socket
    reader = PacketReader(address)
  }

  /// What there is of a packet that is not complete, in words; `nil` where there is nothing.
  var openPacket: String? { reader.openPacket }

  /// Waits for a packet.
  ///
  /// - Returns: `nil` at the end of the stream.
  mutating func next() throws(StreamError) -> Spiketop_Live_V1_Packet? {
    while true {
      if let packet = try reader.next() { return packet }
      guard try readMore() else { return try reader.last() }
    }
  }

  /// The same, but not for ever.
  ///
  /// - Parameter isCalledOff: Whether to wait no longer, asked some times a second.
  mutating func next(
    unless isCalledOff: () -> Bool
  ) throws(StreamError) -> Spiketop_Live_V1_Packet? {
    while true {
      if let packet = try reader.next() { return packet }
      try socket.awaitInput(unless: isCalledOff)
      guard try readMore() else { return try reader.last() }
    }
  }

  /// - Returns: `false` at the end of the stream.
  private mutating func readMore() throws(StreamError) -> Bool {
    let bytes = try socket.read(upTo: Self.chunkSize)
    reader.append(bytes)
    return !bytes.isEmpty
  }
}
