import PlainText
import SpikeStatistics

/// How many inputs of a neuron are read.
private let readInputs = 5

extension ScreenView {
  func neuronSentences() -> [String] {
    let unit = state.unit
    let counts = runState.statistics.layers[state.layer].counts
    let population = runState.simulation.populations[state.layer]
    var lines = ["Neuron \(name(ofUnit: unit, in: state.layer))."]
    let reference = engine.setting.references[state.layer]
    if let reference {
      let word = reference.isInactive(unit) ? "inactivated" : "active"
      lines.append(
        "In the analog network z is \(decimal(Double(reference.preactivation[unit]))) and its "
          + "activation \(decimal(Double(reference.activation[unit]))): it is \(word).")
    }
    let isSIN = reference?.isInactive(unit) == true && counts.firstStep[unit] > 0
    let takesBack = network.takesSpikesBack(in: state.layer)
    let sent =
      spikes(Int(counts.count[unit])) + (takesBack ? " after those taken back" : "")
      + (isSIN ? ", all SIN" : "")
    lines.append(
      counts.firstStep[unit] == 0
        ? "It has not spiked."
        : "It has sent \(sent), first at step \(counts.firstStep[unit]), last at step "
          + "\(counts.lastStep[unit]).")
    lines.append(
      population.knowsPotential
        ? "Its potential is \(decimal(Double(population.membranePotential[unit])))."
        : "Its potential is not recorded.")
    if let deviation = runState.statistics.layers[state.layer].phase?.deviation(of: unit) {
      let word = deviation > 0 ? ", it leads" : deviation < 0 ? ", it lags" : ", it is on schedule"
      lines.append("D is \(visibleSigned(Double(deviation)))\(word).")
    }
    lines += furtherNeuronFigures.map {
      "Its \($0.title) is \($0.text(of: unit, in: layerStep(state.layer)))."
    }
    if let field = state.inspection?.field {
      lines.append(
        "In this step \(counted(field.arrivals.count, "synapse")) brought "
          + "\(signed(Double(field.arrivedCurrent), digits: 3)), and the constant current is "
          + "\(signed(Double(field.constantCurrent), digits: 3)).")
    }
    return lines + causeSentences()
  }

  private func causeSentences() -> [String] {
    guard let cause = state.inspection?.cause else { return [] }
    let terms = cause.terms.prefix(readInputs).enumerated().map { index, term in
      "Input \(index + 1): \(name(ofUnit: term.unit, in: term.layer)), w theta "
        + "\(signed(Double(term.weight), digits: 3)), phi "
        + "\(signed(Double(term.phase), digits: 1)), contributes "
        + "\(signed(Double(term.contribution), digits: 3))."
    }
    return causeLines(cause).map(sentence) + terms + rest(terms.count, of: cause.terms.count)
  }
}
