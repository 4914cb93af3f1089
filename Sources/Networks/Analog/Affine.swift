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
      $0.weights = LayerWeights(weight: weight, bias: bias)
      $0.parameters = weight.count + bias.count
      $0.fanIn = .values(inputCount)
    }
  }
}
