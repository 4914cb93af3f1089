import Networks

/// A convolution or a fully connected layer as it was trained, zeros included: which inputs meet
/// which outputs, and with what weights.
struct WeightRows {
  let source: MapShape
  let target: MapShape
  let layout: ConvolutionLayout

  /// One per output.
  let bias: [Float]

  /// Of an output for a row `tap · inputs + input`.
  let weight: (_ output: Int, _ row: Int) -> Float

  /// `nil` for stages without such rows: pools, relays, convolutions in groups and dilated ones.
  init?(_ stage: SynapticStage, source: MapShape) {
    switch stage.operation {
    case .convolution(let layer):
      guard layer.groups == 1, layer.dilation == Grid(1, 1) else { return nil }
      self.init(layer, source: source, target: stage.shape)
    case .affine(let layer): self.init(layer, source: source, target: stage.shape)
    default: return nil
    }
  }

  /// - Precondition: Neither in groups nor dilated.
  init(_ layer: Conv2dLayer, source: MapShape, target: MapShape) {
    precondition(
      layer.inputChannels == source.channels && layer.outputChannels == target.channels,
      "\(layer.weight.shape) weights between \(source) and \(target)")
    precondition(layer.groups == 1, "groups are for grouped convolutions")
    (self.source, self.target) = (source, target)
    layout = ConvolutionLayout(
      kernel: layer.kernel, stride: layer.stride, padding: layer.padding, source: source,
      target: target)
    bias = layer.bias.elements
    let elements = layer.weight.elements
    let (inputs, taps) = (source.channels, layer.kernel.rows * layer.kernel.columns)
    weight = { output, row in elements[(output * inputs + row % inputs) * taps + row / inputs] }
  }

  init(_ layer: AffineLayer, source: MapShape, target: MapShape) {
    precondition(
      layer.inputCount == source.count && layer.outputCount == target.count,
      "\(layer.inputCount) to \(layer.outputCount) weights between \(source) and \(target)")
    (self.source, self.target) = (source, target)
    layout = ConvolutionLayout(source: source, outputs: target.count)
    bias = target.populationOrder(layer.bias.elements)
    let elements = layer.weight.elements
    let outputs = (0..<target.count).map(target.unitNumber(ofIndex:))
    let inputs = (0..<source.count).map(source.unitNumber(ofIndex:))
    weight = { output, row in elements[outputs[output] * inputs.count + inputs[row]] }
  }

  /// All of an output, by row.
  func weights(_ output: Int) -> [Float] {
    (0..<layout.weightRows).map { weight(output, $0) }
  }
}
