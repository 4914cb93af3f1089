import CZlib
import Foundation

/// The CRC-32 of what a row of a run file holds, as zlib computes it: finds each change of up to
/// four bytes in a row of them, and all but one in 2^32 of others.
struct RowChecksum {
  /// As the column `crc` has it.
  let value: Int

  /// Costs some milliseconds for 10 MB.
  ///
  /// - Parameters:
  ///   - numbers: Each counts as 8 bytes, little-endian.
  ///   - blobs: Behind them, each after its length as such a number; the length of null is -1.
  init(_ numbers: [Int], _ blobs: [Data?]) {
    var checksum = crc32_z(0, nil, 0)
    func take(_ data: Data) {
      data.withUnsafeBytes { bytes in
        let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        // Nothing would begin anew.
        if let start { checksum = crc32_z(checksum, start, bytes.count) }
      }
    }
    for number in numbers { take(Self.bytes(of: number)) }
    for blob in blobs {
      take(Self.bytes(of: blob?.count ?? -1))
      if let blob { take(blob) }
    }
    value = Int(checksum)
  }

  private static func bytes(of number: Int) -> Data {
    var bytes = Data()
    bytes.append(littleEndian: Int64(number))
    return bytes
  }
}

extension RunFileRow {
  /// Whether the row is what was written; `true` in files of earlier versions, which do not say.
  func holds(_ checksum: @autoclosure () -> RowChecksum) throws -> Bool {
    guard hasColumn("crc") else { return true }
    return try integer("crc") == checksum().value
  }
}
