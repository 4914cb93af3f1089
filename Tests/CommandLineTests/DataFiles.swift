import Foundation
import Tensors

/// Files of images, as other programs write them.
enum DataFiles {
  /// An IDX file of unsigned bytes, all zero.
  static func idx(_ shape: [UInt32]) -> Data {
    var data = Data([0, 0, 8, UInt8(shape.count)])
    for length in shape { data.append(contentsOf: bytes(length)) }
    return data + Data(count: Int(shape.reduce(1, *)))
  }

  /// An npy file of unsigned bytes.
  static func npy(_ shape: [Int], _ elements: [UInt8]) -> Data {
    let lengths = shape.map { "\($0)" }.joined(separator: ", ")
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(lengths)), }"
    let padded = header + String(repeating: " ", count: 117 - header.count) + "\n"
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0]) + Data(padded.utf8) + Data(elements)
  }

  private static func bytes(_ number: UInt32) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }
}
