import Datasets
import Foundation

/// Reads spikes of other programs; the content of a file decides what it is.
package enum SpikeReader {
  /// - Parameter length: That of a step in ms.
  /// - Throws: `SpikeFileError`, and whatever reading the arrays of an npz file throws.
  package static func spikes(
    at path: String, stepLength length: Double
  ) throws -> ImportedSpikes {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw SpikeFileError(path, .missing, "there is no such file")
    }
    let start = try handle.read(upToCount: 8) ?? Data()
    try handle.close()
    return try ImportedSpikes(
      foreignSpikes(at: path, beginningWith: start), path: path, stepLength: length)
  }

  private static func foreignSpikes(
    at path: String, beginningWith start: Data
  ) throws -> ForeignSpikes {
    if start.starts(with: Array("PK".utf8)) { return try NPZSpikes.read(path) }
    if start.starts(with: [0x89] + Array("HDF".utf8)) { return try SONATASpikes.read(path) }
    return try TextSpikes.read(path)
  }
}
