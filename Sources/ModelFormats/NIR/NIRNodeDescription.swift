import HDF5
import Networks
import Tensors

/// A node to be written, without its name.
struct NIRNodeDescription: Equatable {
  var type: String
  var parameters: [String: NIRValue]
  var metadata: [String: NIRValue] = [:]
}

extension NIRNodeDescription {
  /// - Parameter lengths: The shape in NIR's terms.
  init(_ neuron: ContinuousNeuron, shape: MapShape, lengths: [Int]) {
    func values(_ values: NeuronValues<Float>) -> NIRValue {
      let all = (0..<shape.count).map { values.value(of: $0) }
      return floats(shape.unitOrder(all), shape: lengths)
    }
    self.init(type: neuron.modelName, parameters: [:])
    switch neuron.membrane {
    case .memoryless:
      parameters["threshold"] = neuron.firing.map { values($0.threshold) }
      return
    case .integrator(let resistance):
      parameters["r"] = values(resistance)
    case .leaky(let timeConstant, let resistance, let leakPotential):
      parameters[neuron.synapse == nil ? "tau" : "tau_mem"] = values(timeConstant)
      parameters["r"] = values(resistance)
      parameters["v_leak"] = values(leakPotential)
    }
    if let synapse = neuron.synapse {
      parameters["tau_syn"] = values(synapse.timeConstant)
      parameters["w_in"] = values(synapse.weight)
      if synapse.rule != .filter { metadata[NIRMetadata.synapses] = text(synapse.rule.rawValue) }
    }
    if let firing = neuron.firing {
      parameters["v_threshold"] = values(firing.threshold)
      parameters["v_reset"] = values(firing.resetPotential)
      metadata[NIRMetadata.reset] = text(firing.reset.word)
      if firing.firesSeveral { metadata[NIRMetadata.spikesPerStep] = text(NIRMetadata.several) }
    }
    if neuron.integration != .euler {
      metadata[NIRMetadata.integration] = text(neuron.integration.rawValue)
    }
  }
}

/// A node that makes a vector of a map.
func flattened(_ lengths: [Int], from first: Int = 0) -> NIRNodeDescription {
  NIRNodeDescription(
    type: "Flatten",
    parameters: [
      "start_dim": .integers(HDF5Array(shape: [], elements: [Int64(first)])),
      "end_dim": .integers(HDF5Array(shape: [], elements: [-1])),
      "input_type": integers(lengths),
    ])
}

extension SynapticOperation {
  /// Adds a current per channel to the bias.
  ///
  /// - Returns: Whether there is one.
  mutating func addBias(_ current: [Float]) -> Bool {
    guard var changed = weights, changed.bias.count == current.count else { return false }
    for channel in current.indices { changed.bias.elements[channel] += current[channel] }
    weights = changed
    return true
  }

  /// The node that does the same.
  ///
  /// - Parameters:
  ///   - lengths: The shape `source` in NIR's terms.
  ///   - layer: For messages.
  func node(
    from source: MapShape, lengths: [Int], to target: MapShape, layer: String
  ) throws(FormatError) -> NIRNodeDescription {
    switch traits.nirForm {
    case .convolution(let convolution):
      return try convolution.node(from: source, lengths: lengths, layer: layer)
    case .affine(let affine):
      return NIRNodeDescription(
        type: "Affine",
        parameters: [
          "weight": floats(affine.weight.elements, shape: affine.weight.shape),
          "bias": floats(affine.bias.elements, shape: affine.bias.shape),
        ])
    case .averagePool(let pooling):
      guard pooling.countsPadding || pooling.padding == Margins() else {
        throw .notExpressible(layer: layer, what: "its average pools count the padding")
      }
      return try pooling.node("AvgPool2d", from: source, to: target, layer: layer)
    case .sumPool(let pooling):
      return try pooling.node("SumPool2d", from: source, to: target, layer: layer)
    case .scale(let factors):
      return NIRNodeDescription(
        type: "Scale", parameters: ["scale": floats(source.unitOrder(factors), shape: lengths)])
    case .channelAffine(let affine):
      return try affine.node(from: source, lengths: lengths, layer: layer)
    case .flatten:
      guard target.isVector || target.channels == source.channels && target.height == 1 else {
        throw .notExpressible(layer: layer, what: "it can only flatten maps")
      }
      return flattened(lengths, from: target.isVector ? 0 : 1)
    case .missing(let what): throw .notExpressible(layer: layer, what: what)
    }
  }
}

extension Conv2dLayer {
  fileprivate func node(
    from source: MapShape, lengths: [Int], layer: String
  ) throws(FormatError) -> NIRNodeDescription {
    guard lengths.count == 3 else {
      throw .notExpressible(layer: layer, what: "it cannot make a map of a vector")
    }
    let (rows, columns) = (
      dilation.rows * (kernel.rows - 1), dilation.columns * (kernel.columns - 1)
    )
    let same = Margins(
      top: rows / 2, left: columns / 2, bottom: rows - rows / 2, right: columns - columns / 2)
    let margins: NIRValue
    if padding.top == padding.bottom, padding.left == padding.right {
      margins = integers([padding.top, padding.left])
    } else if padding == same, stride == Grid(1, 1) {
      margins = .texts(HDF5Array(shape: [], elements: ["same"]))
    } else {
      throw .notExpressible(layer: layer, what: "it pads both sides alike")
    }
    return NIRNodeDescription(
      type: "Conv2d",
      parameters: [
        "input_shape": integers([source.height, source.width]),
        "weight": floats(weight.elements, shape: weight.shape),
        "bias": floats(bias.elements, shape: bias.shape),
        "stride": integers([stride.rows, stride.columns]), "padding": margins,
        "dilation": integers([dilation.rows, dilation.columns]),
        "groups": .integers(HDF5Array(shape: [], elements: [Int64(groups)])),
      ])
  }
}

extension Pooling {
  fileprivate func node(
    _ type: String, from source: MapShape, to target: MapShape, layer: String
  ) throws(FormatError) -> NIRNodeDescription {
    let rows = (source.height + 2 * padding.top - kernel.rows) / stride.rows + 1
    let columns = (source.width + 2 * padding.left - kernel.columns) / stride.columns + 1
    guard dilation == Grid(1, 1), padding.top == padding.bottom, padding.left == padding.right,
      rows == target.height, columns == target.width
    else {
      throw .notExpressible(
        layer: layer, what: "its pools have whole windows, equal margins and no dilation")
    }
    return NIRNodeDescription(
      type: type,
      parameters: [
        "kernel_size": integers([kernel.rows, kernel.columns]),
        "stride": integers([stride.rows, stride.columns]),
        "padding": integers([padding.top, padding.left]),
      ])
  }
}

extension ChannelAffine {
  /// A convolution by one number per channel; for vectors a Scale.
  fileprivate func node(
    from source: MapShape, lengths: [Int], layer: String
  ) throws(FormatError) -> NIRNodeDescription {
    let count = factor.count
    guard lengths.count == 1 else {
      let convolution = Conv2dLayer(
        weight: Tensor(shape: [count, 1, 1, 1], elements: factor),
        bias: Tensor(shape: [count], elements: offset), groups: count)
      return try convolution.node(from: source, lengths: lengths, layer: layer)
    }
    guard offset.allSatisfy({ $0 == 0 }) else {
      throw .notExpressible(
        layer: layer, what: "it has no offset per unit; fold it into the weights")
    }
    return NIRNodeDescription(type: "Scale", parameters: ["scale": floats(factor, shape: lengths)])
  }
}
