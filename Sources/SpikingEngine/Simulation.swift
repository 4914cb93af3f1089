import Networks
import Tensors

/// A running network: the only mutable state of the engine.
///
/// A simulation is a value. A copy is a checkpoint, and assigning the copy back travels to its
/// step; the weights are shared, so a copy costs the state arrays only. The same network, image
/// and step always give the same spikes.
package struct Simulation: Sendable {
  package let packed: PackedNetwork

  /// The number of time steps taken.
  package private(set) var step = 0

  /// One per layer, in the order of the network.
  package private(set) var populations: [Population]

  /// The constant currents of each layer: biases, and what the image drives.
  private let drives: [[Drive]]

  private var workspace = Workspace()

  /// Puts every neuron at rest, at step 0, before a constant image.
  ///
  /// - Parameter image: Preprocessed, shape `[channels, rows, columns]`.
  package init(_ packed: PackedNetwork, image: Tensor) {
    let shape = packed.network.inputShape
    precondition(
      image.count == shape.count, "an image of shape \(image.shape) for a network of \(shape)")
    self.packed = packed
    populations = packed.network.layers.map {
      Population(count: $0.shape.count, coding: packed.network.coding)
    }
    drives = drivesOfImage(shape.populationOrder(image.elements), packed: packed)
  }

  package var network: SpikingNetwork { packed.network }

  /// Takes one time step: each layer in turn meets the spikes of this step before it.
  package mutating func advance() {
    step += 1
    for layer in populations.indices {
      gatherCurrents(of: layer)
      fireNeurons(of: layer)
    }
  }

  /// The accumulated output, by class; `SpikingNetwork.outputTime(atStep:)` says of how much input.
  ///
  /// In cycle coding it holds the answer of complete cycles while the last spiking layer rests; while
  /// it fires, the most significant digits of the next cycle come in.
  package var readout: [Float] {
    guard let layer = network.layers.last, let population = populations.last else { return [] }
    return layer.shape.unitOrder(population.membranePotential)
  }

  /// The class with the largest accumulated output, or `nil` before the first complete readout.
  package var prediction: Int? {
    guard step >= network.firstReadout else { return nil }
    return argmax(readout)
  }

  /// The constant current, of image and biases, that flows into a neuron at a step.
  package func constantCurrent(of unit: Int, in layer: Int, atStep step: Int) -> Float {
    drives[layer].reduce(0) { sum, drive in
      drive.flows(atStep: step, coding: network.coding) ? sum + drive.current[unit] : sum
    }
  }

  /// I = drives that flow in now, then each projection in order, each in ascending source order.
  private mutating func gatherCurrents(of layer: Int) {
    populations[layer].clearCurrents()
    for drive in drives[layer] where drive.flows(atStep: step, coding: network.coding) {
      populations[layer].add(drive)
    }
    for projection in packed.layers[layer].projections {
      guard case .layer(let source) = projection.source else { continue }
      let events = populations[source].output
      guard events.count > 0 else { continue }
      populations[layer].receive(events, through: projection, workspace: &workspace)
    }
  }

  private mutating func fireNeurons(of layer: Int) {
    let neuron = network.layers[layer].neuron
    populations[layer].fire(threshold: neuron.threshold(atStep: step), reset: neuron.reset)
  }
}

