import Networks
import SpikeStatistics
import TimeTravel

extension DashboardState {
  /// What the screen plots, without the rounding and the grouping of the plot; `nil` while nothing
  /// is loaded.
  ///
  /// All steps that are kept are in it, not only those that fit on the screen. A number that does
  /// not exist is an empty field. Neurons are numbered as on the screens.
  ///
  /// - Parameter panel: The part of the screen that is wanted, or `nil` for what stands for all of
  ///   it; a part of which the numbers are in no table gives `nil`.
  package func plottedNumbers(ofPanel panel: String? = nil) -> NumberTable? {
    guard let engine, let context, layer < layerCount else { return nil }
    let view = ScreenView(state: self, context: context, engine: engine)
    if let panel { return view.numbers(ofPanel: panel) }
    return switch screen {
    case .live, .overview: view.layerNumbers()
    case .layer: layerPicture == .raster ? view.spikeNumbers() : view.unitNumbers()
    case .neuron: view.traceNumbers()
    case .sin: view.sinNumbers()
    case .phase: view.phaseNumbers()
    case .compare: view.comparedNumbers()
    case .log: view.logNumbers()
    }
  }
}

extension ScreenView {
  /// A row per step and layer.
  func layerNumbers() -> NumberTable {
    var table = NumberTable([
      "step", "layer", "neurons", "spikes", "sin_spikes", "sin_neurons", "mean_D", "prediction",
    ])
    guard engine.history.lastStep > 0 else { return table }
    for step in 1...engine.history.lastStep {
      let prediction = engine.history.prediction(at: step).map(context.className) ?? ""
      for index in layers.indices {
        guard let entry = engine.history.entry(of: index, at: step) else { continue }
        table.append([
          step, network.layers[index].name, network.layers[index].shape.count, entry.spikes,
          entry.sinSpikes, entry.sinNeurons, number(entry.meanDeviation), prediction,
        ])
      }
    }
    return table
  }

  /// A row per spike of the layer.
  func spikeNumbers() -> NumberTable {
    var table = NumberTable(["step", "layer", "neuron", "delivered", "inactivated"])
    let reference = engine.setting.references[state.layer]
    let raster = engine.raster
    guard raster.firstStep <= raster.lastStep else { return table }
    for step in raster.firstStep...raster.lastStep {
      let events = raster.events(of: state.layer, at: step)
      for unit in 0..<shape.count where raster.fired(unit, in: state.layer, at: step) {
        let isInactive = reference.map { $0.isInactive(unit) ? "1" : "0" } ?? ""
        table.append([
          step, network.layers[state.layer].name, shape.unitNumber(ofIndex: unit),
          events.value(of: unit), isInactive,
        ])
      }
    }
    return table
  }

  /// A row per neuron of the layer.
  func unitNumbers() -> NumberTable {
    var table = NumberTable([
      "layer", "neuron", "channel", "y", "x", "spikes", "steps", "ann_z", "ann_a",
    ])
    let reference = engine.setting.references[state.layer]
    let counts = runState.statistics.layers[state.layer].counts
    for number in 0..<shape.count {
      let unit = shape.populationIndex(ofUnit: number)
      let (channel, row, column) = shape.coordinates(ofIndex: unit)
      table.append([
        network.layers[state.layer].name, number, channel, row, column, Int(counts.count[unit]),
        step,
        reference.map { "\($0.preactivation[unit])" } ?? "",
        reference.map { "\($0.activation[unit])" } ?? "",
      ])
    }
    return table
  }

  /// A row per step of the neuron: what it delivered, m, v, its threshold, and N beside N*.
  func traceNumbers() -> NumberTable {
    var table = NumberTable([
      "step", "layer", "neuron", "delivered", "m", "v", "threshold", "N", "N_even", "D",
    ])
    guard let trace = state.inspection?.trace else { return table }
    let reference = engine.setting.references[state.layer]
    let schedule = EvenSchedule(of: state.unit, layer: network.layers[state.layer], reference)
    let neuron = network.layers[state.layer].neuron
    // Counts are known from the first step on only.
    var count: Int? = trace.points.first?.step == 1 ? 0 : nil
    for point in trace.points {
      if point.charge != 0 { count? += Int(neuron.spikeCount(ofEvent: point.charge)) }
      let even = schedule?.count(at: point.step)
      let deviation = count.flatMap { count in even.map { count - $0 } }
      table.append([
        point.step, network.layers[state.layer].name, shape.unitNumber(ofIndex: state.unit),
        point.charge, number(point.integratedPotential), number(point.membranePotential),
        number(point.threshold), optional(count), optional(even), optional(deviation),
      ])
    }
    return table
  }

  /// A row per step and layer: how many neurons lead, how many lag.
  func phaseNumbers() -> NumberTable {
    var table = NumberTable(["step", "layer", "neurons", "leading", "lagging", "mean_D"])
    guard engine.history.lastStep > 0 else { return table }
    for step in 1...engine.history.lastStep {
      for index in layers.indices {
        guard let entry = engine.history.entry(of: index, at: step) else { continue }
        table.append([
          step, network.layers[index].name, network.layers[index].shape.count, entry.leading,
          entry.lagging, number(entry.meanDeviation),
        ])
      }
    }
    return table
  }

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

  /// A row per neuron of the table.
  func sinNumbers() -> NumberTable {
    var table = NumberTable([
      "layer", "neuron", "spikes", "first_step", "last_step", "D", "v", "origin",
    ])
    for row in state.sinTable.rows {
      let layer = network.layers[row.layer]
      table.append([
        layer.name, layer.shape.unitNumber(ofIndex: row.unit), row.spikes, row.firstStep,
        row.lastStep, row.deviation.map { "\($0)" } ?? "", row.potential.map(number) ?? "",
        row.isLocal.map { $0 ? "local" : "inherited" } ?? "",
      ])
    }
    table.total = state.sinTable.rowCount
    return table
  }

  /// A row per break, mark and event.
  func logNumbers() -> NumberTable {
    var table = NumberTable(["kind", "name", "step", "image", "method", "state", "hits", "text"])
    let title = { (method: Int) in
      context.methods.indices.contains(method) ? context.methods[method] : ""
    }
    for row in state.logRows {
      switch row {
      case .breakpoint(let breakpoint):
        table.append([
          "break", breakpoint.number, optional(breakpoint.steps.last), "", "",
          breakpoint.problem ?? (breakpoint.isEnabled ? "on" : "off"), breakpoint.hits,
          breakpoint.condition.text,
        ])
      case .mark(let mark):
        table.append([
          "mark", String(mark.letter), mark.place.step, mark.image, title(mark.method), "", "",
          mark.place.screen.title,
        ])
      case .entry(let entry):
        table.append([
          "event", entry.serial, entry.step, entry.image, title(entry.method),
          entry.isError ? "error" : "", "", entry.text,
        ])
      }
    }
    table.total = table.rows.count + state.log.count - state.log.entries.count
    return table
  }

  /// Empty where it is not a number.
  func number(_ value: Float) -> String { value.isFinite ? "\(value)" : "" }

  func optional(_ value: Int?) -> String { value.map(String.init) ?? "" }
}
