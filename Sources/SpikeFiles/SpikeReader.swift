import Datasets
import Foundation
import Networks

/// Reads spikes of other programs; the content of a file decides what it is.
package enum SpikeReader {
  /// - Parameters:
  ///   - length: That of a step in ms.
  ///   - layers: Of the network that fired, the readout last; `nil` if nobody knows.
  /// - Throws: `SpikeFileError`, and whatever reading the arrays of an npz file throws.
  package static func spikes(
    at path: String, stepLength length: Double, of layers: [SpikingLayer]? = nil
  ) throws -> ImportedSpikes {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw SpikeFileError(path, .missing, "there is no such file")
    }
    let start = try handle.read(upToCount: 8) ?? Data()
    try handle.close()
    var spikes = try foreignSpikes(at: path, beginningWith: start)
    try layers.map { try spikes.assign(to: $0, path: path) }
    return try ImportedSpikes(
      spikes, path: path, stepLength: length, thresholds: layers?.map(\.neuron.threshold))
  }

  private static func foreignSpikes(
    at path: String, beginningWith start: Data
  ) throws -> ForeignSpikes {
    if start.starts(with: Array("PK".utf8)) { return try NPZSpikes.read(path) }
    if start.starts(with: [0x89] + Array("HDF".utf8)) { return try SONATASpikes.read(path) }
    return try TextSpikes.read(path)
  }
}