/// The state of one layer.
package struct Population: Sendable {
  /// v after the last step's resets, in population order.
  package private(set) var membranePotential: [Float]

  /// m of the last step, after integration and before the resets, in population order.
  package private(set) var integratedPotential: [Float]

  /// What fired in the last step.
  package private(set) var output = SpikeEvents()

  /// v in double precision, in population order; only in cycle coding, in rate coding empty.
  ///
  /// Currents are added to it as they come, because the order of sums without rounding errors does
  /// not matter (see `Accumulator`). The two potentials above are its values, rounded for observers.
  private var exactPotential: [Double] = []

  init(count: Int, coding: SpikeCoding) {
    membranePotential = Array(repeating: 0, count: count)
    integratedPotential = membranePotential
    switch coding {
    case .rate: break
    case .cycles: exactPotential = Array(repeating: 0, count: count)
    }
  }

  /// How much memory the potentials take, in bytes.
  package var byteCount: Int {
    exactPotential.count * MemoryLayout<Double>.stride
      + membranePotential.count * 2 * MemoryLayout<Float>.stride
  }

  private var isExact: Bool { !exactPotential.isEmpty }

  /// In rate coding `integratedPotential` holds the input currents until `fire` adds the potentials.
  fileprivate mutating func clearCurrents() {
    guard !isExact else { return }
    integratedPotential.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
  }

  fileprivate mutating func add(_ drive: Drive) {
    guard !isExact else {
      for unit in exactPotential.indices { exactPotential[unit] += drive.exactCurrent[unit] }
      return
    }
    drive.current.withUnsafeBufferPointer { current in
      integratedPotential.withUnsafeMutableBufferPointer { target in
        guard let row = current.baseAddress, let target = target.baseAddress else { return }
        addRow(row, times: 1, to: target, count: current.count)
      }
    }
  }

  fileprivate mutating func receive(
    _ events: SpikeEvents, through projection: PackedProjection, workspace: inout Workspace
  ) {
    if isExact {
      projection.deliver(events, to: &exactPotential, workspace: &workspace)
    } else {
      projection.deliver(events, to: &integratedPotential, workspace: &workspace)
    }
  }

  fileprivate mutating func fire(threshold: Float, reset: Reset) {
    guard !isExact else {
      precondition(reset == .bySubtraction, "neurons of cycle coding reset by subtraction")
      fireExactly(
        potentials: &exactPotential, integrated: &integratedPotential, rest: &membranePotential,
        threshold: threshold, output: &output)
      return
    }
    SpikingEngine.fire(
      potentials: &membranePotential, currents: &integratedPotential, threshold: threshold,
      reset: reset, output: &output)
  }
}

extension NeuronParameters {
  /// The threshold at a step; +∞ while the neuron may not fire.
  ///
  /// Bistable neurons rest while their predecessors fire, and fire binary digits
  /// `Θ = θ · 2^(-k)` in phase k of every other window (`methods`: a reconstruction of BSNN).
  package func threshold(atStep step: Int) -> Float {
    switch self {
    case .readout:
      return .infinity
    case .integrateAndFire(let threshold, _):
      return threshold
    case .bistable(let threshold, let phases, let delay):
      let window = (step - 1) / phases
      guard window >= delay, (window - delay) % 2 == 0 else { return .infinity }
      return Float(sign: .plus, exponent: -(1 + (step - 1) % phases), significand: threshold)
    }
  }

  package var reset: Reset {
    switch self {
    case .integrateAndFire(_, let reset): reset
    case .bistable, .readout: .bySubtraction
    }
  }
}

/// The position of the largest value; the first of equal ones, `nil` of none.
package func argmax(_ values: [Float]) -> Int? {
  values.indices.max { values[$0] < values[$1] || (values[$0] == values[$1] && $0 > $1) }
}

private func drivesOfImage(_ image: [Float], packed: PackedNetwork) -> [[Drive]] {
  var events = SpikeEvents()
  events.read(image)
  var workspace = Workspace()
  return zip(packed.network.layers, packed.layers).map { description, layer in
    var drives = layer.drives
    for projection in layer.projections where projection.source == .input {
      let delay = packed.network.delay(of: .input, into: description)
      switch packed.network.coding {
      case .rate:
        var current = Array(repeating: Float(0), count: description.shape.count)
        projection.deliver(events, to: &current, workspace: &workspace)
        drives.add(current, delay: delay)
      case .cycles:
        var current = Array(repeating: Double(0), count: description.shape.count)
        projection.deliver(events, to: &current, workspace: &workspace)
        drives.add(current, delay: delay)
      }
    }
    return drives
  }
}
