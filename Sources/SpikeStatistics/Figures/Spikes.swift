import Networks
import SpikingEngine

extension Figure {
  /// The spikes of a step.
  package static let spikes = Figure(
    "spikes", word: "spikes", title: "spikes in this step", columnTitle: "spikes", unit: "spikes",
    help: "spikes in this step",
    definition:
      "Spikes of this step; a burst counts each of its spikes.",
    source: .common, format: .count, needs: .spikes,
    layer: { Double($0.statistics.counts.stepTotal) },
    neuron: { Double($0.spikes(of: $1)) },
    network: { layers, _ in Double(layers.reduce(0) { $0 + $1.counts.stepTotal }) })
}

extension LayerStep {
  /// The spikes of a neuron in the last step, taken back ones included.
  ///
  /// Costs O(log of the events).
  func spikes(of unit: Int) -> Int {
    let events = population.output
    var (low, high) = (0, events.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(events.indices[middle]) < unit { low = middle + 1 } else { high = middle }
    }
    guard low < events.count, Int(events.indices[low]) == unit else { return 0 }
    return Int(abs(layer.neuron.spikeCount(ofEvent: events.values[low])))
  }
}
