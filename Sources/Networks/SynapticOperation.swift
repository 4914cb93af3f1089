/// A linear map from what a stage receives to what it delivers, with an offset where it has biases.
///
/// What is known of an operation stands in its `traits`, which its own file makes; how the engine
/// delivers spikes through it is in `SpikingEngine`. Nothing else tells operations apart case by
/// case.
package enum SynapticOperation: Equatable, Sendable {
  case convolution(Conv2dLayer)
  case affine(AffineLayer)
  case channelAffine(ChannelAffine)
  /// The mean of each window.
  case averagePool(Pooling)
  /// The largest value of each window; not linear, so only the image may pass it, and first.
  case maxPool(Pooling)
  /// The sum of each window.
  case sumPool(Pooling)
  /// One factor and one offset per unit, in the order of unit numbers.
  case unitAffine(UnitAffine)
  /// One factor per unit, in channels-last order.
  case scale([Float])
  /// Zeros around the map.
  case pad(Margins)
  /// A map as a vector, or as a map of other lengths, in the order of unit numbers.
  case flatten
  /// Units in another order, some of them left out, repeated, or averaged with their neighbours.
  case sparse(SparseMap)
  /// The map becomes the channels from `firstChannel` on of a larger map: one part of a
  /// concatenation.
  case place(firstChannel: Int)

  /// What is known of the operation; computed anew at every call, in O(1).
  package var traits: SynapticTraits {
    switch self {
    case .convolution(let layer): layer.synapticTraits
    case .affine(let layer): layer.synapticTraits
    case .channelAffine(let layer): layer.synapticTraits
    case .unitAffine(let layer): layer.synapticTraits
    case .averagePool(let pooling): .averagePool(pooling)
    case .maxPool: .maxPool
    case .sumPool(let pooling): .sumPool(pooling)
    case .scale(let factors): .scale(factors)
    case .pad: .pad
    case .flatten: .flatten
    case .sparse(let map): map.synapticTraits
    case .place: .place
    }
  }

  /// The weights and biases; `nil` for an operation without both, which setting leaves alone.
  package var weights: LayerWeights? {
    get { traits.weights }
    set {
      if let newValue, let changed = traits.reweighted?(newValue) { self = changed }
    }
  }

  /// The same operation, whose result for no input is zero.
  package var withoutBias: SynapticOperation { traits.withoutBias?() ?? self }
}
