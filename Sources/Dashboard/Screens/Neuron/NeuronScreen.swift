import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// From so many columns on what arrives and the receptive field stand beside the causes.
private let columnsForAll = 118

/// Behind that of all panes: nothing leaves so that another pane has its full resolution.
private let lastPriority = 20

extension ScreenView {
  /// The potential over time, why the neuron is off schedule, its figures, and where there is room
  /// what arrives and where its synapses lie.
  func neuronLayout(_ size: Size) -> Layout<String> {
    let chosen = state.neuronPicture
    let others = state.neuronPictures.filter { $0 != chosen }
    // The table of causes is whole where the other pictures have room beside it.
    let left = Extent(size.columns < columnsForAll ? 44 : 68, ideal: 70, weight: 3)
    let pane = { (picture: NeuronPicture, columns: Extent, priority: Int) in
      neuronPane(picture, columns: columns, priority: priority)
    }
    let side = Extent(46, ideal: 56, weight: 2)
    // The columns within the frames.
    let lines = max(unitFacts().rows(columns: [left, side].shares(of: size.columns - 4)[1]), 1)
    return .columns([
      .stack(
        [
          Pane("trace", rows: Extent(8, ideal: 16, weight: 3), columns: left, priority: 0),
          pane(chosen, left, 1),
        ] + spikePanes(left: left)),
      .stack(
        [
          Pane(
            "facts", rows: Extent(min(lines, 8), ideal: lines, maximum: lines, weight: 20),
            columns: Extent(30, ideal: 32, weight: 2), priority: 2)
        ]
          + others.enumerated().map { pane($1, side, 3 + $0) } + spikePanes(right: side)),
    ])
  }

  /// One of the pictures below the trace; the receptive field in its own resolution, if there is
  /// room for that.
  private func neuronPane(
    _ picture: NeuronPicture, columns: Extent, priority: Int
  ) -> Pane<String> {
    let rows = Extent(5, ideal: 10, weight: 2)
    guard picture == .field, let full = rowsOfField, full > rows.minimum else {
      return Pane(picture.name, rows: rows, columns: columns, priority: priority)
    }
    return Pane(
      picture.name, rows: Extent(full, ideal: max(full, rows.ideal), weight: rows.weight),
      columns: columns, priority: priority,
      reduced: Pane.Reduced(rows: rows, columns: columns, fullPriority: lastPriority))
  }

  /// What the layer of the neuron does, in the room of causes.
  private func spikePanes(left columns: Extent) -> [Pane<String>] {
    guard !state.neuronPictures.contains(.cause) else { return [] }
    return [
      Pane("spikes", rows: Extent(6, ideal: 12, weight: 2), columns: columns, priority: 6)
    ]
  }

  /// How its neurons are spread, in the room of synapses.
  private func spikePanes(right columns: Extent) -> [Pane<String>] {
    guard !state.neuronPictures.contains(.cause) else { return [] }
    let rates = Pane("rates", rows: Extent(6, ideal: 10), columns: columns, priority: 7)
    return [rates] + distributionPanes(columns: columns, priority: 8)
  }

  func unitFactsTitle() -> PaneTitle {
    PaneTitle("figures", context.hasANN ? [] : ["no ANN"])
  }

  func traceTitle() -> PaneTitle {
    guard state.layer < layers.count else { return PaneTitle("neuron") }
    return PaneTitle(
      name(ofUnit: state.unit, in: state.layer),
      [
        place(ofUnit: state.unit, in: state.layer),
        tracesPotential ? "potential over time" : "spikes so far",
      ],
      hints: state.mayFire
        ? hints(["next-spike": "next spike", "previous-spike": "previous"]) : [])
  }

  func title(of picture: NeuronPicture) -> PaneTitle {
    switch picture {
    case .cause:
      PaneTitle(
        "why", ["spikes against the schedule"],
        hints: state.inspection?.cause?.terms.isEmpty ?? true
          ? [] : hints(["inspect": "to the input"]))
    case .arrivals: PaneTitle("arrivals", ["t=\(step)"])
    case .field: PaneTitle("field", ["weights where they lie"])
    case .intervals: unitIntervalsTitle()
    }
  }

