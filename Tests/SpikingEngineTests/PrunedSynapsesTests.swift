import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

/// Lists of weights deliver what the layer says, in single steps and in blocks of them.
///
/// Instruction sets are chosen for the whole process, so that these tests take turns.
@Suite(.serialized) struct PrunedSynapsesTests {
  @Test(arguments: InstructionSet.available) func convolutionsDeliverWhatTheirWeightsSay(
    set: InstructionSet
  ) throws {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 71)
    let source = MapShape(channels: 6, height: 5, width: 6)
    for (groups, outputs) in [(1, 16), (1, 37), (3, 18), (6, 12)] {
      for (kernel, dilation) in [(Grid(3, 3), Grid(1, 1)), (Grid(2, 3), Grid(2, 1))] {
        for stride in [Grid(1, 1), Grid(2, 1), Grid(2, 3)] {
          for padding in [Margins(), Margins(top: 1, left: 2, bottom: 2, right: 1)] {
            let layer = Conv2dLayer(
              weight: random.pruned([outputs, 6 / groups, kernel.rows, kernel.columns]),
              bias: Tensor(shape: [outputs], elements: random.floats(outputs)), stride: stride,
              dilation: dilation, padding: padding, groups: groups)
            let target = layer.outputShape(of: source)
            let synapses = try #require(
              SynapticStage(.convolution(layer), shape: target).packed(source: source)
                as? PrunedSynapses)
            check(
              synapses, against: layer.synapses(source: source, target: target),
              "\(groups) groups, \(kernel), \(stride), \(dilation), \(padding)", random: &random)
          }
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available) func fullyConnectedLayersDeliverWhatTheirWeightsSay(
    set: InstructionSet
  ) throws {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 72)
    let source = MapShape(channels: 9, height: 4, width: 5)
    for target in [MapShape(channels: 33), MapShape(channels: 4, height: 2, width: 3)] {
      let layer = AffineLayer(
        weight: random.pruned([target.count, source.count]),
        bias: Tensor(shape: [target.count], elements: random.floats(target.count)))
      let synapses = try #require(
        SynapticStage(.affine(layer), shape: target).packed(source: source) as? PrunedSynapses)
      check(
        synapses, against: layer.synapses(source: source, target: target), "\(target)",
        random: &random)
    }
  }

  private func check(
    _ synapses: PrunedSynapses, against expected: [[Synapse]], _ what: String,
    random: inout SeededGenerator
  ) {
    #expect(expected.indices.map(synapses.incoming(of:)) == expected, "\(what)")
    var fanOut = Array(repeating: 0, count: synapses.source.count)
    for synapse in expected.joined() { fanOut[synapse.source] += 1 }
    #expect(fanOut.indices.map(synapses.fanOut(of:)) == fanOut, "\(what)")
    let start = random.floats(synapses.target.count)
    for isGraded in [false, true] {
      let values = random.floats(synapses.source.count).map { $0 < 0 ? 0 : (isGraded ? $0 : 0.7) }
      var (single, double) = (start, start.map { Double($0) })
      synapses.deliver(SpikeEvents(nonzero: values), to: &single)
      synapses.deliver(SpikeEvents(nonzero: values), to: &double)
      var (singleSum, doubleSum) = (start, start.map { Double($0) })
      for target in expected.indices {
        for synapse in expected[target] where values[synapse.source] != 0 {
          singleSum[target] += values[synapse.source] * synapse.weight
          doubleSum[target] += Double(values[synapse.source]) * Double(synapse.weight)
        }
      }
      #expect(single == singleSum, "\(what)")
      #expect(double == doubleSum, "\(what), double precision")
    }
  }

  /// Blocks of steps, of spikes and of pooled ones, fired in place or not, behind borders, strides,
  /// shortcuts, and few outputs, equal single steps.
  @Test(arguments: InstructionSet.available, [Reset.bySubtraction, .toZero])
  func blocksEqualSingleSteps(set: InstructionSet, reset: Reset) throws {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    try check(PackedNetwork(Self.network(reset: reset)))
  }

  /// Zeros are not skipped in whole numbers, but the same weights are there.
  @Test(arguments: [Precision.q15, .int8]) func wholeNumbersTakeTheSameWeights(
    precision: Precision
  ) throws {
    try check(PackedNetwork(Self.network(reset: .bySubtraction)).rounded(to: precision))
  }

  private func check(_ packed: PackedNetwork) throws {
    var simulation = Simulation(packed, stimulus: .image(Self.image))
    var counts = packed.network.layers.map { _ in 0 }
    // One step at a time, which no block is made of.
    let engine = Engine()
    for _ in 0..<60 {
      simulation.advance(by: 1, on: engine)
      for (layer, population) in simulation.populations.enumerated() {
        counts[layer] += population.output.count
      }
    }
    for (count, layer) in zip(counts, packed.network.layers).dropLast() {
      #expect(count > 100, "nothing is shown where nothing fires: \(layer.name)")
    }
    var blocks = Simulation(packed, stimulus: .image(Self.image))
    blocks.advance(by: 60, on: engine)
    #expect(blocks.readout == simulation.readout)
    for (block, single) in zip(blocks.populations, simulation.populations) {
      #expect(block.membranePotential == single.membranePotential)
    }
    expectTheSameInAnySplit(packed, image: Self.image)
  }

  @Test func weightsThatListsDoNotSuitAreRows() {
    var random = SeededGenerator(seed: 73)
    let source = MapShape(channels: 8, height: 9, width: 9)
    func packed(_ weight: Tensor) -> any Synapses {
      let layer = Conv2dLayer(
        weight: weight, bias: Tensor(shape: [16], elements: random.floats(16)))
      return SynapticStage(.convolution(layer), shape: layer.outputShape(of: source))
        .packed(source: source)
    }
    #expect(packed(random.pruned([16, 8, 8, 8])) is PrunedSynapses)
    // More taps than a word has bits.
    #expect(packed(random.pruned([16, 8, 9, 8])) is ConvolutionSynapses)
    // More weights than rows of them take.
    #expect(packed(random.pruned([16, 8, 3, 3], connectivity: 0.06)) is ConvolutionSynapses)
  }

  private static let image = Tensor(
    shape: [3, 8, 10], elements: (0..<240).map { Float($0 % 13) / 13 })

  private static func network(reset: Reset) -> SpikingNetwork {
    var random = SeededGenerator(seed: 74)
    let input = MapShape(channels: 3, height: 8, width: 10)
    let margins = Margins(top: 1, left: 1, bottom: 1, right: 1)
    var layers: [SpikingLayer] = []
    func add(_ channels: Int, stride: Int = 1, from sources: [Int], pooled: Bool = false) {
      var shape = input
      let projections = sources.map { source in
        var from = source < 0 ? input : layers[source].shape
        var stages: [SynapticStage] = []
        if pooled {
          let half = Pooling(kernel: Grid(2, 2), stride: Grid(2, 2))
          from = MapShape(
            channels: from.channels, height: from.height / 2, width: from.width / 2)
          stages = [SynapticStage(.averagePool(half), shape: from)]
        }
        let layer = Conv2dLayer(
          weight: random.pruned([channels, from.channels, 3, 3], in: -0.4...1),
          bias: Tensor(shape: [channels], elements: random.floats(channels, in: 0...0.15)),
          stride: Grid(stride, stride), padding: margins)
        shape = layer.outputShape(of: from)
        stages.append(SynapticStage(.convolution(layer), shape: shape))
        return Projection(source: source < 0 ? .input : .layer(source), stages: stages)
      }
      layers.append(
        SpikingLayer(
          name: "conv\(layers.count + 1)", shape: shape,
          neuron: .integrateAndFire(threshold: 1, reset: reset), projections: projections))
    }
    add(48, from: [-1])
    add(32, from: [0])
    // Not a multiple of the outputs that fire in place.
    add(20, from: [1])
    add(32, from: [0, 2])
    add(64, stride: 2, from: [3])
    add(16, from: [3], pooled: true)
    add(16, from: [4, 5])
    let shape = layers[layers.count - 1].shape
    let (hidden, classes) = (MapShape(channels: 48), MapShape(channels: 10))
    for (name, target, source, neuron) in [
      ("fc1", hidden, shape, NeuronParameters.integrateAndFire(threshold: 0.5, reset: reset)),
      ("fc2", classes, hidden, .readout),
    ] {
      let layer = AffineLayer(
        weight: random.pruned([target.count, source.count], in: -0.3...1),
        bias: Tensor(
          shape: [target.count], elements: random.floats(target.count, in: 0...0.1)))
      layers.append(
        SpikingLayer(
          name: name, shape: target, neuron: neuron,
          projections: [
            Projection(
              source: .layer(layers.count - 1),
              stages: [SynapticStage(.affine(layer), shape: target)])
          ]))
    }
    return SpikingNetwork(name: "pruned", inputShape: input, layers: layers, coding: .rate)
  }
}

