import PlainText
import SpikeStatistics
import TimeTravel

/// What a screen shows, in one sentence: each number is one that the screens show, too.
extension ScreenView {
  /// Of the layer with most SIN.
  func sinInsight() -> String? {
    guard step > 0 else { return "no step has been taken: Space runs, . steps" }
    guard context.hasANN else { return activityInsight() }
    guard let worst = state.worstLayer else {
      return "no inactivated neuron has fired in \(steps(step))"
    }
    return sinInsight(of: worst, isWorst: true)
  }

  /// How many inactivated neurons of a layer fired, when, and whether for good.
  ///
  /// - Parameter isWorst: Whether to say that no layer has more of them.
  func sinInsight(of layer: Int, isWorst: Bool = false) -> String? {
    guard let total = SINTotal(of: layer, status: engine) else { return nil }
    let name = network.layers[layer].name
    guard total.neurons > 0 else {
      return "\(name): none of \(grouped(total.inactive)) inactivated neurons has fired"
    }
    let part = "\(grouped(total.neurons)) of \(grouped(total.inactive)) inactivated neurons"
    // What a layer has most of is the number that follows.
    var parts = [
      isWorst
        ? "\(name) has most SIN spikes: \(grouped(total.spikes)), sent by \(part)"
        : "\(name): \(part) fired"
    ]
    if let early = ratio(total.earlySpikes, of: total.spikes), step > SINTotal.earlySteps,
      SINTotal.hasEarlySteps(network.coding)
    {
      parts.append(
        "\(percent(early, digits: 0)) of their spikes in the first \(SINTotal.earlySteps) steps")
    }
    if let inherited = total.inherited {
      parts.append(originClause(inherited: inherited, of: total.neurons))
    }
    return parts.joined(separator: ", ")
  }

  /// Why inactivated neurons fired; a share that rounds to none or to all of them is a count.
  private func originClause(inherited: Int, of neurons: Int) -> String {
    let (timing, drive) = (
      "by timing alone (local)", "because their drive is too large (inherited)"
    )
    let share = percent(ratio(inherited, of: neurons), digits: 0)
    if inherited == 0 { return "all \(timing)" }
    if inherited < neurons, share == "0%" { return "all but \(grouped(inherited)) \(timing)" }
    if inherited < neurons, share == "100%" {
      return "all but \(grouped(neurons - inherited)) \(drive)"
    }
    return "\(share) of these neurons \(drive)"
      + (inherited == neurons ? "" : ", the others \(timing)")
  }

  /// Of the most active layer, where there is no analog network to compare with.
  func activityInsight() -> String? {
    let rates = layers.indices.map { Figure.rate.layer?(layerStep($0)) ?? 0 }
    guard let most = rates.indices.max(by: { rates[$0] < rates[$1] }), rates[most] > 0 else {
      return "no neuron has fired in \(steps(step))"
    }
    let silent = Figure.silentShare.layer?(layerStep(most)).map {
      ", \(percent($0, digits: 0)) of its neurons never fired"
    }
    return
      "layer \(network.layers[most].name) is the most active: \(decimal(rates[most])) spikes per "
      + "neuron and step\(silent ?? "")"
  }

  /// How many neurons of a layer fired, and how near their rates come to the ANN's.
  func layerInsight() -> String? {
    guard layers.indices.contains(state.layer), step > 0 else { return nil }
    let layerStep = layerStep(state.layer)
    let fired = runState.statistics.layers[state.layer].counts.firstStep.count { $0 > 0 }
    var parts = [
      "\(network.layers[state.layer].name): \(grouped(fired)) of "
        + "\(counted(layerStep.neuronCount, "neuron")) fired"
    ]
    guard reference != nil else {
      return parts[0] + ", \(Figure.rate.text(of: layerStep)) spikes per neuron and step"
    }
    if let pairs = ratePairs() {
      parts.append(
        "rates are \(decimal(pairs.rootMeanSquareError)) of theta off the ANN's (RMSE)")
    }
    parts.append("\(Figure.missedRatio.text(of: layerStep)) of the active ones are still silent")
    return parts.joined(separator: ", ")
  }

  /// What is to be said of the neuron of a row of the list: that it fired though it should not, or
  /// how evenly.
  func rowInsight() -> String? {
    guard let row = state.sinTable.selectedRow, layers.indices.contains(row.layer) else {
      return state.sinTable.layer.flatMap { sinInsight(of: $0) } ?? sinInsight()
    }
    let times = counted(row.spikes, "spike")
    let when =
      row.firstStep == row.lastStep
      ? "at t=\(row.firstStep)" : "from t=\(row.firstStep) to t=\(row.lastStep)"
    let name = name(ofUnit: row.unit, in: row.layer)
    guard let z = row.preactivation, let total = SINTotal(of: row.layer, status: engine) else {
      let layerStep = layerStep(row.layer)
      return "\(name): \(times) \(when), "
        + "\(Figure.intervalMean.text(of: row.unit, in: layerStep)) steps between them on average"
    }
    let origin = row.isLocal.map {
      $0
        ? ", by timing alone as of t=\(step) (local)"
        : ", its drive as of t=\(step) is too large (inherited)"
    }
    let layer = network.layers[row.layer].name
    return "\(name): z \(signed(Double(z), digits: 3)) and yet \(times) \(when)\(origin ?? ""), "
      + (total.neurons == 1
        ? "the only one of \(layer)" : "one of \(grouped(total.neurons)) such neurons of \(layer)")
  }

  /// Whether a layer is ahead of its schedule or behind it, and how many of its neurons are.
  func phaseInsight(of layer: Int) -> String? {
    guard layers.indices.contains(layer), step > 0 else { return nil }
    let name = network.layers[layer].name
    guard let phase = runState.statistics.layers[layer].phase, phase.evaluations > 0,
      let mean = phase.meanDeviation
    else { return "\(name) has no schedule to be off" }
    let count = network.layers[layer].shape.count
    let size = visibleDecimal(abs(mean))
    let place = mean == 0 ? "on" : "\(size) spikes \(mean > 0 ? "ahead of" : "behind")"
    return "\(name) is \(place) its schedule on "
      + "average, \(percent(ratio(phase.leadingCount, of: count), digits: 0)) of its neurons lead "
      + "and \(percent(ratio(phase.laggingCount, of: count), digits: 0)) lag"
  }

  func steps(_ count: Int) -> String { counted(count, "step") }
}
