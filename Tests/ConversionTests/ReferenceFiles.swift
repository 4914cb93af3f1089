import Foundation
import Tensors

/// The networks and images that lie beside the project, in `../shared`.
enum ReferenceFiles {
  /// `nil`, after a line that says so, where the directory is absent.
  static var shared: URL? {
    let package = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let shared = package.deletingLastPathComponent().appending(path: "shared")
    if FileManager.default.fileExists(atPath: shared.appending(path: "models").path) {
      return shared
    }
    print("skipped: ../shared is absent")
    return nil
  }

  /// The pixels of the first test images, 0 to 255, in the order of unit numbers.
  static func pixels(ofDataset name: String, count: Int, shared: URL) throws -> [[UInt8]] {
    if name.hasPrefix("CIFAR") {
      let file = shared.appending(path: "data/cifar10/test_batch.bin")
      let bytes = try [UInt8](Data(contentsOf: file, options: .alwaysMapped).prefix(count * 3073))
      return (0..<count).map { Array(bytes[($0 * 3073 + 1)..<(($0 + 1) * 3073)]) }
    }
    let bytes = try unzipped("/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz")
    return (0..<count).map { Array(bytes[(16 + $0 * 784)..<(16 + ($0 + 1) * 784)]) }
  }

  /// The numbers of a little-endian float32 file of NumPy.
  static func numbers(_ file: URL) throws -> [Float] {
    let data = try Data(contentsOf: file)
    let header = 10 + Int(data[8]) + Int(data[9]) << 8
    return data.dropFirst(header).withUnsafeBytes { bytes in
      (0..<(bytes.count / 4)).map { bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
    }
  }

  private static func unzipped(_ path: String) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return [UInt8](data)
  }
}
