import PlainText
import SpikeStatistics
import TimeTravel

/// How many items of a list, and how many inputs of a neuron, are read.
private let readItems = 10
private let readInputs = 5

extension DashboardState {
  /// What the screen shows, in plain sentences.
  package func sentences() -> [String] {
    guard let engine, let context, layer < layerCount else { return [] }
    let view = ScreenView(state: self, context: context, engine: engine)
    return switch screen {
    case .live: view.liveSentences()
    case .overview: view.liveSentences() + view.neuronSentences()
    case .layer: view.layerSentences()
    case .neuron: view.neuronSentences()
    case .sin: view.sinSentences()
    case .phase: view.phaseSentences()
    case .compare: view.compareSentences()
    case .log: view.logSentences()
    }
  }
}

extension ScreenView {
  fileprivate func liveSentences() -> [String] {
    let answer = context.logits.indices.max { context.logits[$0] < context.logits[$1] }
    return ["Live: \(layers.count) layers."] + layers.indices.map(summary(ofLayer:))
      + [
        answer.map { "The analog network says \(context.className($0))." }
          ?? "There is no analog network to compare with."
      ]
  }

  private func summary(ofLayer index: Int) -> String {
    let statistics = runState.statistics.layers[index]
    let count = network.layers[index].shape.count
    var facts = ["\(grouped(count)) neurons"]
    if step > 0 {
      facts.append("rate \(decimal(Double(statistics.counts.total) / Double(count * step)))")
    }
    if let sin = statistics.sin {
      facts.append(
        "\(grouped(sin.neurons)) of \(grouped(sin.inactiveCount)) inactivated neurons have spiked")
    }
    if step > 0, let deviation = statistics.phase?.meanDeviation {
      facts.append("mean D \(signed(deviation))")
    }
    return "\(network.layers[index].name): \(facts.joined(separator: ", "))."
  }

  fileprivate func layerSentences() -> [String] {
    let counts = runState.statistics.layers[state.layer].counts
    let silent = counts.firstStep.count { $0 == 0 }
    return [
      "Layer " + summary(ofLayer: state.layer),
      "\(grouped(silent)) of its neurons are silent so far.",
      "The cursor is on \(name(ofUnit: state.unit, in: state.layer)), "
        + "which has sent \(spikes(Int(counts.count[state.unit]))).",
    ]
  }

  fileprivate func neuronSentences() -> [String] {
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
    lines.append(
      counts.firstStep[unit] == 0
        ? "It has not spiked."
        : "It has sent \(spikes(Int(counts.count[unit])))\(isSIN ? ", all SIN," : "") first at step "
          + "\(counts.firstStep[unit]), last at step \(counts.lastStep[unit]).")
    lines.append(
      population.knowsPotential
        ? "Its potential is \(decimal(Double(population.membranePotential[unit])))."
        : "Its potential is not recorded.")
    if let deviation = runState.statistics.layers[state.layer].phase?.deviation(of: unit) {
      let word = deviation > 0 ? ", it leads" : deviation < 0 ? ", it lags" : ", it is on schedule"
      lines.append("D is \(signed(Double(deviation)))\(word).")
    }
    if let field = state.inspection?.field {
      lines.append(
        "In this step \(grouped(field.arrivals.count)) synapses brought "
          + "\(signed(Double(field.arrivedCurrent), digits: 3)), and the constant current is "
          + "\(signed(Double(field.constantCurrent), digits: 3)).")
    }
    return lines + causeSentences()
  }

  private func causeSentences() -> [String] {
    guard let cause = state.inspection?.cause else { return [] }
    let terms = cause.terms.prefix(readInputs).enumerated().map { index, term in
      "Input \(index + 1): \(name(ofUnit: term.unit, in: term.layer)), weight "
        + "\(signed(Double(term.weight), digits: 3)), phi \(signed(Double(term.phase), digits: 1)), "
        + "contributes \(signed(Double(term.contribution), digits: 3))."
    }
    return causeLines(cause).map(sentence) + terms + rest(terms.count, of: cause.terms.count)
  }

  fileprivate func sinSentences() -> [String] {
    guard context.hasANN else { return ["SIN: there is no ANN, so nothing is inactivated."] }
    let table = state.sinTable
    guard table.rowCount > 0 else { return ["SIN: no inactivated neuron has spiked."] }
    let rows = table.rows.prefix(readItems).enumerated().map { index, row in
      let origin = row.isLocal.map { $0 ? ", local" : ", inherited" } ?? ""
      return "\(index + 1): \(name(ofUnit: row.unit, in: row.layer)), \(spikes(row.spikes)), first "
        + "at step \(row.firstStep), last at step \(row.lastStep), D "
        + "\(signed(row.deviation.map(Double.init))), potential "
        + "\(decimal(row.potential.map(Double.init), digits: 2))\(origin)."
    }
    let selected = table.selectedRow.map {
      ["The cursor is on \(name(ofUnit: $0.unit, in: $0.layer))."]
    }
    return [
      "SIN: \(grouped(table.rowCount)) inactivated neurons have spiked, sorted by "
        + "\(table.order.title)."
    ] + rows + rest(rows.count, of: table.rowCount) + (selected ?? [])
  }

  fileprivate func logSentences() -> [String] {
    let rows = state.logRows
    let lines = rows.prefix(readItems).map { row in
      switch row {
      case .breakpoint(let breakpoint):
        "Break \(breakpoint.number) is "
          + (breakpoint.problem.map { "resting, because \($0)" }
            ?? (breakpoint.isEnabled ? "on" : "off"))
          + ", met \(breakpoint.hits) times: \(breakpoint.condition.text)."
      case .mark(let mark): "Mark \(mark.letter) is at step \(mark.place.step)."
      case .entry(let entry): "At step \(entry.step): \(sentence(entry.text))"
      }
    }
    return ["Log: \(rows.count) entries."] + lines + rest(lines.count, of: rows.count)
  }

  private func spikes(_ count: Int) -> String {
    count == 1 ? "1 spike" : "\(grouped(count)) spikes"
  }

  /// How much was not read.
  private func rest(_ shown: Int, of count: Int) -> [String] {
    shown < count ? ["These are \(shown) of \(grouped(count))."] : []
  }
}
