/// What a node computes.
///
/// What is known of an operation stands in its `traits`, which its own file makes; its forward pass
/// is in `AnalogPass`. Nothing else tells operations apart case by case.
package enum AnalogOperation: Equatable, Sendable {
  case input
  case convolution(Conv2dLayer)
  case affine(AffineLayer)
  /// A batch normalization that no weights can absorb: one factor and one offset per channel.
  case channelAffine(ChannelAffine)
  /// One factor and one offset per unit.
  case unitAffine(UnitAffine)
  case activation(Activation)
  case averagePool(Pooling)
  case maxPool(Pooling)
  /// Zeros around the map.
  case pad(Margins)
  /// The sum of two maps of the same shape: the merge of a residual block.
  case add
  /// Maps one behind the other along the channels.
  case concatenate
  /// A map as a vector, in the order of unit numbers.
  case flatten
  /// Units in another order, some of them left out, repeated, or averaged with their neighbours.
  case sparse(SparseMap)
  /// Only at the very end; no layer of a spiking network.
  case answer(Answer)

  /// What is known of the operation; computed anew at every call, in O(1).
  package var traits: AnalogTraits {
    switch self {
    case .input: .input
    case .convolution(let layer): layer.traits
    case .affine(let layer): layer.traits
    case .channelAffine(let layer): layer.traits
    case .unitAffine(let layer): layer.traits
    case .activation(let activation): activation.traits
    case .averagePool(let pooling): .averagePool(pooling)
    case .maxPool(let pooling): .maxPool(pooling)
    case .pad(let margins): .pad(margins)
    case .add: .add
    case .concatenate: .concatenate
    case .flatten: .flatten
    case .sparse(let map): map.traits
    case .answer(let answer): answer.traits
    }
  }

  /// The shape of the result for those of the inputs, by the rule of the operation.
  ///
  /// - Precondition: The inputs suit.
  package func shape(of inputs: [MapShape]) -> MapShape {
    guard let shape = traits.shape(inputs) else {
      preconditionFailure("\(traits.title) of \(inputs)")
    }
    return shape
  }

  /// The weights and biases; `nil` for an operation without both, which setting leaves alone.
  package var weights: LayerWeights? {
    get { traits.weights }
    set {
      if let newValue, let changed = traits.reweighted?(newValue) { self = changed }
    }
  }
}
