import Networks
import SpikeStatistics
import TimeTravel

extension ScreenView {
  /// A row per step and pair of layers: how many spikes differ.
  func comparedNumbers() -> NumberTable {
    var table = NumberTable(["step", "layer", "neurons", "differ"])
    guard let comparison = engine.comparison, comparison.divergence.lastStep > 0 else {
      return table
    }
    let divergence = comparison.divergence
    for step in 1...divergence.lastStep {
      for (number, pair) in comparison.matching.pairs.enumerated() {
        guard let after = divergence.sum(ofPair: number, upTo: step),
          let before = divergence.sum(ofPair: number, upTo: step - 1)
        else { continue }
        let layer = network.layers[pair.first]
        table.append([step, layer.name, layer.shape.count, (after - before).count])
      }
    }
    table.total = divergence.lastStep * comparison.matching.pairs.count
    return table
  }
}