  func drawNeuronPicture(_ picture: NeuronPicture, on canvas: inout Canvas) {
    guard let inspection = state.inspection, state.layer < layers.count else { return }
    switch picture {
    case .cause: drawCause(inspection, on: &canvas)
    case .arrivals: drawArrivals(inspection, on: &canvas)
    case .field: drawField(inspection, on: &canvas)
    case .intervals: drawUnitIntervals(on: &canvas)
    }
  }

  /// Silence, or what of the neuron's spikes is off schedule.
  func neuronInsight() -> String? {
    guard let inspection = state.inspection, state.layer < layers.count, step > 0 else {
      return nil
    }
    let name = name(ofUnit: state.unit, in: state.layer)
    let statistics = runState.statistics.layers[state.layer]
    let count = Int(statistics.counts.count[state.unit])
    if let silence = silenceInsight() { return silence }
    let spikes = counted(count, "spike")
    let isOff = reference?.isInactive(state.unit) ?? false
    guard let cause = inspection.cause else {
      let reason = context.hasANN ? "" : ", no ANN says when it should fire"
      return "\(name): \(spikes) in \(steps(step))\(reason)"
    }
    let words = isOff ? "inactivated but fired: \(spikes)" : spikes
    let charge = visibleSigned(Double(cause.deviation))
    return "\(name): \(words), off schedule by a charge of \(charge)"
      + (largestPart(of: cause).map { ", \($0)" } ?? "")
  }

  /// Which input took most of what a neuron is off by, or the largest part of it; `nil` where none
  /// went the same way.
  private func largestPart(of cause: SpikeCause) -> String? {
    guard cause.deviation != 0,
      let term = cause.terms.first(where: { ($0.contribution > 0) == (cause.deviation > 0) })
    else { return nil }
    let source = "from \(name(ofUnit: term.unit, in: term.layer))"
    let (part, whole) = (abs(term.contribution), abs(cause.deviation))
    let amount = signed(Double(term.contribution))
    // More than all of it, where other inputs went the other way, is no part.
    return part > whole / 2 && part <= whole
      ? "most of it \(source) (\(amount))" : "the largest part \(source) (\(amount))"
  }

  /// The figures of the neuron under the cursor.
  func drawUnitFacts(on canvas: inout Canvas) {
    unitFacts().draw(on: &canvas, column: 1)
  }

  func unitFacts() -> FactList {
    var facts = FactList()
    guard let inspection = state.inspection, state.layer < layers.count else { return facts }
    let layer = network.layers[state.layer]
    let statistics = runState.statistics.layers[state.layer]
    let unit = state.unit
    let population = runState.simulation.populations[state.layer]
    let count = Int(statistics.counts.count[unit])
    let hasFired = statistics.counts.firstStep[unit] > 0
    if let reference {
      let isOff = reference.isInactive(unit)
      facts.add("ANN z / a", analogText(reference, unit), .annTarget)
      if let own = layer.channelThreshold(of: unit), let threshold = layer.neuron.threshold {
        let factor = decimal(Double(threshold / own), digits: 2)
        facts.add("channel theta", "\(decimal(Double(own), digits: 3)), all shown x\(factor)")
      }
      facts.add("here", isOff ? "inactivated" : "active")
      facts.add(
        "spikes", isOff && hasFired ? "\(count), all SIN" : "\(count)",
        isOff && hasFired ? .sinSpike : .plain)
    } else {
      facts.add("spikes", "\(count)")
      let layerStep = layerStep(state.layer)
      for figure in [Figure.intervalMean, .intervalVariation] {
        facts.add(figure.title, figure.text(of: unit, in: layerStep))
      }
    }
    addEvent(to: &facts, takenBack: inspection.takenBack)
    facts.add(
      "first, last",
      !hasFired
        ? "-" : "t=\(statistics.counts.firstStep[unit]), t=\(statistics.counts.lastStep[unit])")
    let (m, v) = (population.integratedPotential[unit], population.membranePotential[unit])
    facts.add(
      "m, then v",
      population.knowsPotential
        ? "\(decimal(Double(m), digits: 2)), \(decimal(Double(v), digits: 2))" : "not recorded")
    if state.hasSchedule {
      facts.add("D", deviationText(statistics.phase?.deviation(of: unit)))
    }
    if population.knowsPotential { addOrigin(to: &facts, potential: v, count: count) }
    if state.hasWeights {
      facts.add(
        "dEI", inspection.timingLead.map { "\(signed(Double($0))) steps" } ?? "-")
    }
    if population.knowsPotential, !runState.simulation.isReplay {
      addErrorSplit(to: &facts, count: count, drive: v + statistics.counts.released[unit])
    }
    for figure in furtherNeuronFigures {
      facts.add(figure.title, figure.text(of: unit, in: layerStep(state.layer)))
    }
    return facts
  }

