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

  @Test func aPoolThatOthersReadStaysWhereItIs() {
    let network = network(.relu, readsPoolTwice: true)

    #expect(network.activatingBeforeMaxPools() == network)
  }
}
