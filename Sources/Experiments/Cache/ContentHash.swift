/// The 64-bit xxHash of some bytes (Collet 2012, XXH64): it tells contents apart, at some bytes per
/// clock cycle, and is no shield against malice.
package struct ContentHash: Equatable, Sendable {
  private(set) var value: UInt64

  /// Of nothing.
  init() {
    value = ContentHash.hash(of: UnsafeRawBufferPointer(start: nil, count: 0), seed: 0)
  }

  /// Goes on with further bytes: the hash of these, with what was there before as the seed.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    value = ContentHash.hash(of: bytes, seed: value)
  }

  mutating func add(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { add($0) }
  }

  mutating func add(_ text: String) {
    add(Array(text.utf8))
  }

  mutating func add(_ numbers: [Float]) {
    numbers.withUnsafeBytes { add($0) }
  }

  mutating func add(_ numbers: [Int32]) {
    numbers.withUnsafeBytes { add($0) }
  }

  /// Sixteen hexadecimal digits.
  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  package static func hash(of bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
    let count = bytes.count
    var position = 0
    var hash: UInt64
    if count >= 32 {
      var (a, b) = (seed &+ first &+ second, seed &+ second)
      var (c, d) = (seed, seed &- first)
      while position <= count - 32 {
        a = round(a, word(bytes, position))
        b = round(b, word(bytes, position + 8))
        c = round(c, word(bytes, position + 16))
        d = round(d, word(bytes, position + 24))
        position += 32
      }
      hash = rotated(a, 1) &+ rotated(b, 7) &+ rotated(c, 12) &+ rotated(d, 18)
      for lane in [a, b, c, d] { hash = (hash ^ round(0, lane)) &* first &+ fourth }
    } else {
      hash = seed &+ fifth
    }
    hash = hash &+ UInt64(count)
    while position <= count - 8 {
      hash = rotated(hash ^ round(0, word(bytes, position)), 27) &* first &+ fourth
      position += 8
    }
    if position <= count - 4 {
      let half = bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)
      hash = rotated(hash ^ UInt64(UInt32(littleEndian: half)) &* first, 23) &* second &+ third
      position += 4
    }
    while position < count {
      hash = rotated(hash ^ UInt64(bytes[position]) &* fifth, 11) &* first
      position += 1
    }
    hash = (hash ^ (hash >> 33)) &* second
    hash = (hash ^ (hash >> 29)) &* third
    return hash ^ (hash >> 32)
  }

  // The primes of the definition.
  private static let first: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let second: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let third: UInt64 = 0x1656_67B1_9E37_79F9
  private static let fourth: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let fifth: UInt64 = 0x27D4_EB2F_1656_67C5

  private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
    rotated(lane &+ input &* second, 31) &* first
  }

  private static func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 {
    value << bits | value >> (64 - bits)
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
  }
}
