import Networks

/// A spiking network with its weights laid out for simulation, shared by any number of runs.
package struct PackedNetwork: Sendable {
  package let network: SpikingNetwork

  /// One entry per layer, in the order of `network.layers`.
  let layers: [PackedLayer]

  /// Lays out the weights once, in O(weights).
  ///
  /// - Precondition: The shapes of `network` fit together; conversion sees to that.
  package init(_ network: SpikingNetwork) {
    self.network = network
    layers = network.layers.map { layer in
      PackedLayer(layer, in: network)
    }
  }

  /// The synapses onto one neuron, grouped by projection.
  ///
  /// - Parameter unit: In population order.
  package func incoming(of unit: Int, in layer: Int) -> [IncomingSynapses] {
    layers[layer].projections.map { projection in
      IncomingSynapses(source: projection.source, synapses: projection.incoming(of: unit))
    }
  }

  /// How many synaptic additions one spike of each unit of a layer costs, in population order.
  ///
  /// Exact at borders and for strides. Multiplications of the analog input are not counted.
  package func fanOut(of layer: Int) -> [Int] {
    var total = Array(repeating: 0, count: network.layers[layer].shape.count)
    for target in layers {
      for projection in target.projections where projection.source == .layer(layer) {
        for (unit, count) in projection.fanOut().enumerated() { total[unit] += count }
      }
    }
    return total
  }

  /// The bias current of one neuron, summed over its projections.
  package func bias(of unit: Int, in layer: Int) -> Float {
    layers[layer].drives.reduce(0) { $0 + $1.current[unit] }
  }
}

/// The synapses of one projection onto one neuron.
package struct IncomingSynapses: Equatable, Sendable {
  package let source: ProjectionSource
  package let synapses: [Synapse]
}

/// One population's projections and biases.
struct PackedLayer: Sendable {
  let projections: [PackedProjection]

  /// The bias currents, grouped by the window in which they flow in.
  let drives: [Drive]

  init(_ layer: SpikingLayer, in network: SpikingNetwork) {
    var drives: [Drive] = []
    projections = layer.projections.map { projection in
      let packed = PackedProjection(projection, source: network.shape(of: projection.source))
      drives.add(packed.bias(), delay: network.delay(of: projection.source, into: layer))
      return packed
    }
    self.drives = drives
  }
}

/// A constant current that flows in once per unit of input.
struct Drive: Sendable {
  /// The delay of the population whose spikes it belongs to; 0 in rate coding.
  let delay: Int

  /// What observers see and rate coding adds, shape `[neurons]`.
  fileprivate(set) var current: [Float]

  /// What cycle coding adds, shape `[neurons]`.
  fileprivate(set) var exactCurrent: [Double]

  /// Whether it flows in at this step: in rate coding always, in cycle coding at the first step
  /// of each window in which its source fires.
  func flows(atStep step: Int, coding: SpikeCoding) -> Bool {
    switch coding {
    case .rate:
      return true
    case .cycles(let phases):
      let window = (step - 1) / phases
      return (step - 1) % phases == 0 && window >= delay && (window - delay) % 2 == 0
    }
  }
}

extension [Drive] {
  /// Adds a current to the drive of the same delay.
  mutating func add<Sum: Accumulator>(_ current: [Sum], delay: Int) {
    guard let index = firstIndex(where: { $0.delay == delay }) else {
      append(
        Drive(
          delay: delay, current: current.map { Float($0) },
          exactCurrent: current.map { Double($0) }))
      return
    }
    for unit in current.indices {
      self[index].current[unit] += Float(current[unit])
      self[index].exactCurrent[unit] += Double(current[unit])
    }
  }
}

extension SpikingNetwork {
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