extension SeededGenerator {
  /// Weights most of which are zero.
  fileprivate mutating func pruned(
    _ shape: [Int], in range: ClosedRange<Float> = -1...1, connectivity: Float = 0.04
  ) -> Tensor {
    let count = shape.reduce(1, *)
    let kept = Int(Float(count) * connectivity)
    let places = Set((0..<count).shuffled(using: &self).prefix(max(kept, 1)))
    let weights = floats(count, in: range)
    return Tensor(
      shape: shape, elements: weights.indices.map { places.contains($0) ? weights[$0] : 0 })
  }
}

// The definition of both layers, synapse by synapse.
extension Conv2dLayer {
  fileprivate func synapses(source: MapShape, target: MapShape) -> [[Synapse]] {
    let (inputs, outputs) = (inputChannels / groups, outputChannels / groups)
    return (0..<target.count).map { unit in
      let (output, row, column) = target.coordinates(ofIndex: unit)
      var synapses: [Synapse] = []
      for index in 0..<source.count {
        let (channel, y, x) = source.coordinates(ofIndex: index)
        let down = y + padding.top - row * stride.rows
        let right = x + padding.left - column * stride.columns
        guard channel / inputs == output / outputs, down >= 0, right >= 0,
          down % dilation.rows == 0, right % dilation.columns == 0,
          down / dilation.rows < kernel.rows, right / dilation.columns < kernel.columns
        else { continue }
        let tap = down / dilation.rows * kernel.columns + right / dilation.columns
        let value =
          weight.elements[
            (output * inputs + channel % inputs) * kernel.rows * kernel.columns + tap]
        if value != 0 { synapses.append(Synapse(source: index, weight: value)) }
      }
      return synapses
    }
  }
}

extension AffineLayer {
  fileprivate func synapses(source: MapShape, target: MapShape) -> [[Synapse]] {
    (0..<target.count).map { unit in
      (0..<source.count).compactMap { index in
        let value = weight.elements[
          target.unitNumber(ofIndex: unit) * source.count + source.unitNumber(ofIndex: index)]
        return value == 0 ? nil : Synapse(source: index, weight: value)
      }
    }
  }
}
