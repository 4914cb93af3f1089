import Networks
import Testing

/// What the accumulated output of a cycle-coded network stands for.
@Suite struct OutputTimeTests {
  private func network(phases: Int) -> SpikingNetwork {
    let shape = MapShape(channels: 1)
    let fired = SpikingLayer(
      name: "fc1", shape: shape, neuron: .bistable(threshold: 1, phases: phases, delay: 1),
      projections: [Projection(source: .input, stages: [])])
    let readout = SpikingLayer(
      name: "out", shape: shape, neuron: .readout,
      projections: [Projection(source: .layer(0), stages: [])])
    return SpikingNetwork(
      name: "n", inputShape: shape, layers: [fired, readout], coding: .cycles(phases: phases))
  }

  @Test func countsCompleteCyclesAtReadoutsAndWhileResting() {
    let network = network(phases: 4)

    #expect(network.firstReadout == 8)
    #expect([8, 9, 12, 16, 20, 24].map(network.outputTime) == [1, 1, 1, 2, 2, 3])
  }

  @Test func countsTheDigitsOfTheCycleInProgress() {
    let network = network(phases: 4)

    #expect([0, 4, 5, 6, 7].map(network.outputTime) == [0, 0, 0.5, 0.75, 0.875])
    #expect([13, 14, 15].map(network.outputTime) == [1.5, 1.75, 1.875])
  }
}
