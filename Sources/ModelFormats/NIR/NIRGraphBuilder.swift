import HDF5
import Networks

/// A NIR graph that is to be written.
struct NIRGraphDescription: Equatable {
  struct Node: Equatable {
    var name: String
    var type: String
    var parameters: [String: NIRValue]
    var metadata: [String: NIRValue] = [:]
  }

  struct Edge: Hashable {
    var source: String
    var target: String
  }

  var nodes: [Node] = []
  var edges: [Edge] = []
  /// Which potentials fire; `nil` where nothing does.
  var rule: FiringRule?
}

/// Turns a spiking network into the nodes and edges of NIR.
struct NIRGraphBuilder {
  private let network: SpikingNetwork
  private let timeStep: Float
  private var graph = NIRGraphDescription()
  private var names: Set<String> = ["input", "output"]

  /// Per layer, what NIR says its shape is.
  private var lengths: [[Int]] = []

  /// Per layer, the name of the node that sends what the layer sends.
  private var senders: [String] = []

  init(_ network: SpikingNetwork, timeStep: Float) {
    self.network = network
    self.timeStep = timeStep
  }

  mutating func draft() throws(FormatError) -> NIRGraphDescription {
    switch network.coding {
    case .rate: break
    case .cycles:
      throw .notExpressible(layer: network.name, what: "it has no bistable neurons and no phases")
    case .differential:
      throw .notExpressible(layer: network.name, what: "it has no differential coding")
    }
    guard network.corrector == nil else {
      throw .notExpressible(layer: network.name, what: "it has no corrections of spikes")
    }
    guard network.readoutStart == 0 else {
      throw .notExpressible(
        layer: network.name,
        what: "it has no readout that begins to listen late; leave out --readout-from")
    }
    guard network.readouts.count == 1 else {
      throw .notExpressible(
        layer: network.name, what: "its graphs here have one output; name one with --output")
    }
    for layer in network.layers.indices { lengths.append(lengths(of: layer)) }
    for layer in network.layers { senders.append(unique(layer.sender(timeStep: timeStep))) }
    add(
      "input", type: "Input",
      ["shape": integers(network.inputShape.lengths)])
    for index in network.layers.indices { try add(index) }
    return graph
  }

  /// What NIR says of what arrives at the end of the first projection that comes from before.
  private func lengths(of layer: Int) -> [Int] {
    let description = network.layers[layer]
    let projection = description.projections.first { projection in
      if case .layer(let source) = projection.source { source < layer } else { true }
    }
    guard let projection else { return description.shape.lengths }
    var current: [Int]
    switch projection.source {
    case .input: current = network.inputShape.lengths
    case .layer(let source): current = lengths[source]
    }
    for stage in projection.stages {
      current = stage.operation.traits.nirLengths(current, stage.shape)
    }
    return current
  }

  private mutating func add(_ index: Int) throws(FormatError) {
    let layer = network.layers[index]
    let isReadout = layer.neuron.role == .readout
    let receiver =
      isReadout ? "output" : layer.sendsScaled ? unique("\(layer.name)_if") : senders[index]
    var carriesBias = !layer.biasCurrent.isEmpty
    for projection in layer.projections {
      try add(projection, of: index, to: receiver, carriesBias: &carriesBias)
    }
    if carriesBias {
      throw .notExpressible(
        layer: layer.name, what: "a bias current needs weights that end there to carry it")
    }
    guard !isReadout else {
      add(
        "output", type: "Output", ["shape": integers(lengths[index])],
        metadata: [NIRMetadata.layer: text(layer.name)])
      return
    }
    let description = try neuronNode(layer, lengths: lengths[index])
    var metadata = description.metadata
    metadata[NIRMetadata.layer] = text(layer.name)
    switch layer.initialPotential {
    case .rest: break
    case .uniform(let potential):
      metadata[NIRMetadata.initialPotential] = floats([potential], shape: [])
    case .perNeuron(let potentials):
      metadata[NIRMetadata.initialPotential] = floats(
        layer.shape.unitOrder(potentials), shape: lengths[index])
    }
    add(receiver, type: description.type, description.parameters, metadata: metadata)
    if layer.sendsScaled {
      let scale = [Float](repeating: layer.spikeCharge, count: layer.shape.count)
      add(senders[index], type: "Scale", ["scale": floats(scale, shape: lengths[index])])
      try connect(receiver, senders[index], of: layer)
    }
  }

