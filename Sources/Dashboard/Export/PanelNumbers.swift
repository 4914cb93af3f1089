import Networks
import SpikeStatistics
import TimeTravel

extension ScreenView {
  /// The numbers of one part of the screen; `nil` where they are in words, or are those of one step
  /// and one neuron alone.
  func numbers(ofPanel name: String) -> NumberTable? {
    switch (name, state.screen) {
    case ("strips", _): layerNumbers()
    case ("picture", _): state.layerPicture == .raster ? spikeNumbers() : unitNumbers()
    case ("trace", _): traceNumbers()
    case ("table", _): sinNumbers()
    case ("totals", _): totalNumbers()
    case ("cause", _): causeNumbers()
    case ("phase", _), ("layers", .phase): phaseNumbers()
    case ("distributions", _): distributionNumbers()
    case ("worst", _): worstNumbers()
    case ("differences", _), ("layers", .compare): comparedNumbers()
    case ("output", _): outputNumbers()
    case ("run", _): predictionNumbers()
    case (_, _): nil
    }
  }

  /// A row per layer that has an analog counterpart.
  private func totalNumbers() -> NumberTable {
    var table = NumberTable([
      "step", "layer", "inactive", "sin_neurons", "local", "inherited", "sin_spikes", "spikes",
      "sin_spikes_t\(SINTotal.earlySteps)",
    ])
    for layer in layers.indices {
      guard let total = SINTotal(of: layer, status: engine) else { continue }
      table.append([
        step, network.layers[layer].name, total.inactive, total.neurons, optional(total.local),
        optional(total.inherited), total.spikes, total.allSpikes, total.earlySpikes,
      ])
    }
    return table
  }

  /// A row per input of the selected neuron that deviates, the largest contribution first.
  private func causeNumbers() -> NumberTable? {
    guard let inspection = state.inspection, let cause = inspection.cause else { return nil }
    let neuron = name(ofUnit: inspection.unit, in: inspection.layer)
    var table = NumberTable([
      "step", "neuron", "input_layer", "input", "weight", "spikes", "target", "phi", "contribution",
    ])
    for term in cause.terms {
      let layer = network.layers[term.layer]
      table.append([
        step, neuron, layer.name, layer.shape.unitNumber(ofIndex: term.unit), number(term.weight),
        number(term.spikes), number(term.target), number(term.phase), number(term.contribution),
      ])
    }
    return table
  }

  /// A row per bin: D and psi of the layer under the cursor.
  private func distributionNumbers() -> NumberTable? {
    guard let phase = state.phase else { return nil }
    var table = NumberTable(["step", "layer", "quantity", "bin", "neurons"])
    let layer = network.layers[phase.layer].name
    if let deviations = phase.deviations {
      for (bin, count) in zip(DeviationHistogram.bins, deviations.counts) {
        table.append([step, layer, "D", number(Float(bin) * deviations.binWidth), count])
      }
    }
    if let offsets = phase.offsets[phase.layer] {
      for (bin, count) in zip(OffsetHistogram.bins, offsets.counts) {
        table.append([step, layer, "psi", bin, count])
      }
    }
    return table
  }

  /// A row per neuron of the list.
  private func worstNumbers() -> NumberTable? {
    guard let phase = state.phase else { return nil }
    var table = NumberTable([
      "step", "layer", "neuron", "spikes", "D", "lead", "lag", "psi", "dEI",
    ])
    let layer = network.layers[phase.layer]
    for row in phase.rows {
      table.append([
        step, layer.name, layer.shape.unitNumber(ofIndex: row.unit), row.spikes,
        row.deviation.map(number) ?? "", number(row.lead), number(row.lag), optional(row.offset),
        row.timingLead.map { "\($0)" } ?? "",
      ])
    }
    table.total = phase.rowCount
    return table
  }

  /// A row per class: the sum of the output, that of the last step alone, and what the analog
  /// network says.
  private func outputNumbers() -> NumberTable {
    var table = NumberTable(["step", "class", "output", "step_output", "ann_output"])
    let last = runState.stepOutput
    for (index, output) in runState.simulation.readout.enumerated() {
      let analog = context.hasANN ? number(context.logits[index]) : ""
      table.append([step, context.className(index), number(output), number(last[index]), analog])
    }
    return table
  }

  /// A row per step: what was predicted.
  private func predictionNumbers() -> NumberTable {
    var table = NumberTable(["step", "prediction"])
    for step in 1..<engine.history.lastStep + 1 {
      let prediction = engine.history.prediction(at: step).map(context.className)
      table.append([step, prediction ?? ""])
    }
    return table
  }
}
