import Networks

/// A spiking network with its weights laid out for simulation, shared by any number of runs.
package struct PackedNetwork: Sendable {
  /// The description; without its weights where `init(condensing:precision:)` has dropped them.
  package private(set) var network: SpikingNetwork

  /// One entry per layer, in the order of `network.layers`.
  private(set) var layers: [PackedLayer]

  /// Lays out the weights once, in O(weights).
  ///
  /// - Precondition: The shapes of `network` fit together; conversion sees to that.
  package init(_ network: SpikingNetwork) {
    var store = SynapseStore()
    self.init(network, store: &store)
  }

  /// A network whose spikes are told and not computed: without synapses, whatever it says of them.
  package init(replaying network: SpikingNetwork) {
    self.network = network
    precision = .fp32
    layers = network.layers.map { _ in PackedLayer() }
  }

  /// Shares the weights that another network with this store has laid out before.
  package init(_ network: SpikingNetwork, store: inout SynapseStore) {
    self.network = network
    precision = .fp32
    layers = []
    for layer in network.layers {
      layers.append(PackedLayer(layer, in: network, store: &store))
    }
  }

  /// Lays out the weights in a precision, and keeps no other copy of them: neither the description
  /// nor the layout knows the trained weights afterwards.
  ///
  /// Layer by layer, so that there is little more than one copy at any time if nobody else holds
  /// the description.
  ///
  /// - Throws: `PrecisionError` if a layer cannot be simulated in this precision.
  package init(
    condensing network: consuming SpikingNetwork, precision: Precision
  ) throws(PrecisionError) {
    self.precision = precision
    if precision != .fp32, network.corrector != nil {
      throw PrecisionError(precision, network.name, "its spikes are corrected")
    }
    layers = []
    var network = network
    let units = network.spikeUnits
    for index in network.layers.indices {
      layers.append(
        try PackedLayer(network.layers[index], in: network, units: units, precision: precision))
      for projection in network.layers[index].projections.indices {
        network.layers[index].projections[projection].stages = []
      }
    }
    self.network = network
  }

  /// The same network in another precision; the description still has the trained weights.
  ///
  /// - Throws: `PrecisionError` if a layer cannot be simulated in this precision.
  package func rounded(to precision: Precision) throws(PrecisionError) -> PackedNetwork {
    guard precision != .fp32 else { return self }
    if network.corrector != nil {
      throw PrecisionError(precision, network.name, "its spikes are corrected")
    }
    var rounded = self
    rounded.precision = precision
    let units = network.spikeUnits
    for index in layers.indices {
      try rounded.layers[index].fix(
        network.layers[index], in: network, units: units, precision: precision)
    }
    return rounded
  }

  /// The same network, whose convolutions deliver events in the way that is asked for; for tests.
  package func delivering(by strategy: ConvolutionStrategy) -> PackedNetwork {
    var network = self
    for index in layers.indices { network.layers[index].deliver(by: strategy) }
    return network
  }

  /// What the numbers of weights and potentials are.
  package private(set) var precision: Precision

  /// Replaces what does not concern the weights of a layer, in O(neurons).
  package mutating func update(
    layer: Int, biasCurrent: [Float]? = nil, initialPotential: InitialPotential? = nil
  ) {
    if let initialPotential { network.layers[layer].initialPotential = initialPotential }
    if let biasCurrent {
      network.layers[layer].biasCurrent = biasCurrent
      layers[layer].updateConstantInputs(of: network.layers[layer], in: network)
    }
  }

  /// Replaces a layer, its weights included, by another of the same shape and sources.
  package mutating func replace(layer: Int, by description: SpikingLayer) {
    network.layers[layer] = description
    var store = SynapseStore()
    layers[layer] = PackedLayer(description, in: network, store: &store)
  }

  /// The synapses onto one neuron, grouped by projection.
  ///
  /// - Parameter unit: In channels-last order.
  package func incoming(of unit: Int, in layer: Int) -> [IncomingSynapses] {
    // A window picks one of its inputs, and a delay line only waits: none has a weight.
    if network.layers[layer].neuron.role.isPassage { return [] }
    return layers[layer].projections.map { projection in
      IncomingSynapses(source: projection.source, synapses: projection.incoming(of: unit))
    }
  }

  /// How many synaptic additions one spike of each unit of a layer costs, in channels-last order.
  ///
  /// Exact at borders and for strides. Multiplications of the analog input are not counted.
  package func fanOut(of layer: Int) -> [Int] { reach(of: layer) { _ in 1 } }

  /// How many bytes of weights one spike of each unit of a layer reads, in channels-last order.
  package func weightBytes(of layer: Int) -> [Int] {
    reach(of: layer) {
      $0.fixedPoint?.bytesPerWeight ?? MemoryLayout<Float>.stride
    }
  }

  /// - Parameter cost: Of a synapse onto a layer.
  private func reach(of layer: Int, cost: (PackedLayer) -> Int) -> [Int] {
    var total = Array(repeating: 0, count: network.layers[layer].shape.count)
    for target in layers {
      for projection in target.projections where projection.source == .layer(layer) {
        let cost = cost(target)
        for (unit, count) in projection.fanOut().enumerated() { total[unit] += count * cost }
      }
    }
    return total
  }

  /// The bias current of one neuron, summed over its projections.
  package func bias(of unit: Int, in layer: Int) -> Float {
    layers[layer].constantInputs.reduce(0) { $0 + $1.current[unit] }
  }
}

