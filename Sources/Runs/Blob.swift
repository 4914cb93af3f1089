import Foundation
import SpikingEngine

// Numbers in blobs are little-endian.
extension Data {
  package mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  package mutating func append<Number: FixedWidthInteger>(
    littleEndian numbers: some Sequence<Number>
  ) {
    #if _endian(little)
      let isDone: Void? = numbers.withContiguousStorageIfAvailable {
        append(contentsOf: UnsafeRawBufferPointer($0))
      }
      if isDone != nil { return }
    #endif
    for number in numbers { append(littleEndian: number) }
  }

  /// The positions of the bits, after how many there are.
  package mutating func append(listing words: some Sequence<UInt64>) {
    append(littleEndian: UInt32(words.reduce(0) { $0 + $1.nonzeroBitCount }))
    words.forEachBit { append(littleEndian: UInt32($0)) }
  }

  /// Little-endian float32.
  package init(littleEndian floats: some Sequence<Float>) {
    self.init()
    append(littleEndian: floats.map(\.bitPattern))
  }
}

/// Reads numbers from a blob, one after the other, and never beyond its end.
package struct BlobReader {
  private let data: Data
  private var position: Int

  package init(_ data: Data) {
    self.data = data
    position = data.startIndex
  }

  package var isAtEnd: Bool { position == data.endIndex }

  package mutating func number<Number: FixedWidthInteger>() -> Number? {
    let one: [Number]? = numbers(1)
    return one?.first
  }

  package mutating func numbers<Number: FixedWidthInteger>(_ count: Int) -> [Number]? {
    let size = MemoryLayout<Number>.size
    guard count >= 0, count <= (data.endIndex - position) / size else { return nil }
    let bytes = count * size
    defer { position += bytes }
    return data[position..<position + bytes].withUnsafeBytes { buffer in
      (0..<count).map {
        Number(
          littleEndian: buffer.loadUnaligned(
            fromByteOffset: $0 * MemoryLayout<Number>.size, as: Number.self))
      }
    }
  }

  /// A count and ascending positions, as bits.
  package mutating func list(units: Int) -> [UInt64]? {
    guard let count: UInt32 = number(), count <= units,
      let positions: [UInt32] = numbers(Int(count))
    else { return nil }
    var words = Array(repeating: UInt64(0), count: (units + 63) / 64)
    var previous = -1
    for position in positions {
      guard Int(position) > previous, position < units else { return nil }
      previous = Int(position)
      words[previous / 64] |= 1 << UInt64(previous % 64)
    }
    return words
  }

  /// All of the blob as floats.
  package static func floats(_ data: Data, count: Int) -> [Float]? {
    let bits: [UInt32]? = integers(data, count: count)
    return bits?.map(Float.init(bitPattern:))
  }

  /// All of the blob as whole numbers.
  package static func integers<Number: FixedWidthInteger>(
    _ data: Data, count: Int
  ) -> [Number]? {
    var reader = BlobReader(data)
    guard let numbers: [Number] = reader.numbers(count), reader.isAtEnd else { return nil }
    return numbers
  }
}
