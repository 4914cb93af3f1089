import Tensors

/// What an analog operation is, apart from what it computes.
package struct AnalogTraits: Sendable {
  /// What an operation does with the values that it takes.
  package enum Role: Sendable {
    case input
    /// Weighs them: its results are currents, not activations.
    case weighing
    case activation
    /// Moves, averages or chooses them, or adds those of several inputs, channel by channel.
    case routing
    /// Puts the channels of several inputs together.
    case joining
    /// Turns the logits into an answer.
    case answer
  }

  /// How many values one unit of the result is computed from.
  package enum FanIn: Sendable {
    case values(Int)
    /// One of every input.
    case inputs
    /// All units of the result's shape.
    case units
  }

  /// What the names of such layers begin with: `conv` of `conv1`.
  package var stem: String

  /// What tables call the operation.
  package var title: String

  /// What the operation does with the values that it takes.
  package var role: Role

  /// What becomes of it when the network is converted.
  package var spikingForm: SpikingForm

  /// The shape of the result for those of the inputs, or `nil` if they do not suit.
  ///
  /// A pool that rounds up covers one window more in each direction than this.
  package var shape: @Sendable (_ inputs: [MapShape]) -> MapShape?

  /// `nil` for an operation without weights or without biases.
  package var weights: LayerWeights?

  /// The operation with other weights of the same shapes; `nil` for one without.
  package var reweighted: (@Sendable (LayerWeights) -> AnalogOperation)?

  /// How many numbers were trained.
  package var parameters = 0

  /// How many values one unit of the result is computed from.
  package var fanIn = FanIn.values(1)

  /// What tables tell beside sizes.
  package var details = AnalogDetails()

  package init(
    stem: String, title: String, role: Role, spikingForm: SpikingForm,
    shape: @escaping @Sendable (_ inputs: [MapShape]) -> MapShape?
  ) {
    self.stem = stem
    self.title = title
    self.role = role
    self.spikingForm = spikingForm
    self.shape = shape
  }

  /// Changed by `change`, for traits that few operations have.
  func with(_ change: (inout AnalogTraits) -> Void) -> AnalogTraits {
    var traits = self
    change(&traits)
    return traits
  }
}

/// What becomes of an analog operation in a spiking network.
package enum SpikingForm: Equatable, Sendable {
  case input
  /// A stage of projections.
  case linear(SynapticOperation)
  /// The projections of all inputs, whose currents add up.
  case sum
  /// The projections of all inputs, each to channels of its own.
  case concatenation
  /// A population of neurons.
  case neurons(Activation)
  /// A population of maxima, because a maximum of spikes has a state.
  case maximum(Pooling)
  /// Nothing, as long as the network ends there.
  case end
}

/// The trained numbers of an operation that weighs what it takes.
package struct LayerWeights: Equatable, Sendable {
  /// The first axis is that of the results.
  package var weight: Tensor
  /// Shape `[results]`.
  package var bias: Tensor

  /// With zeros for the biases.
  var withoutBias: LayerWeights { LayerWeights(weight: weight, bias: Tensor(zeros: bias.shape)) }
}

/// Numbers that a table tells of an operation; `nil` where they have no meaning.
package struct AnalogDetails: Equatable, Sendable {
  /// Rows and columns of the window.
  package var kernel: Grid?
  /// How far the window moves.
  package var stride: Grid?
  /// How far apart the places of the window are.
  package var dilation: Grid?
  /// Zeros around the map.
  package var padding: Margins?
  /// Into how many groups the channels are divided, which do not see each other.
  package var groups: Int?
  /// The largest activation.
  package var threshold: Float?
  /// The smallest activation, where it is not 0.
  package var minimum: Float?
  /// How many activations above 0 there are.
  package var levels: Int?
}

extension AnalogTraits {
  /// The image; it takes nothing, and its shape is stated by the node.
  static let input = AnalogTraits(
    stem: "input", title: "input", role: .input, spikingForm: .input, shape: { _ in nil })
}

/// The shape of the only input, if there is just one.
@Sendable func sameShape(_ inputs: [MapShape]) -> MapShape? {
  inputs.count == 1 ? inputs[0] : nil
}