  /// Why the rate so far differs from the activation, for reset by subtraction.
  private func addErrorSplit(to facts: inout FactList, count: Int, drive: Float) {
    let neuron = network.layers[state.layer].neuron
    guard let quanta = neuron.stepQuanta, neuron.conservesCharge, let reference, step > 0
    else { return }
    let split = ErrorSplit(
      drive: drive,
      initialPotential: initialPotential, count: count,
      activation: reference.activation[state.unit], function: reference.function(of: state.unit),
      threshold: quanta.quantum,
      maximumSpikes: quanta.limit, steps: step)
    facts.add("rate*theta-a", signed(split.total, digits: 3))
    facts.add(" propagated", signed(split.propagated, digits: 3))
    facts.add(" clipping", signed(split.clipping, digits: 3))
    facts.add(" quantised", signed(split.quantisation, digits: 3))
    facts.add(" uneven", signed(split.unevenness, digits: 3))
  }

  /// What a spike count does not say: bursts, sizes of spikes and their mean, spikes taken back,
  /// and what a max pool passes on.
  private func addEvent(to facts: inout FactList, takenBack: Int?) {
    let neuron = network.layers[state.layer].neuron
    let charge = engine.raster.value(of: state.unit, in: state.layer, at: step)
    if neuron.eventSpikes.areBursts {
      let spikes = Int(neuron.spikeCount(ofEvent: charge))
      facts.add("in this step", spikes == 1 ? "1 spike" : "\(spikes) spikes")
    } else if neuron.role.isPassage || neuron.code == .differential {
      facts.add("in this step", decimal(Double(charge)))
    }
    let means = runState.statistics.layers[state.layer].counts.mean
    if !means.isEmpty { facts.add("stands for", decimal(Double(means[state.unit]))) }
    guard let takenBack else { return }
    facts.add(
      "taken back", "\(takenBack)" + (charge < 0 ? ", now 1" : ""), charge < 0 ? .lag : .plain)
  }

  private var initialPotential: Float {
    runState.simulation.initialPotential(of: state.unit, in: state.layer)
  }

  private func deviationText(_ deviation: Float?) -> String {
    guard let deviation else { return "-" }
    return visibleSigned(Double(deviation))
      + (deviation > 0 ? " leads" : deviation < 0 ? " lags" : "")
  }

  private func addOrigin(to facts: inout FactList, potential: Float, count: Int) {
    guard let quanta = network.layers[state.layer].neuron.stepQuanta else { return }
    let counts = runState.statistics.layers[state.layer].counts
    let drive = potential + counts.released[state.unit]
    let psi = offsetSpikes(
      count: count, drive: drive, threshold: quanta.quantum, maximumSpikes: quanta.limit,
      steps: step)
    let start = initialPotential == 0 ? "" : ", v(0) \(decimal(Double(initialPotential)))"
    facts.add("drive C", decimal(Double(drive)) + start)
    facts.add(
      "psi", psi == 0 ? "0" : "\(signed(Double(psi), digits: 0)) \(psi > 0 ? "missing" : "extra")")
    if let reference, reference.isInactive(state.unit), counts.firstStep[state.unit] > 0 {
      facts.add(
        "SIN origin", "\(drive < quanta.quantum ? "local" : "inherited") at t=\(step)")
    }
  }
}
