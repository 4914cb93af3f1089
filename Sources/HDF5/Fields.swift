/// Writes the fields of a message: whole numbers of 64 bits, and texts behind their lengths.
struct FieldWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put(_ number: Int) {
    withUnsafeBytes(of: Int64(number)) { bytes.append(contentsOf: $0) }
  }

  mutating func put(_ text: String) {
    put(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func put(_ numbers: [Int]) {
    put(numbers.count)
    for number in numbers { put(number) }
  }

  mutating func put(_ texts: [String]) {
    put(texts.count)
    for text in texts { put(text) }
  }
}

/// Reads the fields of a message, which may be anything at all.
struct FieldReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func number() throws(ChannelFailure) -> Int {
    guard bytes.count - position >= 8 else { throw .garbled }
    defer { position += 8 }
    return Int(bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: Int64.self) })
  }

  mutating func text() throws(ChannelFailure) -> String {
    let count = try number()
    guard (0...(bytes.count - position)).contains(count) else { throw .garbled }
    defer { position += count }
    return String(decoding: bytes[position..<(position + count)], as: UTF8.self)
  }

  mutating func texts() throws(ChannelFailure) -> [String] {
    var texts: [String] = []
    for _ in 0..<(try count()) { texts.append(try text()) }
    return texts
  }

  /// Lengths of axes, and their product.
  mutating func shape() throws(ChannelFailure) -> (lengths: [Int], count: Int) {
    var (lengths, count) = ([Int](), 1)
    for _ in 0..<(try self.count()) {
      let length = try number()
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: length)
      guard length >= 0, !isTooLarge else { throw .garbled }
      lengths.append(length)
      count = product
    }
    return (lengths, count)
  }

  /// How many fields follow; each takes eight bytes at least.
  private mutating func count() throws(ChannelFailure) -> Int {
    let count = try number()
    guard (0...((bytes.count - position) / 8)).contains(count) else { throw .garbled }
    return count
  }
}
