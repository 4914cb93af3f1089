import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

/// Networks wide enough for kernels that gather and fire at once: many steps at a time equal one
/// after the other, where an observer keeps these kernels away.
@Suite struct IntegrateTests {
  /// Convolutions of 64 and 128 channels, a shortcut around the second, a pool, and an answer.
  ///
  /// - Parameter size: Of the image; even.
  private static func network(
    reset: Reset, gain: Float, size: Grid = Grid(4, 6)
  ) -> SpikingNetwork {
    var random = SeededGenerator(seed: 51)
    let input = MapShape(channels: 3, height: size.rows, width: size.columns)
    let map = MapShape(channels: 64, height: size.rows, width: size.columns)
    let pooled = MapShape(channels: 64, height: size.rows / 2, width: size.columns / 2)
    let small = MapShape(channels: 128, height: size.rows / 2, width: size.columns / 2)
    let margins = Margins(top: 1, left: 1, bottom: 1, right: 1)
    func convolution(_ inputs: Int, to shape: MapShape, scale: Float) -> SynapticStage {
      let count = shape.channels * inputs * 9
      let layer = Conv2dLayer(
        weight: Tensor(
          shape: [shape.channels, inputs, 3, 3],
          elements: random.floats(count, in: -0.6...1).map { $0 * scale }),
        bias: Tensor(
          shape: [shape.channels], elements: random.floats(shape.channels, in: -0.1...0.1)),
        padding: margins)
      return SynapticStage(.convolution(layer), shape: shape)
    }
    let neuron = NeuronParameters.integrateAndFire(threshold: 1, reset: reset)
    let answer = AffineLayer(
      weight: Tensor(shape: [10, small.count], elements: random.floats(10 * small.count)),
      bias: Tensor(shape: [10], elements: random.floats(10)))
    let classes = MapShape(channels: 10)
    let answers = SynapticStage(.affine(answer), shape: classes)
    return SpikingNetwork(
      name: "wide", inputShape: input,
      layers: [
        SpikingLayer(
          name: "conv1", shape: map, neuron: neuron,
          projections: [Projection(source: .input, stages: [convolution(3, to: map, scale: 0.1)])]),
        SpikingLayer(
          name: "conv2", shape: map, neuron: neuron,
          projections: [
            Projection(source: .layer(0), stages: [convolution(64, to: map, scale: 0.02 * gain)])
          ]),
        SpikingLayer(
          name: "conv3", shape: map, neuron: neuron,
          projections: [
            Projection(source: .layer(0), stages: [convolution(64, to: map, scale: 0.01)]),
            Projection(source: .layer(1), stages: [convolution(64, to: map, scale: 0.01)]),
          ]),
        SpikingLayer(
          name: "conv4", shape: small, neuron: neuron,
          projections: [
            Projection(
              source: .layer(2),
              stages: [
                SynapticStage(
                  .averagePool(Pooling(kernel: Grid(2, 2), stride: Grid(2, 2))), shape: pooled),
                convolution(64, to: small, scale: 0.02),
              ])
          ]),
        SpikingLayer(
          name: "fc", shape: classes, neuron: .readout,
          projections: [Projection(source: .layer(3), stages: [answers])]),
      ], coding: .rate)
  }

  private static func image(for network: SpikingNetwork) -> Tensor {
    let shape = network.inputShape
    return Tensor(
      shape: [shape.channels, shape.height, shape.width],
      elements: (0..<shape.count).map { Float($0 % 11) / 11 })
  }

  @Test(arguments: Precision.allCases, [Reset.bySubtraction, .toZero])
  func manyStepsAtATimeEqualOneAfterTheOther(precision: Precision, reset: Reset) throws {
    try check(Self.network(reset: reset, gain: 1), precision: precision)
  }

  /// Potentials that leave 32 bits on the way: the kernel gives up, and wider numbers take over.
  @Test(arguments: [Precision.q15, .int8])
  func potentialsThatGrowTooLargeAreWidened(precision: Precision) throws {
    try check(Self.network(reset: .bySubtraction, gain: 20_000), precision: precision)
  }

  /// Layers so large that threads share what is done once for many steps.
  @Test(arguments: Precision.allCases, [Float(1), 20_000])
  func largeLayersDoSoToo(precision: Precision, gain: Float) throws {
    let network = Self.network(reset: .bySubtraction, gain: gain, size: Grid(20, 28))
    try check(network, precision: precision)
  }

  /// 8 bits only where a layer has 128 outputs.
  @Test func eightBitsAreForWideLayers() throws {
    let packed = PackedNetwork(Self.network(reset: .bySubtraction, gain: 1))
    for (precision, widths) in [
      (Precision.fp32, [4, 4, 4]), (.q15, [2, 2, 2]), (.int8, [2, 1, 2]),
    ] {
      let rounded = try packed.rounded(to: precision)
      for (layer, width) in zip([0, 2, 3], widths) {
        #expect(rounded.weightBytes(of: layer) == packed.fanOut(of: layer).map { $0 * width })
      }
    }
  }

  private func check(_ network: SpikingNetwork, precision: Precision) throws {
    let packed = try PackedNetwork(network).rounded(to: precision)
    let image = Self.image(for: network)
    var steps = Simulation(packed, stimulus: .image(image))
    var counts = network.layers.map { _ in 0 }
    steps.advance(by: 60, on: Engine()) { layer, population, _ in
      counts[layer] += population.output.count
    }
    for count in counts.dropLast() {
      #expect(count > 100, "nothing is shown where nothing fires")
    }
    expectTheSameInAnySplit(packed, image: image)
  }
}
