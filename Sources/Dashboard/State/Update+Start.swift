import Networks
import SpikeStatistics

/// So many steps of a run say which layer and which neuron matter.
private let stepsToChoose = 16

extension DashboardState {
  /// The layer whose inactivated neurons have spiked most: of layers with as many spikes the one
  /// with more of these neurons, then the first; `nil` where there are none.
  var worstLayer: Int? {
    guard let engine else { return nil }
    let totals = engine.runState.statistics.layers.prefix(layerCount).map { layer in
      (layer.sin?.spikes ?? 0, layer.sin?.neurons ?? 0)
    }
    guard let most = totals.max(by: <), most.0 > 0 else { return nil }
    return totals.firstIndex { $0 == most }
  }

  /// Puts the cursor where it matters most, as long as nobody has chosen: on the layer with most
  /// SIN, else on the most active one, and where the screen shows a neuron on the worst of the
  /// layer.
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
    let worst = worstLayer
    guard isGrown || !engine.isRunning && (worst != nil || shown.startsWhereItMatters) else {
      return
    }
    let rates = layers.map { Double($0.counts.total) / Double(max($0.counts.count.count, 1)) }
    let mostActive = rates.max().flatMap { $0 > 0 ? rates.firstIndex(of: $0) : nil }
    guard let most = worst ?? mostActive else { return }
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
    layersWithStartUnit.insert(layer)
  }

  /// Whether the neuron under the cursor is one that the user has come to on purpose.
  var isUnitChosenByUser: Bool {
    layersWithChosenUnit.contains(layer) && !layersWithStartUnit.contains(layer)
  }
}
