import Foundation
import InputFiles

/// The 64-bit FNV-1a hash of some bytes: it tells damage and change, not malice.
package struct Checksum: Equatable {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  package init() {}

  package init(of data: Data) {
    add(data)
  }

  /// Of the content of a file, read in pieces.
  package init(of file: InputFile) throws(InputFileError) {
    let piece = 1 << 20
    for start in stride(from: 0, to: file.size, by: piece) {
      let bytes = try file.read(start..<min(start + piece, file.size))
      bytes.withUnsafeBytes { add($0) }
    }
  }

  mutating func add(_ data: Data) {
    data.withUnsafeBytes { add($0) }
  }

  mutating func add(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { add($0) }
  }

  mutating func add(_ text: String) {
    add(Data(text.utf8))
  }

  mutating func add(_ numbers: [Float]) {
    numbers.withUnsafeBytes { add($0) }
  }

  /// Sixteen hexadecimal digits.
  package var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private mutating func add(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }
}
