import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

/// Whole networks of depthwise and pointwise convolutions with residuals in between, with each way
/// to deliver events forced upon every convolution.
@Suite struct InvertedResidualTests {
  /// Two bottlenecks that add up, so that the last layer hears three branches.
  private static func network(seed: Int, channels: Int) -> AnalogNetwork {
    var builder = NetworkBuilder(input: MapShape(channels: 3, height: 7, width: 6), seed: seed)
    let expand = { (builder: inout NetworkBuilder, input: Int) in
      builder.activation(pointwise(&builder, input, channels: channels))
    }
    var node = builder.activation(builder.convolution(0, channels: channels))
    node = pointwise(&builder, depthwise(&builder, node), channels: 8)
    for _ in 0..<2 {
      let branch = depthwise(&builder, expand(&builder, node))
      node = builder.merge(pointwise(&builder, branch, channels: 8), node)
    }
    _ = builder.affine(builder.flatten(expand(&builder, node)), outputs: 10)
    return builder.network("inverted")
  }

  private static func pointwise(
    _ builder: inout NetworkBuilder, _ input: Int, channels: Int
  ) -> Int {
    builder.convolution(input, channels: channels, kernel: Grid(1, 1), padding: Margins())
  }

  private static func depthwise(_ builder: inout NetworkBuilder, _ input: Int) -> Int {
    let channels = builder.nodes[input].shape.channels
    return builder.activation(builder.convolution(input, channels: channels, groups: channels))
  }

  /// Multiples of 16 have kernels of their own, one of which fills words; others do not.
  @Test(arguments: [16, 20, 48, 64], [1, 2])
  func strategiesThreadsAndObserversChangeNoBit(channels: Int, seed: Int) throws {
    let analog = Self.network(seed: seed, channels: channels)
    let image = analog.randomImage(seed: seed)
    for method in [Robust(), Hard(), Bistable(phases: 4)] as [any ConversionMethod] {
      let thresholds = Array(repeating: Float(0.4), count: analog.activations.count)
      let packed = PackedNetwork(
        try method.spikingNetwork(from: analog, thresholds: thresholds))
      // Cycles of eight steps reach the readout after the windows of seven layers.
      let (steps, single) = (40, Engine())
      var plain = Simulation(packed, stimulus: .image(image))
      for _ in 0..<steps { plain.advance(by: 1, on: single) { _, _, _ in } }
      #expect(plain.readout.contains { $0 != 0 }, "\(method)")
      for network in [packed] + ConvolutionStrategy.allCases.map(packed.delivering(by:)) {
        for threads in [1, 3] {
          var other = Simulation(network, stimulus: .image(image))
          other.advance(by: steps, on: Engine(threads: threads))
          #expect(equalBits(plain, other), "\(method) on \(threads) threads")
        }
      }
    }
  }

  /// The products of bottlenecks and what follows them are rounded once, as other weights are.
  @Test(arguments: [16, 20, 48], [Precision.q15, .int8])
  func wholeNumbersTakeThem(channels: Int, precision: Precision) throws {
    let analog = Self.network(seed: 3, channels: channels)
    let image = analog.randomImage(seed: 3)
    let thresholds = Array(repeating: Float(0.4), count: analog.activations.count)
    let network = try Robust().spikingNetwork(from: analog, thresholds: thresholds)
    let (single, steps) = (PackedNetwork(network), 40)
    let rounded = try single.rounded(to: precision)
    expectTheSameInAnySplit(rounded, image: image)
    let condensed = try PackedNetwork(condensing: network, precision: precision)
    var runs = [single, rounded, condensed].map { Simulation($0, stimulus: .image(image)) }
    for index in runs.indices { runs[index].advance(by: steps, on: Engine()) }

    #expect(runs[1].populations.map(\.output) == runs[2].populations.map(\.output))
    #expect(runs[1].readout == runs[2].readout)
    #expect(single.fanOutTable() == condensed.fanOutTable())
    let largest = runs[0].readout.map { abs($0) }.max() ?? 0
    let allowed = largest * (precision == .q15 ? 0.03 : 0.3) + 0.5
    for (one, other) in zip(runs[0].readout, runs[1].readout) {
      #expect(abs(one - other) <= allowed, "\(channels) channels in \(precision)")
    }
  }

  private func equalBits(_ one: Simulation, _ other: Simulation) -> Bool {
    zip(one.populations, other.populations).allSatisfy { one, other in
      one.membranePotential.map(\.bitPattern) == other.membranePotential.map(\.bitPattern)
        && one.integratedPotential.map(\.bitPattern) == other.integratedPotential.map(\.bitPattern)
        && one.output == other.output && one.spikeWords == other.spikeWords
    }
  }
}
