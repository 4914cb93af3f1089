import Foundation

/// Some units of a layer, as one bit each.
package struct UnitSet: Codable, Equatable, Sendable {
  private var words: [UInt64]

  package init() {
    words = []
  }

  /// - Parameter units: In channels-last order; those that are `true` belong to the set.
  package init(_ units: some Collection<Bool>) {
    words = Array(repeating: 0, count: (units.count + 63) / 64)
    for (unit, belongs) in units.enumerated() where belongs {
      words[unit / 64] |= 1 << UInt64(unit % 64)
    }
  }

  /// How many units are in it.
  package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Adds the units of another set of the same layer.
  package mutating func formUnion(_ other: UnitSet) {
    if words.count < other.words.count {
      words += Array(repeating: 0, count: other.words.count - words.count)
    }
    for index in other.words.indices { words[index] |= other.words[index] }
  }

  /// Whether it can be one of so many units; what comes from a file may not.
  package func fits(units: Int) -> Bool {
    guard words.count <= (units + 63) / 64 else { return false }
    let rest = units % 64
    return rest == 0 || words.count < (units + 63) / 64
      || words[words.count - 1] >> UInt64(rest) == 0
  }

  /// As one text, which is shorter than a list of numbers.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let data = try container.decode(Data.self)
    guard data.count % 8 == 0 else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not whole words")
    }
    words = stride(from: 0, to: data.count, by: 8).map { start in
      data[data.startIndex + start..<data.startIndex + start + 8].reversed().reduce(0) {
        $0 << 8 | UInt64($1)
      }
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(
      Data(words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }))
  }
}

// The names in files of `--resume`.
extension UnitSet {
  private enum CodingKeys: String, CodingKey {
    case words
  }
}
