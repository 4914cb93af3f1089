import Networks

/// Reads spikes of other programs; the content of a file decides what it is.
package enum SpikeReader {
  /// - Parameters:
  ///   - length: That of a step in ms.
  ///   - network: The one that fired; `nil` if nobody knows.
  /// - Throws: `SpikeFileError`, and whatever reading the arrays of an npz file throws.
  package static func spikes(
    at path: String, stepLength length: Double, of network: SpikingNetwork? = nil,
    readers: SpikeFileReaders = .standard
  ) throws -> ImportedSpikes {
    var spikes = try readers.spikes(at: path)
    try network.map { try spikes.assign(to: $0, path: path) }
    return try ImportedSpikes(
      spikes, path: path, stepLength: length, thresholds: network?.layers.map(\.neuron.threshold))
  }
}
