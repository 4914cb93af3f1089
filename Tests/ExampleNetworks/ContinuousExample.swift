import Networks
import Tensors

/// Small random networks of continuous neurons, with and without loops; all layers are vectors.
package enum ContinuousExample: CaseIterable, Sendable {
  /// One LIF layer after the other; all parameters per neuron, reset to a potential.
  case leaky
  /// CubaLIF with reset by subtraction, and a CubaLI that sends its potential.
  case currentBased
  /// CubaLIF whose currents jump, with a reset to a potential and in a loop.
  case jumping
  /// IF and I with one parameter for all, and a Threshold.
  case integrators
  /// A layer that feeds itself, and one that feeds back to the one before.
  case recurrent
  /// Delays of different length on the way, also of the constant input.
  case delayed
  /// A loop through a delay.
  case delayedLoop

  package static let input = 6

  package func network(seed: Int) -> SpikingNetwork {
    var builder = Builder(seed: seed)
    switch self {
    case .leaky:
      builder.add("lif1", 70, builder.leaky(70, reset: .toZero), from: [.input])
      builder.add("lif2", 9, builder.leaky(9, reset: .toZero), from: [.layer(0, 70)])
    case .currentBased:
      builder.add("cuba1", 66, builder.currentBased(66, reset: .bySubtraction), from: [.input])
      builder.add("cuba2", 5, builder.currentBased(5, reset: nil), from: [.layer(0, 66), .input])
    case .jumping:
      builder.add("cuba1", 66, builder.currentBased(66, reset: .toZero, .jump), from: [.input])
      builder.add(
        "cuba2", 7, builder.currentBased(7, reset: .bySubtraction, .jump),
        from: [.layer(0, 66), .layer(1, 7)])
    case .integrators:
      builder.add("if1", 65, builder.integrator(reset: .bySubtraction), from: [.input])
      builder.add("i1", 7, builder.integrator(reset: nil), from: [.layer(0, 65)])
      let firing = ContinuousNeuron.Firing(threshold: .uniform(0.5), reset: .toZero)
      let unit = ContinuousNeuron(timeStep: 1, membrane: .memoryless, firing: firing)
      builder.add("threshold1", 8, .continuous(unit), from: [.layer(1, 7)])
    case .recurrent:
      builder.add(
        "lif1", 64, builder.leaky(64, reset: .toZero),
        from: [.input, .layer(0, 64), .layer(1, 10)])
      builder.add(
        "lif2", 10, builder.leaky(10, reset: .bySubtraction),
        from: [.layer(0, 64), .layer(1, 10)])
    case .delayed:
      let steps = NeuronValues((0..<9).map { $0 % 5 })
      builder.add("delay1", 4, .delayLine(steps: .uniform(3)), from: [.input])
      builder.add("lif1", 9, builder.leaky(9, reset: .toZero), from: [.input, .layer(0, 4)])
      builder.add("delay2", 9, .delayLine(steps: steps), from: [.layer(1, 9)])
      builder.add(
        "lif2", 5, builder.leaky(5, reset: .toZero), from: [.layer(1, 9), .layer(2, 9)])
    case .delayedLoop:
      builder.add("delay1", 8, .delayLine(steps: .uniform(2)), from: [.layer(1, 12)])
      builder.add("lif1", 12, builder.leaky(12, reset: .toZero), from: [.input, .layer(0, 8)])
    }
    let last = builder.layers.count - 1
    builder.add("out", 3, .readout, from: [.layer(last, builder.layers[last].shape.count)])
    return SpikingNetwork(
      name: "\(self)", inputShape: MapShape(channels: Self.input), layers: builder.layers,
      coding: .rate)
  }

  package func image(seed: Int) -> Tensor {
    var random = SeededGenerator(seed: seed + 1000)
    return Tensor(shape: [Self.input, 1, 1], elements: random.floats(Self.input, in: 0...1))
  }
}

/// What feeds a layer.
private struct Source {
  /// `nil` for the input.
  var layer: Int?
  var count: Int

  static let input = Source(layer: nil, count: ContinuousExample.input)

  static func layer(_ layer: Int, _ count: Int) -> Source { Source(layer: layer, count: count) }
}

private struct Builder {
  var layers: [SpikingLayer] = []
  private var random: SeededGenerator

  init(seed: Int) { random = SeededGenerator(seed: seed) }

  /// - Parameter sources: Layers, which may come later, and how many neurons they have.
  mutating func add(
    _ name: String, _ count: Int, _ neuron: NeuronParameters, from sources: [Source]
  ) {
    let projections = sources.map { source in
      let weight = random.floats(source.count * count).map {
        $0 * 2 / Float(source.count).squareRoot()
      }
      let layer = AffineLayer(
        weight: Tensor(shape: [count, source.count], elements: weight),
        bias: Tensor(shape: [count], elements: random.floats(count, in: -0.1...0.3)))
      return Projection(
        source: source.layer.map { .layer($0) } ?? .input,
        stages: [SynapticStage(.affine(layer), shape: MapShape(channels: count))])
    }
    layers.append(
      SpikingLayer(
        name: name, shape: MapShape(channels: count), neuron: neuron, projections: projections))
  }

  mutating func leaky(_ count: Int, reset: Reset) -> NeuronParameters {
    .continuous(
      ContinuousNeuron(
        timeStep: 0.001, membrane: membrane(count), firing: firing(count, reset: reset)))
  }

  mutating func currentBased(
    _ count: Int, reset: Reset?, _ rule: SynapseRule = .filter
  ) -> NeuronParameters {
    var neuron = ContinuousNeuron(timeStep: 0.001, membrane: membrane(count))
    neuron.synapse = ContinuousNeuron.Synapse(
      timeConstant: .perNeuron(random.floats(count, in: 0.001...0.004)),
      weight: .perNeuron(random.floats(count, in: 0.5...2)), rule: rule)
    if let reset { neuron.firing = firing(count, reset: reset) }
    return .continuous(neuron)
  }

  mutating func integrator(reset: Reset?) -> NeuronParameters {
    var neuron = ContinuousNeuron(
      timeStep: 0.001, membrane: .integrator(resistance: .uniform(300)))
    if let reset {
      neuron.firing = ContinuousNeuron.Firing(threshold: .uniform(0.7), reset: reset)
    }
    return .continuous(neuron)
  }

  private mutating func membrane(_ count: Int) -> ContinuousNeuron.Membrane {
    .leaky(
      timeConstant: .perNeuron(random.floats(count, in: 0.0015...0.004)),
      resistance: .perNeuron(random.floats(count, in: 1...3)),
      leakPotential: .perNeuron(random.floats(count, in: -0.1...0.1)))
  }

  private mutating func firing(_ count: Int, reset: Reset) -> ContinuousNeuron.Firing {
    ContinuousNeuron.Firing(
      threshold: .perNeuron(random.floats(count, in: 0.3...1)), reset: reset,
      resetPotential: .perNeuron(random.floats(count, in: -0.2...0.1)))
  }
}
