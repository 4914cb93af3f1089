import Networks
import Tensors

extension AnalogNetwork {
  /// The names of the layers that activations become, in the order of `activations`: that of what
  /// drives the activation, or where a layer has it already the activation's own.
  package var spikingLayerNames: [String] {
    var (names, taken): ([String], Set<String>) = ([], [])
    for node in nodes {
      switch node.operation.traits.spikingForm {
      case .neurons:
        let driver = nodes[node.inputs[0]].name
        names.append(taken.contains(driver) ? node.name : driver)
        taken.insert(names[names.count - 1])
      case .maximum: taken.insert(node.name)
      case .input, .linear, .sum, .concatenation, .end: break
      }
    }
    return names
  }

  /// The spiking network with the same graph: each activation becomes a population, and all that
  /// is linear between two activations becomes projections.
  ///
  /// A population is fed by one projection per path that reaches it from another population or
  /// from the input; a residual merge therefore has two.
  ///
  /// - Parameter neuron: The neurons of spiking layer `index`, in the order of `activations`.
  func spiking(
    coding: SpikeCoding, neuron: (_ index: Int) -> NeuronParameters
  ) throws(ConversionError) -> SpikingNetwork {
    var graph = ProjectionGraph(self)
    for node in nodes.indices {
      try graph.visit(node, neuron: neuron)
    }
    return try graph.network(coding: coding)
  }
}

/// Walks an analog network in topological order and collects, for each node, the paths to it.
private struct ProjectionGraph {
  private let analog: AnalogNetwork

  /// Per node, the projections whose sum is its value.
  private var paths: [[Path]] = []

  private var layers: [SpikingLayer] = []

  /// How many operations all paths have so far.
  private var stageCount = 0

  /// The number of paths to one node that become projections, and of operations in all paths, at
  /// most: sums of sums double them from node to node.
  private static let pathLimit = 1024
  private static let stageLimit = 1 << 20

  /// The number of layers so far that stand for an activation.
  private var activationCount = 0

  /// The names of these layers.
  private let names: [String]

  init(_ analog: AnalogNetwork) {
    self.analog = analog
    names = analog.spikingLayerNames
  }

  mutating func visit(
    _ index: Int, neuron: (Int) -> NeuronParameters
  ) throws(ConversionError) {
    let node = analog.nodes[index]
    let count = node.inputs.reduce(0) { $0 + paths[$1].count }
    stageCount += node.inputs.reduce(0) { total, input in
      paths[input].reduce(total) { $0 + $1.projection.stages.count + 1 }
    }
    guard count <= Self.pathLimit, stageCount <= Self.stageLimit else {
      throw unsupported(
        node,
        "\(count == 1 ? "1 way leads" : "\(count) ways lead") to it from the layers before, "
          + "through sums of sums; "
          + "put an activation between them")
    }
    let inputs = node.inputs.map { paths[$0] }
    switch node.operation.traits.spikingForm {
    case .input:
      paths.append([Path(source: .input, shape: node.shape)])
    case .linear(let operation):
      paths.append(inputs[0].extended(by: operation, shape: node.shape))
    case .sum:
      paths.append(inputs.flatMap(\.self))
    case .concatenation:
      paths.append(concatenated(inputs, of: node))
    case .neurons(let activation):
      let neuron = try self.neuron(neuron(activationCount), for: activation, of: node)
      paths.append([try spike(index, neuron: neuron)])
      activationCount += 1
    case .end:
      guard isPartOfAnswer(index) else {
        throw unsupported(
          node, "\(node.operation.traits.title) stands before the end of the network")
      }
      paths.append(inputs[0])
    case .maximum(let pooling):
      paths.append(try pool(pooling, of: node, from: inputs[0]))
    }
  }

  func network(coding: SpikeCoding) throws(ConversionError) -> SpikingNetwork {
    guard activationCount > 0 else { throw .noSpikingLayer }
    let (outputs, activations) = (analog.readoutNodes, Set(analog.activations))
    var names = Set(layers.map(\.name))
    let readouts = outputs.map { output in
      let own = analog.nodes[output].name
      let isOwn = !activations.contains(output) && !names.contains(own)
      let name = isOwn ? own : freeName("out", besides: names)
      names.insert(name)
      return SpikingLayer(
        name: name, shape: paths[output].first?.shape ?? analog.nodes[output].shape,
        neuron: .readout, projections: paths[output].map(\.projection))
    }
    var network = SpikingNetwork(
      name: analog.name, inputShape: analog.inputShape, layers: layers + readouts,
      coding: coding)
    network.tail = analog.tail
    network.task = analog.task
    return network
  }

  /// The name itself, or with the first number that makes it one of its own.
  private func freeName(_ name: String, besides names: Set<String>) -> String {
    guard names.contains(name) else { return name }
    return (2...).lazy.map { "\(name)\($0)" }.first { !names.contains($0) } ?? name
  }

