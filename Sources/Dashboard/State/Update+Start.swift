import Networks
import SpikeStatistics

/// So many steps of a run say which layer and which neuron matter.
private let stepsToChoose = 16

extension DashboardState {
  /// Puts the cursor where it matters most, as long as nobody has chosen: on the layer with most
  /// spikes of inactivated neurons, else on the most active one, and where the screen shows a
  /// neuron on the worst of the layer.
  mutating func startWhereItMatters() {
    chooseLayer()
    if shown.startsWhereItMatters { chooseUnit() }
  }

  /// Once, as soon as statistics say something; the cursor stays there.
  ///
  /// While a run is young the first layers are ahead of the others, so the choice waits; where a
  /// screen shows one layer, what is known of a run that was stopped has to do.
  private mutating func chooseLayer() {
    guard let engine, !hasChosenLayer, layerCount > 0 else { return }
    let layers = engine.runState.statistics.layers.prefix(layerCount)
    let isGrown = step >= min(stepsToChoose, plannedSteps)
    let hasSIN = layers.contains { ($0.sin?.spikes ?? 0) > 0 }
    guard isGrown || !engine.isRunning && (hasSIN || shown.startsWhereItMatters) else { return }
    let worth = layers.enumerated().map { index, layer -> (Double, Double, Int) in
      let neurons = Double(max(layer.counts.count.count, 1))
      // Of layers that have as much of it, the first.
      return hasSIN
        ? (Double(layer.sin?.spikes ?? 0), Double(layer.sin?.neurons ?? 0), -index)
        : (Double(layer.counts.total) / neurons, 0, -index)
    }
    guard let most = worth.indices.max(by: { worth[$0] < worth[$1] }), worth[most].0 > 0 else {
      return
    }
    layer = most
    hasChosenLayer = true
  }

  /// The inactivated neuron with most spikes, which the list of SIN begins with, else the neuron
  /// with most spikes; costs O(neurons), once.
  private mutating func chooseUnit() {
    guard let engine, !layersWithChosenUnit.contains(layer), layer < layerCount,
      units.indices.contains(layer), !engine.isRunning || step >= stepsToChoose
    else { return }
    let statistics = engine.runState.statistics.layers[layer]
    let counts = statistics.counts.count
    let reference = engine.setting.references[layer]
    let firing = counts.indices.filter { counts[$0] > 0 }
    let sin = firing.filter { reference?.isInactive($0) ?? false }
    let candidates = sin.isEmpty ? firing : sin
    let key = { (unit: Int) in
      (counts[unit], statistics.phase?.deviation(of: unit) ?? 0, -unit)
    }
    guard let most = candidates.max(by: { key($0) < key($1) }) else { return }
    units[layer] = most
    layersWithChosenUnit.insert(layer)
  }
}
