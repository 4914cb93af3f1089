import Networks
import PlainText
import SpikingEngine

extension SpikeExport {
  /// The most rows that are kept in memory until a file is whole, and the most that amounts may add
  /// to a file that is written as it comes: a few bytes of a recording can stand for billions.
  package static let mostRows = 1 << 25

  /// Counts the rows before the first is written.
  ///
  /// Costs reading the steps once more, where a format keeps rows in memory or neurons send
  /// amounts.
  ///
  /// - Parameters:
  ///   - isStream: Whether rows are written as they come; those of single spikes are not bounded
  ///     then, as they are no more than the recording has events.
  ///   - path: What is exported, for messages.
  /// - Throws: `SpikeFileError.Kind.unsuitable` where they are too many.
  package func checkRows(
    of source: any SpikeSource, in network: SpikingNetwork, isStream: Bool, path: String,
    limit: Int = SpikeExport.mostRows
  ) throws(SpikeFileError) {
    let counted = layers.filter { !isStream || network.layers[$0].neuron.eventSpikes.areBursts }
    guard !counted.isEmpty else { return }
    var (rows, events) = (0, 0)
    var step = source.nextStep(from: steps.lowerBound)
    while step <= steps.upperBound {
      for layer in counted {
        let replayed = source.step(step, of: layer)
        let neuron = network.layers[layer].neuron
        events += replayed.words.reduce(0) { $0 + $1.nonzeroBitCount }
        // Far below what overflows, and far beyond what is written.
        rows = min(rows + Self.rows(of: replayed, by: neuron.eventSpikes), 1 << 60)
      }
      step = source.nextStep(from: step + 1)
    }
    guard rows - (isStream ? events : 0) > limit else { return }
    throw SpikeFileError(
      path, .unsuitable,
      "\(grouped(events)) events are \(grouped(rows)) spikes, a row for each, but at most "
        + "\(grouped(limit)) rows \(isStream ? "more than events " : "")are written; choose fewer "
        + "with --steps or --layers")
  }

  private static func rows(of replayed: ReplayedStep, by spikes: EventSpikes) -> Int {
    let counts = replayed.values.map { min(max(Int(spikes($0)), 0), 1 << 32) }
    let events = replayed.words.reduce(0) { $0 + $1.nonzeroBitCount }
    return replayed.values.count == 1 ? counts[0] * events : counts.reduce(0, +)
  }
}