/// The synapses of one projection onto one neuron.
package struct IncomingSynapses: Equatable, Sendable {
  package let source: ProjectionSource

  /// In ascending order of the source.
  package let synapses: [Synapse]
}

/// One population's projections and biases.
struct PackedLayer: Sendable {
  private(set) var projections: [PackedProjection]

  /// What it is in whole numbers; `nil` if it is simulated in single or double precision.
  private(set) var fixedPoint: FixedPointLayer?

  /// What the windows of a max pool cover; `nil` for neurons.
  let windows: PoolWindows?

  /// What continuous neurons do; `nil` for others.
  let euler: EulerNeurons?

  /// The bias currents, grouped by the window in which they flow in.
  private(set) var constantInputs: [ConstantInput] = []

  init(_ layer: SpikingLayer, in network: SpikingNetwork, store: inout SynapseStore) {
    var projections: [PackedProjection] = []
    for projection in layer.projections {
      let shape = network.shape(of: projection.source)
      projections.append(PackedProjection(projection, source: shape, store: &store))
    }
    self.init(layer, projections: projections, in: network)
  }

  /// Shares no weights with others; those of spikes are only there as the numbers asked for.
  ///
  /// - Parameter units: What the spikes of each layer deliver, as `spikeUnits` says.
  fileprivate init(
    _ layer: SpikingLayer, in network: SpikingNetwork, units: [Float?], precision: Precision
  ) throws(PrecisionError) {
    var store = SynapseStore()
    guard precision != .fp32 else {
      self.init(layer, in: network, store: &store)
      return
    }
    let projections = layer.projections.map { projection in
      let shape = network.shape(of: projection.source)
      return projection.source == .input
        ? PackedProjection(projection, source: shape, store: &store)
        : PackedProjection(weightless: projection, source: shape)
    }
    self.init(layer, projections: projections, in: network)
    try fix(layer, in: network, units: units, precision: precision)
  }

  private init(
    _ layer: SpikingLayer, projections: [PackedProjection], in network: SpikingNetwork
  ) {
    self.projections = projections
    euler = layer.neuron.dynamics.map { EulerNeurons($0, count: layer.shape.count) }
    if let pool = layer.neuron.pool {
      windows = PoolWindows(pool, target: layer.shape)
    } else {
      windows = nil
      updateConstantInputs(of: layer, in: network)
    }
  }

  /// A layer without synapses.
  init() {
    projections = []
    windows = nil
    euler = nil
  }

  /// Turns the weights of spikes into whole numbers, and drops the others; a max pool, which has
  /// none, counts spikes in any precision.
  fileprivate mutating func fix(
    _ layer: SpikingLayer, in network: SpikingNetwork, units: [Float?], precision: Precision
  ) throws(PrecisionError) {
    guard layer.neuron.pool == nil else { return }
    fixedPoint = try FixedPointLayer(
      layer, packed: projections, in: network, units: units, precision: precision)
    for index in projections.indices where projections[index].source != .input {
      projections[index].dropWeights()
    }
  }

  fileprivate mutating func deliver(by strategy: ConvolutionStrategy) {
    for index in projections.indices { projections[index].deliver(by: strategy) }
    fixedPoint = fixedPoint?.delivering(by: strategy)
  }

  mutating func updateConstantInputs(of layer: SpikingLayer, in network: SpikingNetwork) {
    constantInputs = []
    for projection in projections {
      constantInputs.add(
        projection.bias(), delay: network.delay(of: projection.source, into: layer))
    }
    guard !layer.biasCurrent.isEmpty else { return }
    precondition(layer.biasCurrent.count == layer.shape.channels, "one current per channel")
    let current = (0..<layer.shape.count).map { layer.biasCurrent[$0 % layer.shape.channels] }
    constantInputs.add(current, delay: network.latestDelay(into: layer))
  }
}

extension SpikingNetwork {
  /// The shape of what a source sends.
  package func shape(of source: ProjectionSource) -> MapShape {
    switch source {
    case .input: inputShape
    case .layer(let index): layers[index].shape
    }
  }

  /// The delay of what feeds a layer; the constant input is held back until the layer, which may
  /// be the readout, listens.
  func delay(of source: ProjectionSource, into layer: SpikingLayer) -> Int {
    switch source {
    case .input: latestDelay(into: layer)
    case .layer(let index): layers[index].delay
    }
  }
}
