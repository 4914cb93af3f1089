import Networks
import Tensors

extension [SynapticStage] {
  /// The same map in fewer stages: pointwise convolutions multiplied into the convolutions behind
  /// them; `nil` where none is worth it.
  ///
  /// Without neurons in between, as behind the bottlenecks of inverted residuals, nearly every unit
  /// has a current in every step, and the second convolution works as if nothing were sparse. Their
  /// product has work for spikes only. The sums are those of one convolution, so that they are
  /// rounded in another order than stage by stage: once where the weights are laid out, and then
  /// wherever events are delivered, in the same way.
  var fused: [SynapticStage]? {
    var fused: [SynapticStage] = []
    for stage in self {
      if let product = fused.last?.multiplied(into: stage) {
        fused[fused.count - 1] = product
      } else {
        fused.append(stage)
      }
    }
    return fused.count < count ? fused : nil
  }
}

extension SynapticStage {
  /// This stage and the next as one; `nil` where that is no convolution, or more work.
  fileprivate func multiplied(into next: SynapticStage) -> SynapticStage? {
    guard case .convolution(let first) = operation, case .convolution(let second) = next.operation,
      first.isPointwise, second.groups == 1, first.isLess(multipliedInto: second)
    else { return nil }
    let isPruned = [first, second].contains {
      Connectivity($0.weight).fraction <= PrunedSynapses.highestConnectivity
    }
    guard !isPruned else { return nil }
    let outputs = second.outputChannels
    let layer = Conv2dLayer(
      weight: first.multiplied(into: second),
      bias: Tensor(shape: [outputs], elements: Array(repeating: 0, count: outputs)),
      stride: second.stride, dilation: second.dilation, padding: second.padding)
    return SynapticStage(.convolution(layer), shape: next.shape)
  }
}

extension Conv2dLayer {
  fileprivate var isPointwise: Bool {
    kernel == Grid(1, 1) && stride == Grid(1, 1) && padding == Margins() && groups == 1
  }

  /// Whether the product has less to add at each pixel if one input in ten fires: its weights for
  /// each spike, in place of those of this layer and all of the next.
  fileprivate func isLess(multipliedInto next: Conv2dLayer) -> Bool {
    let outputs = next.outputChannels * next.kernel.rows * next.kernel.columns
    return inputChannels * (outputs - outputChannels) < 10 * outputChannels * outputs
  }

  /// The weights of this pointwise layer and the next as one, shape `[outputs, inputs, rows,
  /// columns]`.
  ///
  /// Each input is a pixel whose events are its weights, and the taps of the next layer are outputs
  /// at that pixel, so that a kernel computes the product.
  fileprivate func multiplied(into next: Conv2dLayer) -> Tensor {
    let (inputs, middle) = (inputChannels, outputChannels)
    let taps = next.kernel.rows * next.kernel.columns
    let outputs = next.outputChannels * taps
    let (own, others) = (weight.elements, next.weight.elements)
    let byInput = (0..<inputs * middle).map { own[$0 % middle * inputs + $0 / middle] }
    let byTap = (0..<outputs * middle).map { index in
      let (output, input) = (index / middle, index % middle)
      return others[(output / taps * middle + input) * taps + output % taps]
    }
    let layer = Conv2dLayer(
      weight: Tensor(shape: [outputs, middle, 1, 1], elements: byTap),
      bias: Tensor(shape: [outputs], elements: Array(repeating: 0, count: outputs)))
    let synapses = ConvolutionSynapses(
      WeightRows(
        layer, source: MapShape(channels: middle, height: 1, width: inputs),
        target: MapShape(channels: outputs, height: 1, width: inputs)))
    var rows = Array(repeating: Float(0), count: inputs * outputs)
    synapses.deliver(SpikeEvents(nonzero: byInput), to: &rows)
    let elements = (0..<inputs * outputs).map { index in
      let (output, input, tap) = (index / taps / inputs, index / taps % inputs, index % taps)
      return rows[input * outputs + output * taps + tap]
    }
    return Tensor(
      shape: [next.outputChannels, inputs, next.kernel.rows, next.kernel.columns],
      elements: elements)
  }
}
