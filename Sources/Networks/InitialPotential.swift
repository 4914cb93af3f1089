/// The membrane potential before the first step, v(0), in units of the activation.
package enum InitialPotential: Equatable, Sendable {
  /// 0 for all neurons.
  case rest
  /// The same for all neurons of the layer.
  case uniform(Float)
  /// One per neuron, in channels-last order.
  case perNeuron([Float])

  /// v(0) of one neuron.
  ///
  /// - Parameter unit: In channels-last order.
  package func value(of unit: Int) -> Float {
    switch self {
    case .rest: 0
    case .uniform(let potential): potential
    case .perNeuron(let potentials): potentials[unit]
    }
  }
}
