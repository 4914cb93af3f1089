import Tensors

/// A convolution over rows and columns.
package struct Conv2dLayer: Equatable, Sendable {
  /// Shape `[outputs, inputs / groups, rows, columns]`.
  package var weight: Tensor
  /// Shape `[outputs]`.
  package var bias: Tensor
  /// How far the kernel moves; positive.
  package var stride: Grid
  /// How far apart the taps of the kernel are; positive.
  package var dilation: Grid
  /// Zeros around the input.
  package var padding: Margins
  /// Into how many groups the channels are divided; an output sees the inputs of its group only.
  package var groups: Int

  /// - Precondition: `weight` has four axes, `bias` one number per output, and the outputs are a
  ///   multiple of `groups`.
  package init(
    weight: Tensor, bias: Tensor, stride: Grid = Grid(1, 1), dilation: Grid = Grid(1, 1),
    padding: Margins = Margins(), groups: Int = 1
  ) {
    precondition(weight.shape.count == 4 && bias.shape == [weight.shape[0]], "convolution shapes")
    precondition(groups > 0 && weight.shape[0] % groups == 0, "\(groups) groups")
    self.weight = weight
    self.bias = bias
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.groups = groups
  }

  /// How many channels the result has.
  package var outputChannels: Int { weight.shape[0] }
  /// How many channels it takes.
  package var inputChannels: Int { weight.shape[1] * groups }
  /// Rows and columns of the kernel.
  package var kernel: Grid { Grid(weight.shape[2], weight.shape[3]) }

  var traits: AnalogTraits {
    AnalogTraits(
      stem: "conv", title: "conv", role: .weighing, spikingForm: .linear(.convolution(self)),
      shape: { inputs in
        guard inputs.count == 1, inputs[0].channels == inputChannels else { return nil }
        return windows(
          kernel, stride: stride, dilation: dilation, padding: padding, over: inputs[0]
        ).map { MapShape(channels: outputChannels, height: $0.rows, width: $0.columns) }
      }
    ).with {
      $0.weights = weights
      $0.reweighted = { .convolution(with($0)) }
      $0.parameters = weight.count + bias.count
      $0.fanIn = .values(weight.count / outputChannels)
      $0.details = window
    }
  }

  var synapticTraits: SynapticTraits {
    SynapticTraits(title: "a convolution", stem: "conv", nirForm: .convolution(self)).with {
      $0.weights = weights
      $0.reweighted = { .convolution(with($0)) }
      $0.withoutBias = { .convolution(with(weights.withoutBias)) }
      $0.window = window
      $0.parameters = weight.count + bias.count
      $0.fanIn = weight.count / outputChannels
      $0.multiplications = weight.count / outputChannels
    }
  }

  private var window: AnalogDetails {
    AnalogDetails(
      kernel: kernel, stride: stride, dilation: dilation, padding: padding, groups: groups)
  }

  private var weights: LayerWeights { LayerWeights(weight: weight, bias: bias) }

  private func with(_ weights: LayerWeights) -> Conv2dLayer {
    var layer = self
    (layer.weight, layer.bias) = (weights.weight, weights.bias)
    return layer
  }
}
