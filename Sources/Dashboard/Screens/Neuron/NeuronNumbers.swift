import Networks
import SpikeStatistics
import TimeTravel

extension ScreenView {
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

  /// A row per input of the selected neuron that deviates, the largest contribution first.
  func causeNumbers() -> NumberTable? {
    guard let inspection = state.inspection, let cause = inspection.cause else { return nil }
    let neuron = name(ofUnit: inspection.unit, in: inspection.layer)
    var table = NumberTable([
      "step", "neuron", "input_layer", "input", "w_theta", "spikes", "target", "phi",
      "contribution",
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

  /// A row per synapse that brings something in this step.
  func arrivalNumbers() -> NumberTable? {
    guard let field = state.inspection?.field else { return nil }
    var table = NumberTable(["step", "layer", "neuron", "weight", "delivered", "current"])
    for arrival in field.arrivals {
      let layer = network.layers[arrival.layer]
      table.append([
        step, layer.name, layer.shape.unitNumber(ofIndex: arrival.unit), number(arrival.weight),
        number(arrival.value), number(arrival.current),
      ])
    }
    return table
  }
}
