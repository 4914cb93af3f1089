/// A parameter of the neurons of a layer: one value for all, or one for each.
package enum NeuronValues<Value: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
  case uniform(Value)
  /// One per neuron, in channels-last order.
  case perNeuron([Value])

  private enum CodingKeys: String, CodingKey { case uniform, perNeuron }
  private enum UniformCodingKeys: String, CodingKey { case _0 }
  private enum PerNeuronCodingKeys: String, CodingKey { case _0 }

  /// The values of a layer, as one where they do not differ.
  ///
  /// - Precondition: There is at least one.
  package init(_ values: [Value]) {
    let first = values[0]
    self = values.allSatisfy { $0 == first } ? .uniform(first) : .perNeuron(values)
  }

  /// - Parameter unit: In channels-last order.
  package func value(of unit: Int) -> Value {
    switch self {
    case .uniform(let value): value
    case .perNeuron(let values): values[unit]
    }
  }

  /// Whether there is a value for each neuron of a layer, and for no others.
  func fit(_ shape: MapShape) -> Bool {
    switch self {
    case .uniform: true
    case .perNeuron(let values): values.count == shape.count
    }
  }

  /// Every value that occurs, at least once.
  package var all: [Value] {
    switch self {
    case .uniform(let value): [value]
    case .perNeuron(let values): values
    }
  }

  /// The value of all neurons, or `nil` if they differ.
  package var common: Value? {
    if case .uniform(let value) = self { value } else { nil }
  }
}
