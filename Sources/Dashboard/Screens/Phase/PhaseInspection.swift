import Networks
import SpikeStatistics
import TimeTravel

/// What the phase screen shows of one layer at one step, computed once per change.
package struct PhaseInspection: Equatable, Sendable {
  /// One neuron that is off schedule.
  package struct Row: Equatable, Sendable {
    /// In channels-last order.
    package var unit: Int
    package var spikes: Int
    /// D, by the schedule of z; `nil` where it is not defined.
    package var deviation: Float?
    /// The means of D > 0 and of D < 0 so far, in spikes.
    package var lead: Float
    package var lag: Float
    /// psi, by the neuron's own drive; `nil` where it is not defined.
    package var offset: Int?
    /// dEI; `nil` where it was not computed or is not defined.
    package var timingLead: Double?
  }

  package enum Order: String, Equatable, Sendable, CaseIterable {
    case deviation, lead, lag, offset

    package var title: String {
      switch self {
      case .deviation: "|D|"
      case .lead: "mean lead"
      case .lag: "mean lag"
      case .offset: "|psi|"
      }
    }

    var columnTitle: String {
      switch self {
      case .deviation: "D"
      case .lead: "lead"
      case .lag: "lag"
      case .offset: "psi"
      }
    }
  }

  /// All that it depends on, but for how new the timing is.
  struct Source: Equatable, Sendable {
    var picture: PictureSource
    var layer: Int
    var order: Order
  }

  let source: Source

  package var layer: Int { source.layer }
  package var step: Int { source.picture.step }
  package var order: Order { source.order }

  /// The neurons that are furthest off, the worst first; at most `maximumRows`.
  package let rows: [Row]

  /// How many neurons are off at all in the sense of the order.
  package let rowCount: Int

  /// How many neurons have which D; `nil` where D is not defined.
  package let deviations: DeviationHistogram?

  /// psi of every layer; `nil` where it is not defined.
  package let offsets: [OffsetHistogram?]

  /// The arrival of excitation and inhibition; `nil` where it cannot be known.
  package let timing: TimingGroups?

  /// When excitation and inhibition reach each layer; `nil` where that cannot be known.
  package let arrivals: [LayerArrivals?]

  /// The step that `timing` and `arrivals` are about.
  package let timingStep: Int

  /// What they were computed from.
  private let timings: [LayerTiming?]

  static let maximumRows = 100

  /// With more spikes the arrivals at all layers cannot be counted for a picture.
  private static let mostSpikes = 1 << 20

  /// - Parameter old: What was shown before: of the same layer in the same run it knows what
  ///   arrived. While the run goes on its timing stays for a while, because it costs more than a
  ///   frame may.
  init(_ source: Source, status: EngineStatus, after old: PhaseInspection?) {
    self.source = source
    let (layer, step, runState) = (source.layer, source.picture.step, status.runState)
    offsets = runState.simulation.network.firingLayers.indices.map { status.offsets(of: $0) }
    let statistics = runState.statistics.layers[layer]
    let isDefined = statistics.phase.map { $0.evaluations > 0 } ?? false
    deviations = statistics.phase.flatMap {
      isDefined ? DeviationHistogram($0, coding: runState.simulation.network.coding) : nil
    }
    let worst = status.worstUnits(
      of: layer, by: source.order, count: PhaseInspection.maximumRows)
    rowCount = worst.count

    let known = old.flatMap { $0.isSameLayer(as: source) ? $0 : nil }
    if status.isRunning, let known, known.timing != nil, known.timingStep <= step,
      step < known.timingStep + max(known.timingStep / 4, 8)
    {
      (timing, timingStep, timings) = (known.timing, known.timingStep, known.timings)
      arrivals = known.arrivals
      rows = worst.units.map { status.phaseRow(of: $0, in: layer, timing: nil) }
    } else {
      let earlier = old.flatMap {
        $0.source.picture.generation == source.picture.generation ? $0.timings : nil
      }
      let timings = status.timings(of: layer, mostSpikes: Self.mostSpikes, after: earlier)
      timing = timings[layer].flatMap { arrivals in
        status.setting.references[layer].map {
          TimingGroups(
            arrivals, simulation: runState.simulation, statistics: statistics, reference: $0)
        }
      }
      timingStep = step
      arrivals = timings.map { $0.map { LayerArrivals($0, simulation: runState.simulation) } }
      self.timings = timings
      rows = worst.units.map { status.phaseRow(of: $0, in: layer, timing: timings[layer]) }
    }
  }

  private func isSameLayer(as other: Source) -> Bool {
    (source.picture.generation, layer) == (other.picture.generation, other.layer)
  }
}

