import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

/// Networks wide enough for kernels that gather and fire at once: many steps at a time equal one
/// after the other, where an observer keeps these kernels away.
@Suite struct IntegrateTests {
  /// Convolutions, a shortcut around the second, a pool, a depthwise convolution, and an answer.
  ///
  /// - Parameters:
  ///   - size: Of the image; even.
  ///   - channels: Of the first three layers; the next two have twice as many.
  private static func network(
    reset: Reset, gain: Float, size: Grid = Grid(4, 6), channels: Int = 64
  ) -> SpikingNetwork {
    var random = SeededGenerator(seed: 51)
    let map = MapShape(channels: channels, height: size.rows, width: size.columns)
    let pooled = MapShape(channels: channels, height: size.rows / 2, width: size.columns / 2)
    let small = MapShape(channels: 2 * channels, height: pooled.height, width: pooled.width)
    let classes = MapShape(channels: 10)
    func convolution(
      _ inputs: Int, to shape: MapShape, scale: Float, groups: Int = 1
    ) -> SynapticStage {
      .convolution(&random, inputs, to: shape, scale: scale, groups: groups)
    }
    func layer(_ name: String, _ shape: MapShape, _ projections: Projection...) -> SpikingLayer {
      SpikingLayer(
        name: name, shape: shape, neuron: .integrateAndFire(threshold: 1, reset: reset),
        projections: projections)
    }
    let halved = SynapticStage(
      .averagePool(Pooling(kernel: Grid(2, 2), stride: Grid(2, 2))), shape: pooled)
    return SpikingNetwork(
      name: "wide", inputShape: MapShape(channels: 3, height: size.rows, width: size.columns),
      layers: [
        layer(
          "conv1", map, Projection(source: .input, stages: [convolution(3, to: map, scale: 0.1)])),
        layer(
          "conv2", map,
          Projection(
            source: .layer(0), stages: [convolution(channels, to: map, scale: 0.02 * gain)])),
        layer(
          "conv3", map,
          Projection(source: .layer(0), stages: [convolution(channels, to: map, scale: 0.01)]),
          Projection(source: .layer(1), stages: [convolution(channels, to: map, scale: 0.01)])),
        layer(
          "conv4", small,
          Projection(
            source: .layer(2), stages: [halved, convolution(channels, to: small, scale: 0.02)])),
        layer(
          "depthwise", small,
          Projection(
            source: .layer(3),
            stages: [
              convolution(small.channels, to: small, scale: 0.5, groups: small.channels)
            ])),
        SpikingLayer(
          name: "fc", shape: classes, neuron: .readout,
          projections: [
            Projection(source: .layer(4), stages: [.affine(&random, small, to: classes)])
          ]),
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

  /// Tiles that are not filled, and neurons that fill no words.
  @Test(arguments: Precision.allCases, [Reset.bySubtraction, .toZero])
  func narrowLayersDoSoToo(precision: Precision, reset: Reset) throws {
    let network = Self.network(reset: reset, gain: 1, size: Grid(6, 10), channels: 48)
    try check(network, precision: precision)
  }

  /// 8 bits only where a layer has 128 outputs.
  @Test func eightBitsAreForWideLayers() throws {
    let packed = PackedNetwork(Self.network(reset: .bySubtraction, gain: 1))
    for (precision, widths) in [
      (Precision.fp32, [4, 4, 4]), (.q15, [2, 2, 2]), (.int8, [2, 1, 2]),
    ] {
      let rounded = try packed.rounded(to: precision)
      for (layer, width) in zip([0, 2, 4], widths) {
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

extension SynapticStage {
  /// A convolution by 3 by 3 taps that keeps the size of a map.
  fileprivate static func convolution(
    _ random: inout SeededGenerator, _ inputs: Int, to shape: MapShape, scale: Float, groups: Int
  ) -> SynapticStage {
    let weights = shape.channels * inputs / groups * 9
    let layer = Conv2dLayer(
      weight: Tensor(
        shape: [shape.channels, inputs / groups, 3, 3],
        elements: random.floats(weights, in: -0.6...1).map { $0 * scale }),
      bias: Tensor(
        shape: [shape.channels], elements: random.floats(shape.channels, in: -0.1...0.1)),
      padding: Margins(top: 1, left: 1, bottom: 1, right: 1), groups: groups)
    return SynapticStage(.convolution(layer), shape: shape)
  }

  fileprivate static func affine(
    _ random: inout SeededGenerator, _ source: MapShape, to classes: MapShape
  ) -> SynapticStage {
    let (outputs, inputs) = (classes.channels, source.count)
    let layer = AffineLayer(
      weight: Tensor(shape: [outputs, inputs], elements: random.floats(outputs * inputs)),
      bias: Tensor(shape: [outputs], elements: random.floats(outputs)))
    return SynapticStage(.affine(layer), shape: classes)
  }
}
