import Datasets
import Foundation
import Testing

/// Packed files are unpacked as far as they say that they go, and no further.
@Suite struct GzipTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  /// Packs bytes as they are, in pieces, so that no library is needed to write them.
  private func packed(_ bytes: [UInt8]) -> [UInt8] {
    var deflated: [UInt8] = []
    for start in stride(from: 0, to: max(bytes.count, 1), by: 65_535) {
      let piece = bytes[start..<min(start + 65_535, bytes.count)]
      let length = UInt16(piece.count)
      let isLast: UInt8 = start + 65_535 >= bytes.count ? 1 : 0
      deflated += [isLast, UInt8(length & 0xFF), UInt8(length >> 8)]
      deflated += [UInt8(~length & 0xFF), UInt8(~length >> 8)] + piece
    }
    let checksum = withUnsafeBytes(of: Self.checksum(bytes).littleEndian) { Array($0) }
    let size = withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { Array($0) }
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + deflated + checksum + size
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1) * 0xEDB8_8320 }
    }
  }

  private func problem(_ bytes: [UInt8]) throws -> String? {
    let path = try directory.write(packed(bytes), to: "images.gz")
    return failure { () throws(DatasetError) in _ = try ImageDataset.open(path) }?.description
  }

  @Test func whatIsStatedIsThere() throws {
    #expect(try problem(idx([3, 4, 5], Array(0..<60))) == nil)
    #expect(try problem(npy([3, 1, 4, 5], Array(0..<60))) == nil)
  }

  @Test func whatIsMoreThanStatedIsNotUnpacked() throws {
    let more = [UInt8](repeating: 0, count: 3 << 20)
    for file in [idx([3, 4, 5], Array(0..<60)), npy([3, 1, 4, 5], Array(0..<60))] {
      let problem = try problem(file + more)

      #expect(problem?.contains("unpacks to more than the \(file.count) bytes") == true)
    }
  }

  @Test func sizesThatCannotBeAreRefused() throws {
    let huge = idx([1 << 31, 1 << 31, 1 << 31], [])
    let problem = try problem(huge + [UInt8](repeating: 0, count: 100))

    #expect(problem?.contains("bytes") == true, "\(problem ?? "accepted")")
  }
}
