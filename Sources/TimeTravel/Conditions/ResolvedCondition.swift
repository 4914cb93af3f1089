import Networks
import SpikeStatistics
import SpikingEngine

/// A condition in terms of one network: layers by position, neurons in channels-last order.
indirect enum ResolvedCondition: Sendable {
  case isNonzero(Reading)
  case compares(Reading, Comparison, Reading)
  case not(ResolvedCondition)
  case both(ResolvedCondition, ResolvedCondition)
  case either(ResolvedCondition, ResolvedCondition)

  /// Where a value comes from.
  enum Reading: Equatable, Sendable {
    case number(Double)
    case step, prediction
    /// How many spikes of two networks differ so far.
    case differences
    /// The sum over layers in this step.
    case totalSIN, totalSpikes, totalRate
    case layer(Quantity, Int)
    case unit(Quantity, Int, layer: Int)
  }
}

extension Condition {
  /// Whether a network can be asked this.
  ///
  /// - Parameter isCompared: Whether a second one runs beside it.
  package func check(
    for setting: RunSetting, isCompared: Bool = false
  ) throws(ConditionError) {
    _ = try resolved(for: setting, isCompared: isCompared)
  }

  func resolved(
    for setting: RunSetting, isCompared: Bool
  ) throws(ConditionError) -> ResolvedCondition {
    let reading = { (measure: Measure) throws(ConditionError) in
      try measure.reading(for: setting, isCompared: isCompared)
    }
    let resolved = { (condition: Condition) throws(ConditionError) in
      try condition.resolved(for: setting, isCompared: isCompared)
    }
    return switch self {
    case .isNonzero(let measure):
      .isNonzero(try reading(measure))
    case .compares(let left, let comparison, let right):
      .compares(try reading(left), comparison, try reading(right))
    case .not(let condition):
      .not(try resolved(condition))
    case .both(let left, let right):
      .both(try resolved(left), try resolved(right))
    case .either(let left, let right):
      .either(try resolved(left), try resolved(right))
    }
  }
}

extension Measure {
  fileprivate func reading(
    for setting: RunSetting, isCompared: Bool
  ) throws(ConditionError) -> ResolvedCondition.Reading {
    switch value {
    case .number(let number): .number(number)
    case .quantity(.diverge, nil) where isCompared: .differences
    case .quantity(let quantity, nil): try total(quantity, setting: setting)
    case .quantity(let quantity, let place?): try reading(of: quantity, at: place, setting: setting)
    }
  }

  /// A quantity of the whole network.
  private func total(
    _ quantity: Quantity, setting: RunSetting
  ) throws(ConditionError) -> ResolvedCondition.Reading {
    switch quantity {
    case .sin:
      guard setting.references.contains(where: { $0 != nil }) else {
        throw error(
          .absent("there are no analog activations, so nothing is known to be inactivated"))
      }
      return .totalSIN
    case .spikes: return .totalSpikes
    case .rate: return .totalRate
    case .step: return .step
    case .prediction: return .prediction
    case .ann: return try known(setting.annClass, "nobody says what the ANN answers")
    case .label: return try known(setting.label, "this image has no label")
    case .diverge: throw error(.oneNetwork)
    case .deviation, .potential: throw error(.needsPlace(word: quantity.rawValue))
    }
  }

  private func known(
    _ value: Int?, _ reason: String
  ) throws(ConditionError) -> ResolvedCondition.Reading {
    guard let value else { throw error(.absent(reason)) }
    return .number(Double(value))
  }

  private func reading(
    of quantity: Quantity, at place: ConditionPlace, setting: RunSetting
  ) throws(ConditionError) -> ResolvedCondition.Reading {
    let layers = setting.packed.network.layers
    guard let layer = layers.firstIndex(where: { $0.name == place.layer }) else {
      let names = layers.map(\.name)
      throw ConditionError(
        reason: .unknownLayer(
          place.layer, suggestion: nearestName(to: place.layer, among: names), layers: names),
        column: place.column)
    }
    if let reason = reason(against: quantity, of: layer, setting: setting) {
      throw ConditionError(
        reason: .undefined(word: quantity.rawValue, layer: place.layer, because: reason),
        column: place.column)
    }
    guard let unit = place.unit else { return .layer(quantity, layer) }
    let shape = layers[layer].shape
    guard unit < shape.count else {
      throw ConditionError(
        reason: .noSuchNeuron(layer: place.layer, count: shape.count), column: place.unitColumn)
    }
    let index = shape.populationIndex(ofUnit: unit)
    guard quantity == .sin, let reference = setting.references[layer] else {
      return .unit(quantity, index, layer: layer)
    }
    // All spikes of an inactivated neuron are SIN, and none of another one.
    return reference.isInactive(index) ? .unit(.spikes, index, layer: layer) : .number(0)
  }

  /// Why a layer has no such quantity, or `nil` where it has.
  private func reason(
    against quantity: Quantity, of layer: Int, setting: RunSetting
  ) -> String? {
    let neuron = setting.packed.network.layers[layer].neuron
    switch quantity {
    case .spikes, .rate:
      return neuron == .readout ? "it accumulates and never fires" : nil
    case .sin, .deviation:
      return setting.references[layer] == nil ? "it has no analog counterpart" : nil
    case .potential:
      if case .maximum = neuron { return "a max pool holds no charge" }
      if case .delayLine = neuron { return "a delay line holds no charge" }
      return nil
    case .step, .prediction, .ann, .label, .diverge:
      return "it is one for the whole network"
    }
  }

  private func error(_ reason: ConditionError.Reason) -> ConditionError {
    ConditionError(reason: reason, column: column)
  }
}
