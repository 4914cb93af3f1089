import ExampleNetworks
import Foundation

/// Beginnings of a file, up to places where one of its parts ends or shortly before.
func cuts(
  _ bytes: [UInt8], at places: [Int], _ right: Right = .refused
) -> [HostileFile] {
  places.map { HostileFile("cut after \($0) bytes", Array(bytes.prefix($0)), right) }
}

/// Beginnings of a file, spread over all of it.
func cuts(_ bytes: [UInt8], count: Int, _ right: Right = .refused) -> [HostileFile] {
  cuts(bytes, at: (1...count).map { bytes.count * $0 / (count + 1) }, right)
}

/// Copies of a file in which a few bytes are others, as chance has it.
///
/// Nobody can say beforehand which of them are still files of the format.
func changes(_ bytes: [UInt8], count: Int, seed: Int, in range: Range<Int>? = nil)
  -> [HostileFile]
{
  var generator = SeededGenerator(seed: seed)
  let range = range ?? bytes.indices
  return (0..<count).map { number in
    var changed = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let place = Int.random(in: range, using: &generator)
      let interesting: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, changed[place] ^ 1, changed[place] &+ 1]
      changed[place] =
        Bool.random(using: &generator)
        ? interesting.randomElement(using: &generator) ?? 0
        : UInt8.random(in: 0...255, using: &generator)
    }
    return HostileFile(
      "changed by chance \(seed).\(number)", changed,
      .either(because: "a changed number may be lawful"))
  }
}

extension [UInt8] {
  /// A number in the byte order of most formats.
  init(little number: some FixedWidthInteger) {
    self = Swift.withUnsafeBytes(of: number.littleEndian) { [UInt8]($0) }
  }

  /// A number in the byte order of networks.
  init(big number: some FixedWidthInteger) {
    self = Swift.withUnsafeBytes(of: number.bigEndian) { [UInt8]($0) }
  }

  init(wholes: [Int64]) {
    self = wholes.flatMap { [UInt8](little: $0) }
  }

  init(doubles: [Double]) {
    self = doubles.flatMap { [UInt8](little: $0.bitPattern) }
  }

  init(floats: [Float]) {
    self = floats.flatMap { [UInt8](little: $0.bitPattern) }
  }

  /// A copy with other bytes at a place.
  func with(_ bytes: [UInt8], at place: Int) -> [UInt8] {
    var copy = self
    copy.replaceSubrange(place..<(place + bytes.count), with: bytes)
    return copy
  }

  /// Where some bytes stand for the first time.
  func place(of text: String) -> Int? {
    let wanted = [UInt8](text.utf8)
    return indices.first { self[$0...].starts(with: wanted) }
  }
}

extension [UInt8] {
  /// What a text in base64 stands for; line breaks are passed over.
  init(base64 text: String) {
    self = Array(Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data())
  }
}
