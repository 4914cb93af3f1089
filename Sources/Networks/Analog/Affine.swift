import Tensors

/// All-to-all weights: `z = W a + b`.
package struct AffineLayer: Equatable, Sendable {
  /// Shape `[outputs, inputs]`; the inputs are in the order of unit numbers.
  package var weight: Tensor
  /// Shape `[outputs]`.
  package var bias: Tensor

  /// - Precondition: `weight` has two axes, and `bias` one number per output.
  package init(weight: Tensor, bias: Tensor) {
    precondition(weight.shape.count == 2 && bias.shape == [weight.shape[0]], "affine shapes")
    self.weight = weight
    self.bias = bias
  }

  /// How many units the result has.
  package var outputCount: Int { weight.shape[0] }
  /// How many units it takes.
  package var inputCount: Int { weight.shape[1] }

  var traits: AnalogTraits {
    AnalogTraits(
      stem: "fc", title: "fc", role: .weighing, spikingForm: .linear(.affine(self)),
      shape: { inputs in
        inputs.count == 1 && inputs[0].count == inputCount ? MapShape(channels: outputCount) : nil
      }
    ).with {
      $0.weights = weights
      $0.reweighted = { .affine(with($0)) }
      $0.parameters = weight.count + bias.count
      $0.fanIn = .values(inputCount)
    }
  }

  var synapticTraits: SynapticTraits {
    SynapticTraits(title: "a fully connected layer", stem: "fc", nirForm: .affine(self)).with {
      $0.nirLengths = { _, result in [result.channels] }
      $0.takesUnits = true
      $0.weights = weights
      $0.reweighted = { .affine(with($0)) }
      $0.withoutBias = { .affine(with(weights.withoutBias)) }
      $0.window = AnalogDetails()
      $0.parameters = weight.count + bias.count
      $0.fanIn = inputCount
      $0.multiplications = inputCount
    }
  }

  private var weights: LayerWeights { LayerWeights(weight: weight, bias: bias) }

  private func with(_ weights: LayerWeights) -> AffineLayer {
    var layer = self
    (layer.weight, layer.bias) = (weights.weight, weights.bias)
    return layer
  }
}