  /// The nodes of one projection, from its source to the receiving neurons.
  private mutating func add(
    _ projection: Projection, of index: Int, to receiver: String, carriesBias: inout Bool
  ) throws(FormatError) {
    let layer = network.layers[index]
    var (node, current, shape) = ("input", network.inputShape.lengths, network.inputShape)
    if case .layer(let source) = projection.source {
      (node, current, shape) = (senders[source], lengths[source], network.layers[source].shape)
    }
    for (position, stage) in projection.stages.enumerated() {
      var operation = stage.operation
      let traits = operation.traits
      if carriesBias, position == projection.stages.count - 1 {
        carriesBias = !operation.addBias(layer.biasCurrent)
      }
      if traits.takesUnits, current.count > 1 {
        node = try append("\(layer.name)_flatten", flattened(current), after: node, of: layer)
        current = [shape.count]
      }
      let name = traits.weights != nil ? layer.name : "\(layer.name)_\(traits.stem)"
      let described = try operation.node(
        from: shape, lengths: current, to: stage.shape, layer: layer.name)
      node = try append(name, described, after: node, of: layer)
      (current, shape) = (traits.nirLengths(current, stage.shape), stage.shape)
    }
    if current != lengths[index] {
      guard lengths[index].count == 1 else {
        throw .notExpressible(layer: layer.name, what: "it cannot make a map of a vector")
      }
      node = try append("\(layer.name)_flatten", flattened(current), after: node, of: layer)
    }
    try connect(node, receiver, of: layer)
  }

  private mutating func append(
    _ name: String, _ node: NIRNodeDescription, after source: String, of layer: SpikingLayer
  ) throws(FormatError) -> String {
    let name = unique(name)
    add(name, type: node.type, node.parameters)
    try connect(source, name, of: layer)
    return name
  }

  private mutating func add(
    _ name: String, type: String, _ parameters: [String: NIRValue],
    metadata: [String: NIRValue] = [:]
  ) {
    graph.nodes.append(
      NIRGraphDescription.Node(name: name, type: type, parameters: parameters, metadata: metadata))
  }

  private mutating func connect(
    _ source: String, _ target: String, of layer: SpikingLayer
  ) throws(FormatError) {
    let edge = NIRGraphDescription.Edge(source: source, target: target)
    guard !graph.edges.contains(edge) else {
      throw .notExpressible(layer: layer.name, what: "two nodes cannot be connected twice")
    }
    graph.edges.append(edge)
  }

  private mutating func unique(_ name: String) -> String {
    var (candidate, number) = (name, 1)
    while !names.insert(candidate).inserted {
      number += 1
      candidate = "\(name)_\(number)"
    }
    return candidate
  }

  /// A file has one rule for all of its neurons.
  private mutating func agree(
    on rule: FiringRule?, _ layer: SpikingLayer
  ) throws(FormatError) {
    guard let rule else { return }
    guard graph.rule == nil || graph.rule == rule else {
      throw .notExpressible(
        layer: layer.name, what: "some neurons fire at their threshold, others only above")
    }
    graph.rule = rule
  }

  private mutating func neuronNode(
    _ layer: SpikingLayer, lengths: [Int]
  ) throws(FormatError) -> NIRNodeDescription {
    switch layer.neuron.nirForm(timeStep: timeStep) {
    case .neurons(let neuron):
      try agree(on: neuron.firing?.rule, layer)
      return NIRNodeDescription(neuron, shape: layer.shape, lengths: lengths)
    case .delay(let steps):
      let delays = (0..<layer.shape.count).map { Float(steps.value(of: $0)) * timeStep }
      return NIRNodeDescription(
        type: "Delay",
        parameters: ["delay": floats(layer.shape.unitOrder(delays), shape: lengths)])
    case .missing(let what):
      throw .notExpressible(layer: layer.name, what: what)
    }
  }
}

extension SpikingLayer {
  /// What a spike delivers; NIR's spikes deliver 1.
  fileprivate var spikeCharge: Float { neuron.quantum ?? 1 }

  /// Whether what it sends needs a Scale behind its neurons.
  fileprivate var sendsScaled: Bool { spikeCharge != 1 }

  /// What the node is called that sends.
  fileprivate func sender(timeStep: Float) -> String {
    if sendsScaled { return "\(name)_spikes" }
    switch neuron.nirForm(timeStep: timeStep) {
    case .neurons(let neuron): return "\(name)_\(neuron.modelName.lowercased())"
    case .delay, .missing: return "\(name)_node"
    }
  }
}

func integers(_ numbers: [Int]) -> NIRValue {
  .integers(HDF5Array(shape: [numbers.count], elements: numbers.map { Int64($0) }))
}

func text(_ text: String) -> NIRValue { .texts(HDF5Array(shape: [], elements: [text])) }

func floats(_ numbers: [Float], shape: [Int]) -> NIRValue {
  .floats(HDF5Array(shape: shape, elements: numbers))
}

extension MapShape {
  /// As NIR has it: units, or channels, rows and columns.
  var lengths: [Int] { isVector ? [channels] : [channels, height, width] }
}
