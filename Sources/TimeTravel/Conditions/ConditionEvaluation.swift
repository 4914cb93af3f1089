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
    switch self {
    case .number(let number): return number
    case .step: return Double(runState.step)
    case .differences: return present.differences.map(Double.init)
    case .prediction: return runState.simulation.prediction.map { Double($0) }
    case .network(let figure): return runState.value(of: figure)
    case .layer(let figure, let layer):
      return figure.layer?(runState.layerStep(layer, setting: present.setting))
    case .unit(let figure, let unit, let layer):
      return figure.neuron?(runState.layerStep(layer, setting: present.setting), unit)
    }
  }
}
