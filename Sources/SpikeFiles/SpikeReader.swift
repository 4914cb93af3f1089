import Networks

/// Reads spikes of other programs; the content of a file decides what it is.
package enum SpikeReader {
  /// - Parameters:
  ///   - reading: What the user says of the file.
  ///   - network: The one that fired; `nil` if nobody knows.
  ///   - own: How many of some spikes the network itself fires, of how many, where somebody can
  ///     tell: decides what steps and neurons are counted from where nobody says.
  /// - Throws: `SpikeFileError`, and whatever reading the arrays of an npz file throws.
  package static func spikes(
    at path: String, reading: SpikeReading = SpikeReading(), of network: SpikingNetwork? = nil,
    own: ((ImportedSpikes) -> (own: Int, of: Int))? = nil,
    readers: SpikeFileReaders = .standard
  ) throws -> ImportedSpikes {
    let spikes = try readers.spikes(at: path, reading)
    guard let network, let own else {
      return try imported(spikes, path: path, reading: reading, of: network)
    }
    var best: (spikes: ImportedSpikes, own: Int)?
    for counting in countings(spikes, reading: reading) {
      guard var candidate = try? imported(spikes, path: path, reading: counting, of: network)
      else { continue }
      let (count, all) = own(candidate)
      guard count > best?.own ?? 0, 2 * count > all else { continue }
      candidate.counting = [
        "steps are counted from \(candidate.firstStep) and neurons from "
          + "\(counting.firstNeuron ?? 0), since \(count) of \(all) spikes are then those of the "
          + "network (--first-step, --first-id)"
      ]
      best = (candidate, count)
    }
    return try best?.spikes ?? imported(spikes, path: path, reading: reading, of: network)
  }

  private static func imported(
    _ spikes: ForeignSpikes, path: String, reading: SpikeReading, of network: SpikingNetwork?
  ) throws(SpikeFileError) -> ImportedSpikes {
    var spikes = spikes
    try spikes.count(neuronsFrom: reading.firstNeuron ?? spikes.firstNeuron ?? 0, path: path)
    if let network { try spikes.assign(to: network, path: path) }
    return try ImportedSpikes(
      spikes, path: path, reading: reading, thresholds: network?.layers.map(\.neuron.threshold))
  }

  /// The ways in which steps and neurons may be counted; none where file and user say all.
  private static func countings(
    _ spikes: ForeignSpikes, reading: SpikeReading
  ) -> [SpikeReading] {
    let steps = reading.firstStep ?? spikes.firstStep
    let neurons = reading.firstNeuron ?? spikes.firstNeuron
    guard steps == nil || neurons == nil else { return [] }
    return (steps.map { [$0] } ?? [1, 0]).flatMap { step in
      (neurons.map { [$0] } ?? [0, 1]).map { neuron in
        var counting = reading
        (counting.firstStep, counting.firstNeuron) = (step, neuron)
        return counting
      }
    }
  }
}
