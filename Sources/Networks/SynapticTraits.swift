/// What a linear operation between populations is, apart from what it computes.
package struct SynapticTraits: Sendable {
  /// What messages call the operation, with its article.
  package var title: String

  /// What names of its nodes in files end with: `pool` of `relu1_pool`.
  package var stem: String

  /// What NIR has for it.
  package var nirForm: LinearNIRForm

  /// The lengths of the result as NIR tells them, for those of what the operation takes.
  package var nirLengths: @Sendable (_ lengths: [Int], _ result: MapShape) -> [Int] = {
    [$1.channels, $1.height, $1.width]
  }

  /// Whether spikes arrive as they are, or as shares of them.
  package var rearranges = false

  /// Whether what passes has another place behind it, and the same value.
  package var movesOnly = false

  /// Whether it takes a map as the vector of its units, so that other lengths change nothing.
  package var takesUnits = false

  /// Whether its result has the units that it takes, in the order of unit numbers.
  package var keepsUnits = false

  /// `nil` for an operation without synapses of their own weight.
  package var weights: LayerWeights?

  /// The operation with other weights of the same shapes; `nil` for one without.
  package var reweighted: (@Sendable (LayerWeights) -> SynapticOperation)?

  /// The operation whose result for no input is zero; `nil` for one that has no bias.
  package var withoutBias: (@Sendable () -> SynapticOperation)?

  /// The window that the weights move over the map; an empty one for the whole map at once, `nil`
  /// where the operation is no product of weights and patches.
  package var window: AnalogDetails?

  /// Weights and biases, factors and offsets.
  package var parameters = 0

  /// Weights onto one unit.
  package var fanIn = 0

  /// Multiplications with a weight or a factor for one unit, zeros of the padding included.
  package var multiplications = 0

  init(title: String, stem: String, nirForm: LinearNIRForm) {
    self.title = title
    self.stem = stem
    self.nirForm = nirForm
  }

  /// An operation that spikes pass as they are, or as shares of them.
  static func rearrangement(stem: String, nirForm: LinearNIRForm) -> SynapticTraits {
    SynapticTraits(title: "a rearrangement", stem: stem, nirForm: nirForm).with {
      $0.rearranges = true
    }
  }

  /// Changed by `change`, for traits that few operations have.
  func with(_ change: (inout SynapticTraits) -> Void) -> SynapticTraits {
    var traits = self
    change(&traits)
    return traits
  }
}

/// What NIR has for a linear operation.
package enum LinearNIRForm: Equatable, Sendable {
  case convolution(Conv2dLayer)
  case affine(AffineLayer)
  /// A node that depends on what it takes: a convolution of a map, the factors of a vector.
  case channelAffine(ChannelAffine)
  case averagePool(Pooling)
  case sumPool(Pooling)
  /// One factor per unit, in channels-last order.
  case scale([Float])
  case flatten
  /// Nothing, and what that is, as half a sentence about NIR.
  case missing(String)
}

extension SynapticTraits {
  static func scale(_ factors: [Float]) -> SynapticTraits {
    SynapticTraits(title: "a normalization", stem: "scale", nirForm: .scale(factors)).with {
      $0.parameters = factors.count
      $0.multiplications = 1
      $0.nirLengths = { lengths, _ in lengths }
    }
  }

  static let place = rearrangement(stem: "flatten", nirForm: .missing("it has no concatenation"))
    .with { $0.movesOnly = true }
}
