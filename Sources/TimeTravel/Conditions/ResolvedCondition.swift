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
    case network(Figure)
    case layer(Figure, Int)
    case unit(Figure, Int, layer: Int)
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
    case .quantity(.run(let quantity), _):
      try reading(of: quantity, setting: setting, isCompared: isCompared)
    case .quantity(.figure(let figure), nil): try total(figure, setting: setting)
    case .quantity(.figure(let figure), let place?):
      try reading(of: figure, at: place, setting: setting)
    }
  }

  private func reading(
    of quantity: RunQuantity, setting: RunSetting, isCompared: Bool
  ) throws(ConditionError) -> ResolvedCondition.Reading {
    switch quantity {
    case .step: return .step
    case .prediction: return .prediction
    case .ann: return try known(setting.annClass, "nobody says what the ANN answers")
    case .label: return try known(setting.label, "this image has no label")
    case .diverge:
      guard isCompared else { throw error(.oneNetwork) }
      return .differences
    }
  }

  private func known(
    _ value: Int?, _ reason: String
  ) throws(ConditionError) -> ResolvedCondition.Reading {
    guard let value else { throw error(.absent(reason)) }
    return .number(Double(value))
  }

  /// A figure of the whole network.
  private func total(
    _ figure: Figure, setting: RunSetting
  ) throws(ConditionError) -> ResolvedCondition.Reading {
    if figure.needs == .reference, setting.references.allSatisfy({ $0 == nil }) {
      throw error(.absent("there are no analog activations, so nothing is known to be inactivated"))
    }
    return .network(figure)
  }

  private func reading(
    of figure: Figure, at place: ConditionPlace, setting: RunSetting
  ) throws(ConditionError) -> ResolvedCondition.Reading {
    let layers = setting.packed.network.layers
    guard let layer = layers.firstIndex(where: { $0.name == place.layer }) else {
      let names = layers.map(\.name)
      throw ConditionError(
        reason: .unknownLayer(
          place.layer, suggestion: nearestName(to: place.layer, among: names), layers: names),
        column: place.column)
    }
    if let reason = reason(against: figure, of: layer, at: place, setting: setting) {
      throw ConditionError(
        reason: .undefined(
          word: Quantity.figure(figure).name, layer: place.layer, because: reason),
        column: place.column)
    }
    guard let unit = place.unit else { return .layer(figure, layer) }
    let shape = layers[layer].shape
    guard unit < shape.count else {
      throw ConditionError(
        reason: .noSuchNeuron(layer: place.layer, count: shape.count), column: place.unitColumn)
    }
    return .unit(figure, shape.populationIndex(ofUnit: unit), layer: layer)
  }

  /// Why a place has no such figure, or `nil` where it has.
  private func reason(
    against figure: Figure, of layer: Int, at place: ConditionPlace, setting: RunSetting
  ) -> String? {
    if place.unit == nil, figure.layer == nil { return "it is one of each neuron" }
    if place.unit != nil, figure.neuron == nil { return "it is one for the whole layer" }
    let neuron = setting.packed.network.layers[layer].neuron
    switch figure.needs {
    case .nothing:
      return nil
    case .spikes:
      return neuron.role == .readout ? "it accumulates and never fires" : nil
    case .reference:
      return setting.references[layer] == nil ? "it has no analog counterpart" : nil
    case .potential:
      if case .passage(let noun) = neuron.role { return "\(noun) holds no charge" }
      return nil
    }
  }

  private func error(_ reason: ConditionError.Reason) -> ConditionError {
    ConditionError(reason: reason, column: column)
  }
}
