import Datasets
import Foundation
import Proofs
import Testing

/// A directory that exists as long as the value is in use.
final class TemporaryDirectory {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "spiketop-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, with its directories, and returns its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    // Overwriting would make the file system wait for the disk.
    try? FileManager.default.removeItem(at: url)
    try Data(bytes).write(to: url)
    return url.path
  }

  /// Writes a file that has a start and then zeros, without taking up space on the disk.
  func writeSparse(_ start: [UInt8], size: Int, to name: String) throws -> String {
    let path = try write(start, to: name)
    try #require(truncate(path, size) == 0)
    return path
  }
}

/// A small file, and what another program makes of it.
struct ReferenceFile: CustomTestStringConvertible {
  let name: String
  let base64: String
  var pixelsBase64 = ""

  /// Shape `[height, width, channels]`; empty if it is not a picture.
  var pixels: [UInt8] { bytes(pixelsBase64) ?? [] }

  var testDescription: String { name }
}

/// The bytes of a file.
func decoded(_ file: ReferenceFile) throws -> [UInt8] {
  try #require(bytes(file.base64))
}

/// What a text in base64 stands for; line breaks are passed over.
private func bytes(_ base64: String) -> [UInt8]? {
  Data(base64Encoded: base64, options: .ignoreUnknownCharacters).map { Array($0) }
}

/// The path of a file in the folder beside the project, or `nil` with a note if it is not there.
func shared(_ name: String) -> String? {
  Proofs.shared(name, for: "data set \(name)")?.path
}

/// The error that a call throws, which must be a `DatasetError` of one line.
func failure<Value>(
  _ body: () throws(DatasetError) -> Value, sourceLocation: SourceLocation = #_sourceLocation
) -> DatasetError? {
  do {
    _ = try body()
    return nil
  } catch {
    #expect(!error.description.contains("\n"), sourceLocation: sourceLocation)
    return error
  }
}

/// SplitMix64: random numbers that depend on the seed only.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }
}

/// An IDX file with axes of these lengths.
func idx(_ sizes: [Int], _ content: [UInt8]) -> [UInt8] {
  let lengths = sizes.flatMap { size in
    (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) }
  }
  return [0, 0, 8, UInt8(sizes.count)] + lengths + content
}

/// An npy file of bytes.
func npy(_ shape: [Int], _ content: [UInt8]) -> [UInt8] {
  NPYHeader.encoded(type: .uint8, shape: shape) + content
}

/// One record of CIFAR; the pixel at position i is `(first + i) mod 256`.
func cifarRecord(labels: [UInt8], first: Int) -> [UInt8] {
  labels + (0..<3072).map { UInt8(truncatingIfNeeded: first + $0) }
}
