import Networks
import Recordings
import SpikingEngine

/// When excitation and inhibition reach the neurons of one layer, from recorded spikes and weights.
///
/// With the arrivals split by their sign, each contribution of a synapse or of the constant current
/// on its own, `I = I⁺ - I⁻`:
///
///     tauE = Σ t·I⁺ / Σ I⁺      tauI = Σ t·I⁻ / Σ I⁻      dEI = tauI - tauE
///
/// This project's own statistic; above zero, excitation leads. The weights do not change with time,
/// so the sums over steps are taken once per source neuron, in O(spikes), and a neuron then costs
/// O(fan-in), however long the run is. Equals `NeuronTrace.timingLead` but for rounding.
package struct LayerTiming: Equatable, Sendable {
  package let layer: Int

  /// The last step that counts.
  package let step: Int

  /// By the number of the source layer.
  private let sources: [Int: SpikeMoments]

  /// - Parameters:
  ///   - simulation: The present; steps after it do not count.
  ///   - earlier: Of the same run, perhaps at an earlier step: its steps are not counted again.
  /// - Returns: `nil` before the first step, where the raster has dropped the first one, for max
  ///   pools and delay lines, which have no weights, and where the run is told and not computed.
  package init?(
    of layer: Int, simulation: Simulation, raster: SpikeRaster, after earlier: LayerTiming? = nil
  ) {
    guard !simulation.isReplay, simulation.step > 0, raster.firstStep == 1,
      raster.lastStep >= simulation.step
    else { return nil }
    if simulation.network.layers[layer].neuron.role.isPassage { return nil }
    self.layer = layer
    step = simulation.step
    let known = earlier.flatMap { $0.layer == layer && $0.step <= simulation.step ? $0 : nil }
    var sources: [Int: SpikeMoments] = [:]
    for projection in simulation.network.layers[layer].projections {
      guard case .layer(let source) = projection.source, sources[source] == nil else { continue }
      var moments =
        known?.sources[source]
        ?? SpikeMoments(neurons: simulation.network.layers[source].shape.count)
      for arrival in ((known?.step ?? 0) + 1)..<(simulation.step + 1)
      where simulation.network.listens(layer, atStep: arrival) {
        let events = raster.events(of: source, at: source < layer ? arrival : arrival - 1)
        moments.add(events, at: arrival)
      }
      sources[source] = moments
    }
    self.sources = sources
  }

  /// dEI of a neuron in steps; `nil` while one side has not arrived at all.
  ///
  /// - Parameters:
  ///   - unit: In channels-last order.
  ///   - simulation: The one that this was made from.
  package func timingLead(of unit: Int, simulation: Simulation) -> Double? {
    var arrivals = Arrivals()
    add(arrivalsAt: unit, simulation: simulation, to: &arrivals)
    return arrivals.timingLead
  }

  /// tauE and tauI of some neurons together: the charge of all of them is one sum; `nil` for a side
  /// that has not arrived at any.
  ///
  /// - Parameter units: In channels-last order.
  package func meanArrivals(
    of units: some Sequence<Int>, simulation: Simulation
  ) -> (excitation: Double?, inhibition: Double?) {
    var arrivals = Arrivals()
    for unit in units { add(arrivalsAt: unit, simulation: simulation, to: &arrivals) }
    return (arrivals.excitation.meanStep, arrivals.inhibition.meanStep)
  }

  private func add(arrivalsAt unit: Int, simulation: Simulation, to arrivals: inout Arrivals) {
    arrivals.add(constantCurrentInto: unit, of: layer, simulation: simulation)
    for incoming in simulation.packed.incoming(of: unit, in: layer) {
      guard case .layer(let source) = incoming.source, let moments = sources[source]
      else { continue }
      for synapse in incoming.synapses {
        arrivals.add(moments.sent[synapse.source], weight: Double(synapse.weight))
        if !moments.takenBack.isEmpty {
          arrivals.add(moments.takenBack[synapse.source], weight: -Double(synapse.weight))
        }
      }
    }
  }

  /// About how many plain synapses a neuron takes as long as, to plan how many can be afforded:
  /// each has to be looked up, and synapses behind a pool must be put together first.
  package func cost(of unit: Int, simulation: Simulation) -> Int {
    let stages = simulation.network.layers[layer].projections.map(\.stages.count).max() ?? 1
    let synapses = simulation.packed.incoming(of: unit, in: layer).reduce(0) {
      $0 + $1.synapses.count
    }
    return Self.costOfLookUp + (stages > 1 ? 8 * synapses : synapses)
  }

  /// Measured: a neuron with 27 synapses takes as long as these and about so many more.
  private static let costOfLookUp = 256
}

/// An amount of charge, and the sum of it times the step in which it came.
private struct TimedCharge: Equatable, Sendable {
  var amount = 0.0
  var amountTimesStep = 0.0

  mutating func add(_ charge: Double, at step: Int) {
    amount += charge
    amountTimesStep += charge * Double(step)
  }

  /// The mean step; `nil` of nothing.
  var meanStep: Double? { amount > 0 ? amountTimesStep / amount : nil }
}

/// What each neuron of a layer has delivered, and what it took back, both as positive amounts.
private struct SpikeMoments: Equatable, Sendable {
  private(set) var sent: [TimedCharge]
  /// Empty while no neuron took anything back.
  private(set) var takenBack: [TimedCharge] = []

  init(neurons: Int) {
    sent = Array(repeating: TimedCharge(), count: neurons)
  }

  /// Takes in what arrives in a step.
  mutating func add(_ events: RecordedEvents, at step: Int) {
    guard !events.isEmpty else { return }
    events.words.forEachBit { add(Double(events.value(of: $0)), of: $0, at: step) }
  }

  private mutating func add(_ charge: Double, of unit: Int, at step: Int) {
    guard charge < 0 else {
      sent[unit].add(charge, at: step)
      return
    }
    if takenBack.isEmpty { takenBack = Array(repeating: TimedCharge(), count: sent.count) }
    takenBack[unit].add(-charge, at: step)
  }
}

/// What reached one neuron.
private struct Arrivals {
  private(set) var excitation = TimedCharge()
  private(set) var inhibition = TimedCharge()

  var timingLead: Double? {
    guard let early = excitation.meanStep, let late = inhibition.meanStep else { return nil }
    return late - early
  }

  mutating func add(_ charge: TimedCharge, weight: Double) {
    if weight > 0 {
      excitation.amount += weight * charge.amount
      excitation.amountTimesStep += weight * charge.amountTimesStep
    } else {
      inhibition.amount -= weight * charge.amount
      inhibition.amountTimesStep -= weight * charge.amountTimesStep
    }
  }

  mutating func add(constantCurrentInto unit: Int, of layer: Int, simulation: Simulation) {
    let last = simulation.step
    switch simulation.network.coding {
    case .rate:
      let current = simulation.constantCurrent(of: unit, in: layer, atStep: last)
      let isLate = !simulation.network.listens(layer, atStep: 1)
      let (end, start) = (Double(last), isLate ? Double(simulation.network.readoutStart) : 0)
      let time = TimedCharge(
        amount: max(end - start, 0),
        amountTimesStep: max(end * (end + 1) - start * (start + 1), 0) / 2)
      add(time, weight: Double(current))
    case .cycles, .differential:
      for step in 1...last {
        let current = simulation.constantCurrent(of: unit, in: layer, atStep: step)
        if current != 0 {
          add(TimedCharge(amount: 1, amountTimesStep: Double(step)), weight: Double(current))
        }
      }
    }
  }
}
