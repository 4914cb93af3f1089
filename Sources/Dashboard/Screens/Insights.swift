import PlainText
import SpikeStatistics
import TimeTravel

/// What a screen shows, in one sentence: each number is one that the screens show, too.
extension ScreenView {
  /// Of the layer with most SIN spikes.
  func sinInsight() -> String? {
    guard step > 0 else { return "no step has been taken: Space runs, . steps" }
    guard context.hasANN else { return activityInsight() }
    guard let worst = worstLayer else {
      return "no inactivated neuron has fired in \(steps(step))"
    }
    return sinInsight(of: worst)
  }

  /// The layer with most SIN spikes; `nil` where there are none.
  private var worstLayer: Int? {
    let spikes = layers.indices.map { runState.statistics.layers[$0].sin?.spikes ?? 0 }
    guard let most = spikes.max(), most > 0 else { return nil }
    return spikes.firstIndex(of: most)
  }

  /// How many inactivated neurons of a layer fired, when, and whether for good.
  func sinInsight(of layer: Int) -> String? {
    guard let total = SINTotal(of: layer, status: engine) else { return nil }
    let name = network.layers[layer].name
    guard total.neurons > 0 else {
      return "\(name): none of \(grouped(total.inactive)) inactivated neurons has fired"
    }
    var parts = [
      "\(name): \(grouped(total.neurons)) of \(grouped(total.inactive)) inactivated neurons fired"
    ]
    if let early = ratio(total.earlySpikes, of: total.spikes), step > SINTotal.earlySteps {
      parts.append(
        "\(percent(early, digits: 0)) of their spikes in the first \(SINTotal.earlySteps) steps")
    }
    if let inherited = total.inherited, let share = ratio(inherited, of: total.neurons) {
      parts.append(
        inherited == 0
          ? "all by timing alone (local)"
          : "\(percent(share, digits: 0)) of these neurons because their drive is too large "
            + "(inherited)"
            + (inherited == total.neurons ? "" : ", the others by timing alone (local)"))
    }
    return parts.joined(separator: ", ")
  }

  /// Of the most active layer, where there is no analog network to compare with.
  func activityInsight() -> String? {
    let rates = layers.indices.map { Figure.rate.layer?(layerStep($0)) ?? 0 }
    guard let most = rates.indices.max(by: { rates[$0] < rates[$1] }), rates[most] > 0 else {
      return "no neuron has fired in \(steps(step))"
    }
    let silent = Figure.silentShare.layer?(layerStep(most)).map {
      ", \(percent($0, digits: 0)) of its neurons never did"
    }
    return
      "layer \(network.layers[most].name) is the most active: \(decimal(rates[most])) spikes per "
      + "neuron and step\(silent ?? "")"
  }

  /// Whether a layer is ahead of its schedule or behind it, and how many of its neurons are.
  func phaseInsight(of layer: Int) -> String? {
    guard layers.indices.contains(layer), step > 0 else { return nil }
    let name = network.layers[layer].name
    guard let phase = runState.statistics.layers[layer].phase, phase.evaluations > 0,
      let mean = phase.meanDeviation
    else { return "\(name) has no schedule to be off" }
    let count = network.layers[layer].shape.count
    let size = decimal(abs(mean), digits: 2)
    let place = abs(mean) < 0.005 ? "on" : "\(size) spikes \(mean > 0 ? "ahead of" : "behind")"
    return "\(name) is \(place) its schedule on "
      + "average: \(percent(ratio(phase.leadingCount, of: count), digits: 0)) of its neurons lead, "
      + "\(percent(ratio(phase.laggingCount, of: count), digits: 0)) lag"
  }

  func steps(_ count: Int) -> String { count == 1 ? "1 step" : "\(grouped(count)) steps" }
}
