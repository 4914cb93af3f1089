import Networks
import SpikeStatistics
import SpikingEngine

extension ResolvedCondition {
  /// Whether it holds after the last step; `nil` where a value it needs does not exist yet.
  ///
  /// Costs O(1) per quantity, and O(neurons) for a layer's mean of D or v.
  func holds(at present: Present) -> Bool? {
    switch self {
    case .isNonzero(let reading):
      return reading.value(at: present).map { $0 != 0 }
    case .compares(let left, let comparison, let right):
      guard let left = left.value(at: present), let right = right.value(at: present) else {
        return nil
      }
      return comparison.holds(left, right)
    case .not(let condition):
      return condition.holds(at: present).map { !$0 }
    case .both(let left, let right):
      let isTrue = left.holds(at: present)
      guard isTrue != false else { return false }
      let isTrueToo = right.holds(at: present)
      return isTrueToo == false ? false : isTrue == nil ? nil : isTrueToo
    case .either(let left, let right):
      let isTrue = left.holds(at: present)
      guard isTrue != true else { return true }
      let isTrueToo = right.holds(at: present)
      return isTrueToo == true ? true : isTrue == nil ? nil : isTrueToo
    }
  }
}

extension ResolvedCondition.Reading {
  fileprivate func value(at present: Present) -> Double? {
    let runState = present.runState
    let layers = runState.statistics.layers
    switch self {
    case .number(let number): return number
    case .step: return Double(runState.step)
    case .differences: return present.differences.map(Double.init)
    case .prediction: return runState.simulation.prediction.map { Double($0) }
    case .totalSIN: return Double(layers.reduce(0) { $0 + ($1.sin?.stepSpikes ?? 0) })
    case .totalSpikes: return Double(layers.reduce(0) { $0 + $1.counts.stepTotal })
    case .totalRate:
      // The readout never fires and is not counted.
      let spiking = runState.simulation.network.layers.indices.dropLast()
      return mean(
        spiking.reduce(0) { $0 + layers[$1].counts.total },
        perNeuronsAndSteps: spiking.reduce(0) { $0 + layers[$1].counts.count.count } * runState.step
      )
    case .layer(let quantity, let layer):
      return value(of: quantity, layer: layer, at: runState)
    case .unit(let quantity, let unit, let layer):
      return value(of: quantity, unit: unit, layer: layer, at: runState)
    }
  }

  private func mean(_ total: Int, perNeuronsAndSteps count: Int) -> Double? {
    count == 0 ? nil : Double(total) / Double(count)
  }

  private func value(of quantity: Quantity, layer: Int, at runState: RunState) -> Double? {
    let statistics = runState.statistics.layers[layer]
    switch quantity {
    case .sin: return statistics.sin.map { Double($0.stepSpikes) }
    case .spikes: return Double(statistics.counts.stepTotal)
    case .rate:
      return mean(
        statistics.counts.total,
        perNeuronsAndSteps: statistics.counts.count.count * runState.step)
    case .deviation: return statistics.phase?.meanDeviation
    case .potential:
      guard runState.simulation.populations[layer].knowsPotential else { return nil }
      let potentials = runState.simulation.populations[layer].membranePotential
      return potentials.reduce(0.0) { $0 + Double($1) } / Double(potentials.count)
    case .step, .prediction, .ann, .label, .diverge: return nil
    }
  }

  private func value(
    of quantity: Quantity, unit: Int, layer: Int, at runState: RunState
  ) -> Double? {
    let statistics = runState.statistics.layers[layer]
    switch quantity {
    case .spikes: return spikes(of: unit, in: layer, at: runState)
    case .rate:
      return runState.step == 0
        ? nil : Double(statistics.counts.count[unit]) / Double(runState.step)
    case .deviation: return statistics.phase?.deviation(of: unit).map(Double.init)
    case .potential:
      let population = runState.simulation.populations[layer]
      return population.knowsPotential ? Double(population.membranePotential[unit]) : nil
    case .sin, .step, .prediction, .ann, .label, .diverge: return nil
    }
  }

  /// The spikes of a neuron in the last step, taken back ones included.
  private func spikes(of unit: Int, in layer: Int, at runState: RunState) -> Double {
    let events = runState.simulation.populations[layer].output
    var (low, high) = (0, events.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(events.indices[middle]) < unit { low = middle + 1 } else { high = middle }
    }
    guard low < events.count, Int(events.indices[low]) == unit else { return 0 }
    let neuron = runState.simulation.network.layers[layer].neuron
    return Double(abs(neuron.spikeCount(ofEvent: events.values[low])))
  }
}