extension EngineStatus {
  /// What has arrived at a layer, and at all others where there are few enough spikes.
  fileprivate func timings(
    of layer: Int, mostSpikes: Int, after earlier: [LayerTiming?]?
  ) -> [LayerTiming?] {
    let layers = runState.simulation.network.firingLayers.indices
    let spikes = layers.reduce(0) { $0 + runState.statistics.layers[$1].counts.total }
    return layers.map { index in
      guard index == layer || spikes <= mostSpikes else { return nil }
      return LayerTiming(
        of: index, simulation: runState.simulation, raster: raster, after: earlier?[index])
    }
  }

  fileprivate func offsets(of layer: Int) -> OffsetHistogram? {
    guard let quanta = runState.simulation.network.layers[layer].neuron.stepQuanta,
      runState.step > 0,
      runState.simulation.populations[layer].knowsPotential
    else { return nil }
    return OffsetHistogram(
      runState.statistics.layers[layer].counts, population: runState.simulation.populations[layer],
      threshold: quanta.quantum, maximumSpikes: quanta.limit, step: runState.step)
  }

  /// psi of one neuron.
  fileprivate func offset(of unit: Int, in layer: Int) -> Int? {
    guard let quanta = runState.simulation.network.layers[layer].neuron.stepQuanta,
      runState.step > 0,
      runState.simulation.populations[layer].knowsPotential
    else { return nil }
    let counts = runState.statistics.layers[layer].counts
    return offsetSpikes(
      count: Int(counts.count[unit]),
      drive: runState.simulation.populations[layer].membranePotential[unit] + counts.released[unit],
      threshold: quanta.quantum, maximumSpikes: quanta.limit, steps: runState.step)
  }

  /// The neurons that are off schedule, the worst first, and how many there are in all.
  fileprivate func worstUnits(
    of layer: Int, by order: PhaseInspection.Order, count: Int
  ) -> (units: [Int], count: Int) {
    let statistics = runState.statistics.layers[layer]
    let neurons = statistics.counts.count.count
    let key: (Int) -> Float
    if let regularity = statistics.regularity, statistics.phase == nil {
      let counts = statistics.counts
      return largest(count, of: neurons) { unit in
        counts.firstStep[unit] == 0
          ? nil
          : Unevenness(
            variation: regularity.variation(of: unit, counts: counts) ?? 0,
            spikes: counts.count[unit])
      }
    }
    switch (order, statistics.phase) {
    case (.offset, _): key = { Float(abs(offset(of: $0, in: layer) ?? 0)) }
    case (.deviation, let phase?) where phase.evaluations > 0:
      let deviations = phase.deviation
      key = { abs(deviations[$0]) }
    case (.lead, let phase?): key = phase.lead
    case (.lag, let phase?): key = phase.lag
    case (_, _): return ([], 0)
    }
    return largest(count, of: neurons) { unit in
      let value = key(unit)
      return value > 0 ? value : nil
    }
  }

  fileprivate func phaseRow(
    of unit: Int, in layer: Int, timing: LayerTiming?
  ) -> PhaseInspection.Row {
    let statistics = runState.statistics.layers[layer]
    return PhaseInspection.Row(
      unit: unit, spikes: Int(statistics.counts.count[unit]),
      deviation: statistics.phase?.deviation(of: unit),
      lead: statistics.phase?.lead(of: unit) ?? 0, lag: statistics.phase?.lag(of: unit) ?? 0,
      offset: offset(of: unit, in: layer),
      timingLead: timing?.timingLead(of: unit, simulation: runState.simulation))
  }
}

/// By what neurons are listed where nothing says when they should fire: the least even first, of
/// those that fire as evenly the most active one.
private struct Unevenness: Comparable {
  var variation: Double
  var spikes: Float

  static func < (left: Unevenness, right: Unevenness) -> Bool {
    (left.variation, left.spikes) < (right.variation, right.spikes)
  }
}

/// The indices with the largest keys, largest first, and how many have one at all.
private func largest<Key: Comparable>(
  _ count: Int, of total: Int, key: (Int) -> Key?
) -> (units: [Int], count: Int) {
  var best: [(key: Key, unit: Int)] = []
  var positive = 0
  for unit in 0..<total {
    guard let value = key(unit) else { continue }
    positive += 1
    if best.count == count, let last = best.last, value <= last.key { continue }
    let position = best.firstIndex { $0.key < value } ?? best.count
    best.insert((value, unit), at: position)
    if best.count > count { best.removeLast() }
  }
  return (best.map(\.unit), positive)
}
