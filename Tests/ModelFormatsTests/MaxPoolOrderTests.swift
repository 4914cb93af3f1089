import AnalogPass
import ExampleNetworks
import ModelFormats
import Networks
import Testing

@Suite struct MaxPoolOrderTests {
  private func network(_ activation: Activation, readsPoolTwice: Bool = false) -> AnalogNetwork {
    var builder = NetworkBuilder(input: MapShape(channels: 2, height: 6, width: 6), seed: 3)
    let pooling = Pooling(kernel: Grid(3, 3), stride: Grid(2, 2))
    let pooled = builder.maxPool(builder.convolution(0, channels: 4), pooling)
    let active = builder.activation(pooled, activation)
    let last = readsPoolTwice ? builder.merge(active, pooled) : active
    _ = builder.affine(builder.flatten(last), outputs: 3)
    return builder.network("order")
  }

  @Test(arguments: [
    Activation.relu, .clipped(maximum: 0.5), .quantized(maximum: 1, levels: 4),
    .clamp(minimum: -0.5, maximum: 0.5),
  ])
  func activationsComeFirstAndTheAnswerStays(activation: Activation) {
    let network = network(activation)
    let ordered = network.activatingBeforeMaxPools()

    #expect(
      ordered.nodes.map(\.name) == ["input1", "conv1", "act1", "maxpool1", "flatten1", "fc1"])
    #expect(ordered.nodes[2].shape == network.nodes[1].shape)
    #expect(ordered.nodes[3].shape == network.nodes[2].shape)
    #expect(ordered.nodes[2].fileName == "/act_1" && ordered.nodes[3].fileName == "/maxpool_1")
    var (before, after) = (ForwardPass(network), ForwardPass(ordered))
    for seed in 1...5 {
      let image = network.randomImage(seed: seed)
      before.run(image)
      after.run(image)
      #expect(before.output.map(\.bitPattern) == after.output.map(\.bitPattern))
    }
  }

  /// A negative factor turns the maximum into a minimum; both are there, and in either order of
  /// signs the numbers stay.
  @Test(arguments: [-1.5...(-0.5), -1...1, 0.5...1.5] as [ClosedRange<Float>])
  func normalizationsPassMaxPoolsWhateverTheirSign(factors: ClosedRange<Float>) throws {
    var builder = NetworkBuilder(input: MapShape(channels: 2, height: 7, width: 6), seed: 5)
    let margins = Margins(top: 1, left: 1, bottom: 1, right: 1)
    let pooling = Pooling(kernel: Grid(3, 3), stride: Grid(2, 2), padding: margins)
    let pooled = builder.maxPool(builder.convolution(0, channels: 8), pooling)
    let normalized = builder.channelAffine(pooled, factors: factors)
    _ = builder.affine(builder.flatten(builder.activation(normalized)), outputs: 3)
    let network = builder.network("order")
    let ordered = network.activatingBeforeMaxPools()

    #expect(
      ordered.nodes.map(\.name).dropFirst().prefix(4) == ["conv1", "bn1", "act1", "maxpool1"])
    guard case .channelAffine(let layer) = ordered.nodes[2].operation,
      case .maxPool(let turned) = ordered.nodes[4].operation
    else {
      Issue.record("no normalization or no pool")
      return
    }
    #expect((0..<8).allSatisfy { turned.takesMinimum(ofChannel: $0) == (layer.factor[$0] < 0) })
    var (before, after) = (ForwardPass(network), ForwardPass(ordered))
    for seed in 1...5 {
      let image = network.randomImage(seed: seed)
      before.run(image)
      after.run(image)
      #expect(before.output.map(\.bitPattern) == after.output.map(\.bitPattern))
    }
  }

  @Test func aPoolThatOthersReadStaysWhereItIs() {
    let network = network(.relu, readsPoolTwice: true)

    #expect(network.activatingBeforeMaxPools() == network)
  }
}
