/// The membrane potential before the first step, v(0).
package enum InitialPotential: Equatable, Sendable {
  case rest
  /// The same for all neurons of the layer.
  case uniform(Float)
  /// One per neuron, in channels-last order.
  case perNeuron([Float])

  package func value(of unit: Int) -> Float {
    switch self {
    case .rest: 0
    case .uniform(let potential): potential
    case .perNeuron(let potentials): potentials[unit]
    }
  }
}
