import Foundation
import SwiftProtobuf

/// Takes packets out of a stream of bytes, however they were cut on the way.
struct PacketReader {
  private enum Encoding {
    case delimited
    case lines
    /// Text of two or four bytes a character, which is refused.
    case wideText
  }

  private let address: StreamAddress
  private var encoding: Encoding?
  private var buffer = Data()

  /// Up to here there is no end of a line, so that a long one is searched once, however it comes.
  private var searched = 0

  /// A packet of more bytes is none of ours.
  static let largestPacket = 64 << 20

  init(_ address: StreamAddress) {
    self.address = address
  }

  /// What there is of a packet that is not complete, in words; `nil` where there is nothing.
  var openPacket: String? {
    let isNothing = encoding == .delimited ? buffer.isEmpty : buffer.allSatisfy(Self.isBlank)
    return isNothing ? nil : "\(buffer.count) bytes\(Self.quoted(buffer))"
  }

  /// The first line of what is text instead of a packet; empty of what is none.
  private static func quoted(_ bytes: Data) -> String {
    let start = bytes.prefix(40).prefix { (32..<127).contains($0) }
    return start.count > 3 ? ", beginning '\(String(decoding: start, as: UTF8.self))'" : ""
  }

  mutating func append(_ bytes: Data) {
    buffer.append(bytes)
    guard encoding == nil else { return }
    if buffer.starts(with: Self.markedBrace) { drop(upTo: buffer.startIndex + 3) }
    encoding = Self.encoding(of: buffer)
  }

  /// `nil` where more bytes are needed: before the first '{' there may be blanks and empty lines,
  /// which are lengths of packets as well.
  private static func encoding(of start: Data) -> Encoding? {
    if wideBraces.contains(where: { start.starts(with: $0) }) { return .wideText }
    // Perhaps the mark is not there as a whole.
    let marks = wideBraces + [markedBrace]
    guard start.isEmpty || !marks.contains(where: { $0.starts(with: start) }) else { return nil }
    guard let first = start.first(where: { !isBlank($0) }) else {
      return start.count < mostBlanksOfAHello ? nil : .lines
    }
    return first == UInt8(ascii: "{") ? .lines : .delimited
  }

  /// No Hello begins with so many: its own length and its tag may be blanks, but not the length
  /// that follows, which is then 7, 8, 11 or 30.
  private static let mostBlanksOfAHello = 3

  /// The mark of UTF-8 in front of the first line, which some programs write; as a length it would
  /// be more than `largestPacket`.
  private static let markedBrace: [UInt8] = [0xEF, 0xBB, 0xBF, UInt8(ascii: "{")]

  /// How UTF-16 and UTF-32 begin with a brace, with their mark and without: none is a packet, as no
  /// field has the number 0, none begins with a group, and no length ends with a byte of 0.
  private static let wideBraces: [[UInt8]] = [
    [0xFF, 0xFE, 0x7B, 0x00], [0xFE, 0xFF, 0x00, 0x7B], [0x7B, 0x00], [0x00, 0x7B, 0x00],
    [0xFF, 0xFE, 0x00, 0x00], [0x00, 0x00, 0xFE, 0xFF, 0x00], [0x00, 0x00, 0x00, 0x7B, 0x00],
  ]

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 9 || byte == 10 || byte == 13 || byte == 32
  }

  /// The next packet that is there as a whole; `nil` if more bytes are needed.
  mutating func next() throws(StreamError) -> Spiketop_Live_V1_Packet? {
    switch encoding {
    case nil: nil
    case .delimited: try nextDelimited()
    case .lines: try nextLine()
    case .wideText: throw malformed("text in UTF-16 or UTF-32; send lines in UTF-8")
    }
  }

  /// The packet in a last line that nothing ends, once no more bytes come; `nil` where there is
  /// none, and where the line was cut.
  mutating func last() throws(StreamError) -> Spiketop_Live_V1_Packet? {
    guard encoding == .lines, !buffer.allSatisfy(Self.isBlank),
      let packet = try? Spiketop_Live_V1_Packet(jsonUTF8Bytes: buffer)
    else { return nil }
    defer { drop(upTo: buffer.endIndex) }
    try refuseRepeatedKeys(in: buffer)
    return packet
  }

  /// SwiftProtobuf joins or replaces what stands twice, and the sender means only one of them.
  private func refuseRepeatedKeys(in line: Data) throws(StreamError) {
    guard let key = RepeatedKey.first(in: line) else { return }
    throw malformed("a line with the key '\(key)' twice in one place")
  }

  private mutating func nextDelimited() throws(StreamError) -> Spiketop_Live_V1_Packet? {
    var (size, shift, position) = (UInt64(0), UInt64(0), buffer.startIndex)
    while true {
      guard position < buffer.endIndex else { return nil }
      let byte = buffer[position]
      position += 1
      size |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { break }
      shift += 7
      guard shift <= 28 else { throw malformed("no length of a packet where one belongs") }
    }
    guard size <= Self.largestPacket else {
      throw malformed("a packet of \(size) bytes; at most \(Self.largestPacket) are taken")
    }
    guard buffer.endIndex - position >= Int(size) else { return nil }
    let end = position + Int(size)
    // The length is a letter of what is text.
    let start = Self.quoted(buffer.prefix(40))
    defer { drop(upTo: end) }
    do {
      return try Spiketop_Live_V1_Packet(serializedBytes: buffer[position..<end])
    } catch {
      throw malformed("\(size) bytes that are no packet\(start)")
    }
  }

  private mutating func nextLine() throws(StreamError) -> Spiketop_Live_V1_Packet? {
    while let end = endOfLine() {
      let line = buffer[buffer.startIndex..<end]
      defer { drop(upTo: end + 1) }
      guard !line.allSatisfy(Self.isBlank) else { continue }
      let packet: Spiketop_Live_V1_Packet
      do {
        packet = try Spiketop_Live_V1_Packet(jsonUTF8Bytes: line)
      } catch {
        throw malformed(
          "a line that is no packet: '\(String(decoding: line.prefix(40), as: UTF8.self))'")
      }
      try refuseRepeatedKeys(in: line)
      return packet
    }
    guard buffer.count <= Self.largestPacket else {
      throw malformed("a line of more than \(Self.largestPacket) bytes")
    }
    return nil
  }

  /// Where the first line ends; `nil` while the rest of it is to come.
  private mutating func endOfLine() -> Data.Index? {
    let start = max(searched, buffer.startIndex)
    searched = buffer.endIndex
    return buffer[start...].withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let end = memchr(base, 10, bytes.count) else {
        return nil
      }
      return start + base.distance(to: UnsafeRawPointer(end))
    }
  }

  private mutating func drop(upTo end: Data.Index) {
    buffer = buffer[end...]
    searched = end
    // What was read is given back from time to time, not after each of many small packets.
    if buffer.startIndex > 1 << 20 || buffer.isEmpty {
      buffer = Data(buffer)
      searched = 0
    }
  }

  private func malformed(_ what: String) -> StreamError {
    StreamError(address, .malformed, "the stream holds \(what)")
  }
}
