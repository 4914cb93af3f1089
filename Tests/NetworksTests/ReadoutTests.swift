import Networks
import Tensors
import Testing

/// Which layers answer, and what a network is shown.
@Suite struct ReadoutTests {
  private func network(layers: Int, coding: SpikeCoding = .rate) -> SpikingNetwork {
    let shape = MapShape(channels: 2, height: 3, width: 4)
    let described = (0..<layers).map { index in
      SpikingLayer(
        name: "fc\(index + 1)", shape: index == layers - 1 ? MapShape(channels: 10) : shape,
        neuron: index == layers - 1
          ? .readout : .bistable(threshold: 1, phases: 4, delay: index + 1),
        projections: [
          Projection(source: index == 0 ? .input : .layer(index - 1), stages: [])
        ])
    }
    return SpikingNetwork(
      name: "example", inputShape: shape, layers: described, coding: coding)
  }

  @Test func theLastLayerAnswersAndThoseBeforeItFire() {
    let network = network(layers: 3)

    #expect(network.readouts == [2])
    #expect((0..<3).map(network.isReadout) == [false, false, true])
    #expect(network.firingLayers.map(\.name) == ["fc1", "fc2"])
    #expect(network.firingLayers.indices == 0..<2)
    #expect(network.outputShape == MapShape(channels: 10) && network.outputCount == 10)
  }

  @Test func aNetworkWithoutLayersAnswersNothing() {
    let network = network(layers: 0)

    #expect(network.readouts.isEmpty && network.firingLayers.isEmpty)
    #expect(network.outputShape == nil && network.outputCount == 0)
    #expect(network.firstReadout == 1)
  }

  /// The readout listens while the last of two spiking layers fires: windows 0 to 2.
  @Test func inCycleCodingTheReadoutWaitsForTheLayersThatFeedIt() {
    #expect(network(layers: 3, coding: .cycles(phases: 4)).firstReadout == 4 * (2 + 1))
    #expect(network(layers: 3).firstReadout == 1)
  }

  @Test func anImageIsTheSameInAllSteps() {
    let image = Tensor(shape: [1, 2, 2], elements: [1, 2, 3, 4])

    #expect(Stimulus.image(image).constantPart == image)
  }
}