  /// Whether a node only leads from what an output is made of to it.
  private func isPartOfAnswer(_ index: Int) -> Bool {
    analog.outputs.contains { output in
      var node = output.node
      while node > index, case .answer = analog.nodes[node].operation {
        node = analog.nodes[node].inputs[0]
      }
      return node == index
    }
  }

  private mutating func spike(
    _ index: Int, neuron: NeuronParameters
  ) throws(ConversionError) -> Path {
    let input = analog.nodes[index].inputs[0]
    let shape = paths[input].first?.shape ?? analog.nodes[index].shape
    layers.append(
      SpikingLayer(
        name: names[activationCount], shape: shape, neuron: neuron,
        projections: paths[input].map(\.projection), activationNode: index))
    return Path(source: .layer(layers.count - 1), shape: shape)
  }

  /// A max pool as a layer of its own, because it has a state; of the image itself, which is the
  /// same in every step, it has none, not even where it lies beside spikes in channels of its own.
  private mutating func pool(
    _ pooling: Pooling, of node: AnalogNode, from paths: [Path]
  ) throws(ConversionError) -> [Path] {
    for path in paths {
      if let stage = path.projection.stages.first(where: { !$0.operation.traits.rearranges }) {
        throw unsupported(
          node,
          "it pools the currents behind \(stage.operation.traits.title), not spikes; "
            + "put an activation between them")
      }
    }
    let ofImage = paths.filter { $0.projection.source == .input }
    let ofSpikes = paths.filter { $0.projection.source != .input }
    guard ofImage.isEmpty || paths.count == 1 || areApart(ofImage, from: ofSpikes) else {
      throw unsupported(
        node, ofSpikes.isEmpty ? "it pools a sum" : "it pools a sum of the image and of spikes")
    }
    // What a path does not reach is 0 in all windows.
    let pooled = ofImage.extended(by: .maxPool(pooling), shape: node.shape)
    guard let source = ofSpikes.first?.shape else { return pooled }
    layers.append(
      SpikingLayer(
        name: node.name, shape: node.shape, neuron: .maximum(MaxPool(pooling, source: source)),
        projections: ofSpikes.map(\.projection)))
    return pooled + [Path(source: .layer(layers.count - 1), shape: node.shape)]
  }

  /// Whether each of some paths has channels that no other reaches.
  private func areApart(_ paths: [Path], from others: [Path]) -> Bool {
    let (taken, own) = (others.map(\.reach), paths.map(\.reach))
    return own.indices.allSatisfy { index in
      (own[..<index] + taken).allSatisfy { !$0.overlaps(own[index]) }
    }
  }

  private func concatenated(_ inputs: [[Path]], of node: AnalogNode) -> [Path] {
    var firstChannel = 0
    return inputs.flatMap { paths in
      let operation = SynapticOperation.place(firstChannel: firstChannel)
      firstChannel += paths.first?.shape.channels ?? 0
      return paths.extended(by: operation, shape: node.shape)
    }
  }

  /// The neurons for an activation, of those that a method has.
  private func neuron(
    _ neuron: NeuronParameters, for activation: Activation, of node: AnalogNode
  ) throws(ConversionError) -> NeuronParameters {
    switch activation {
    case .relu, .clipped, .quantized:
      return neuron
    case .leaky(let slopes):
      guard let leaky = neuron.leaky(slopes: slopes) else {
        throw unsupported(
          node,
          (slopes.allSatisfy { $0 == 1 } ? "a max pool of numbers of both signs" : "a leaky ReLU")
            + " needs neurons that can send negative spikes, single ones with reset by "
            + "subtraction; use --method robust, half, rts, light or snm")
      }
      return leaky
    case .clamp(let minimum, let maximum):
      throw unsupported(
        node,
        "a clip to \(minimum)…\(maximum) is not zero for negative values, as spikes are; shift "
          + "it to 0 and back")
    }
  }

  private func unsupported(_ node: AnalogNode, _ reason: String) -> ConversionError {
    .unsupported(node: node.name, fileName: node.fileName, reason: reason)
  }
}

private typealias Path = ProjectionPath

extension [ProjectionPath] {
  fileprivate func extended(by operation: SynapticOperation, shape: MapShape) -> [ProjectionPath] {
    ProjectionPath.extended(self, by: operation, shape: shape)
  }
}

extension NeuronParameters {
  /// The neurons that also stand for negative values; `nil` where these have no such form.
  fileprivate func leaky(slopes: [Float]) -> NeuronParameters? {
    switch self {
    case .signed(var neuron):
      neuron.slopes = slopes
      return .signed(neuron)
    case .integrateAndFire(let neuron) where neuron.reset == .bySubtraction:
      let threshold = neuron.thresholdValue
      return .signed(threshold: threshold, negativeThreshold: threshold, slopes: slopes)
    case .integrateAndFire, .burst, .differential, .bistable, .maximum, .continuous, .delayLine,
      .shuffle, .readout:
      return nil
    }
  }
}
