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
  ///
  /// With each step that the run has not had yet it follows what has most SIN spikes by then, until
  /// the run ends: spikes that come late count as those that come early.
  mutating func startWhereItMatters() {
    let isLater = isLaterThanStart
    chooseLayer(isLater: isLater)
    if isLater { startStep = step }
    if shown.startsWhereItMatters { chooseUnit() }
  }

  /// Whether the run goes on in which the cursor was put where it matters, and nobody has moved it.
  var followsWhatMatters: Bool {
    guard let startStep else { return false }
    return startStep < plannedSteps || engine?.isGrowing ?? false
  }

  /// Whether the cursor is to be put where it matters at the present step.
  private var isLaterThanStart: Bool {
    followsWhatMatters && startStep.map { step > $0 } ?? false
  }

  /// As soon as statistics say something.
  ///
  /// While a run is young the first layers are ahead of the others, so the choice waits; where a
  /// screen shows one layer, what is known of a run that was stopped has to do.
  ///
  /// - Parameter isLater: Whether it was chosen before, at an earlier step: then only what has more
  ///   SIN spikes by now takes its place.
  private mutating func chooseLayer(isLater: Bool) {
    guard let engine, layerCount > 0 else { return }
    if isLater, let worst = worstLayer, worst != layer { (layer, input) = (worst, 0) }
    guard !hasChosenLayer else { return }
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
    startStep = step
  }

  /// The inactivated neuron with most spikes, which the list of SIN begins with, else the neuron
  /// with most spikes; costs O(neurons), for each step that it follows.
  private mutating func chooseUnit() {
    let isKnown = unitStart.map { $0 == (layer, startStep) } ?? false
    let isFree = startStep != nil && !isKnown && layersWithStartUnit.contains(layer)
    guard let engine, isFree || !layersWithChosenUnit.contains(layer), layer < layerCount,
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
    if units[layer] != most { input = 0 }
    units[layer] = most
    layersWithChosenUnit.insert(layer)
    layersWithStartUnit.insert(layer)
    unitStart = (layer, startStep)
  }

  /// Whether the neuron under the cursor is one that the user has come to on purpose.
  var isUnitChosenByUser: Bool {
    layersWithChosenUnit.contains(layer) && !layersWithStartUnit.contains(layer)
  }
}
