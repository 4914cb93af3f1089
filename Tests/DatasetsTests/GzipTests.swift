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
    try problem(inFile: packed(bytes))
  }

  private func problem(inFile bytes: [UInt8]) throws -> String? {
    let path = try directory.write(bytes, to: "images.gz")
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

  /// What is stated is not unpacked where no honest file shrinks so much.
  @Test func aFileMayNotBeManyTimesItsSize() throws {
    let stated = idx([1_000_000, 28, 28], [])
    let problem = try problem(stated + [UInt8](repeating: 0, count: 2 << 20))

    #expect(problem?.contains("more than 256 times") == true, "\(problem ?? "accepted")")
    #expect(try self.problem(idx([5_000, 28, 28], Array(repeating: 0, count: 3_920_000))) == nil)
  }

  /// As `cat` and tools that pack in parallel join them; some may be empty.
  @Test func membersInARowAreOneFile() throws {
    let whole = idx([3, 200, 500], (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * 7) })
    let parts = [whole[..<7], whole[7..<7], whole[7..<200_000], whole[200_000...]].map {
      packed(Array($0))
    }
    let joined = try directory.write(Array(parts.joined()), to: "joined.gz")
    let plain = try directory.write(whole, to: "plain")

    let found = try ImageDataset.open(joined)
    let right = try ImageDataset.open(plain)
    #expect(found.count == 3)
    for index in 0..<3 {
      #expect(try found.image(at: index).elements == right.image(at: index).elements)
    }
  }

  @Test(arguments: [Array("garbage".utf8), [0x1F], [0, 0, 0, 1]] as [[UInt8]])
  func whatIsBehindTheEndIsRefused(garbage: [UInt8]) throws {
    let whole = packed(idx([3, 4, 5], Array(0..<60)))

    #expect(try problem(inFile: whole + garbage)?.contains("behind its end") == true)
    #expect(try problem(inFile: whole + [0x1F, 0x8B])?.contains("gzip cannot unpack it") == true)
  }

  /// Blocks of tapes and disks are filled up with them.
  @Test func zerosBehindTheEndArePassedOver() throws {
    let whole = packed(idx([3, 4, 5], Array(0..<60)))
    #expect(try problem(inFile: whole + [UInt8](repeating: 0, count: 300_000)) == nil)
  }

  @Test func whatEndsTooEarlyIsTruncated() throws {
    let whole = packed(idx([3, 4, 5], Array(0..<60)))
    for count in 10..<whole.count {
      let problem = try problem(inFile: Array(whole[..<count]))
      #expect(problem?.contains("it is truncated") == true, "\(count): \(problem ?? "accepted")")
    }
  }
}
