import Networks
import SpikeStatistics
import TimeTravel

/// Two layers of one network beside each other: what can be compared where no second network runs,
/// and none can be made.
struct LayerPair: Equatable {
  /// The layer under the cursor.
  let first: Int

  /// The one beside it; `nil` where there is no other.
  let second: Int?

  /// With the letters of the two.
  var sides: [(side: RunSide, layer: Int)] {
    [(.first, first)] + (second.map { [(.second, $0)] } ?? [])
  }
}

extension DashboardState {
  /// Whether Compare shows two layers: nothing can run beside the network.
  var comparesLayers: Bool {
    engine != nil && engine?.comparison == nil && !canChooseMethod && layerCount > 0
  }

  /// The layer under the cursor, and the one that was chosen beside it, else the next one, beside
  /// the last layer the one before.
  var layerPair: LayerPair {
    let chosen = compareScreen.otherLayer.flatMap { $0 < layerCount && $0 != layer ? $0 : nil }
    let next = layer + 1 < layerCount ? layer + 1 : layer - 1
    return LayerPair(first: layer, second: chosen ?? (next >= 0 ? next : nil))
  }

  /// Puts the next layer beside the one under the cursor.
  mutating func showNextLayerBeside() {
    guard let second = layerPair.second else { return }
    let next = (1..<layerCount).map { (second + $0) % layerCount }.first { $0 != layer }
    compareScreen.otherLayer = next ?? second
  }
}

extension ScreenView {
  /// At how many steps so many neurons of a layer have fired for the first time, and of how many.
  func firstSteps(ofLayer layer: Int) -> [Int] {
    runState.statistics.layers[layer].counts.firstStep.compactMap { $0 > 0 ? Int($0) : nil }
  }

  /// The step by which half of the neurons that have fired had done so; `nil` where none has.
  func medianFirstStep(ofLayer layer: Int) -> Int? {
    let steps = firstSteps(ofLayer: layer).sorted()
    return steps.isEmpty ? nil : steps[(steps.count - 1) / 2]
  }

  /// The share of the neurons of a layer that have fired after each step, from step 1 on.
  func firedShares(ofLayer layer: Int) -> [Double] {
    var counts = Array(repeating: 0, count: step + 1)
    for first in firstSteps(ofLayer: layer) where first <= step { counts[first] += 1 }
    let neurons = Double(max(network.layers[layer].shape.count, 1))
    var sum = 0
    return counts.dropFirst().map { count in
      sum += count
      return Double(sum) / neurons
    }
  }

  /// Spikes per neuron in a step; `nil` where that is not kept.
  func rate(ofLayer layer: Int, at step: Int) -> Double? {
    engine.history.entry(of: layer, at: step).map {
      Double($0.spikes) / Double(max(network.layers[layer].shape.count, 1))
    }
  }

  /// How many intervals between the spikes of a neuron of a layer have which length, from one step
  /// on; nothing where that is not counted.
  func intervalLengths(ofLayer layer: Int) -> [Int] {
    runState.statistics.layers[layer].regularity?.lengths ?? []
  }

  /// Spikes per step of each neuron, in channels-last order.
  func unitRates(ofLayer layer: Int) -> [Double] {
    runState.statistics.layers[layer].counts.count.map { Double($0) / Double(max(step, 1)) }
  }
}
