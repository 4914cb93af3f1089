import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Tensors
import Testing

/// What a signed neuron does with a train of currents.
private struct Response {
  var events: [Float] = []
  var net: Int32 = 0
  var potential: Float = 0

  init(_ neuron: SignedNeuron, to currents: [Float]) {
    var (v, n, output) = ([Float(0)], [Int32(0)], SpikeEvents())
    for current in currents {
      fireSigned(neuron, potentials: &v, net: &n, currents: [current], output: &output)
      events.append(output.values.first ?? 0)
    }
    (potential, net) = (v[0], n[0])
  }
}

/// Spikes with a sign, exhaustively in small worlds.
@Suite struct SignedNeuronTests {
  /// The SIN of an ordinary neuron (0.9, 0.3, -2, 0.4 give one spike that nothing justifies) is
  /// taken back.
  @Test func aSpikeThatTheInputDoesNotJustifyIsTakenBack() {
    let response = Response(
      SignedNeuron(threshold: 1, negativeThreshold: 1), to: [0.875, 0.375, -2.5, 0.5])

    #expect(response.events == [0, 1, -1, 0])
    #expect(response.net == 0 && response.potential == -0.75)
  }

  /// All trains of five currents from five values, in eighths so that every sum is exact.
  @Test(arguments: [0, 0.25, 1] as [Float], [1, 0.125] as [Float])
  func chargeIsConservedAndWhatIsDeliveredIsTheActivation(slope: Float, negative: Float) {
    let values: [Float] = [-1.25, -0.5, 0.375, 1, 1.75]
    let neuron = SignedNeuron(
      threshold: 1, negativeThreshold: negative, slopes: slope == 0 ? [] : [slope])
    for code in 0..<3125 {
      let currents = [1, 5, 25, 125, 625].map { values[code / $0 % 5] }
      let response = Response(neuron, to: currents)
      let drive = currents.reduce(0, +)
      let net = Float(response.net)

      #expect(response.potential + net == drive, "\(currents)")
      #expect(
        response.events.reduce(0, +) == neuron.delivered(byCount: net, of: 0), "\(currents)")
      if slope == 0 { #expect(response.net >= 0, "\(currents)") }
      if slope > 0 || response.net > 0 {
        let last = response.events.last ?? 0
        #expect(last != 0 || response.potential > -negative, "\(currents)")
      }
    }
  }

  /// A signed neuron never sends more than an ordinary one, and does the same without inhibition.
  @Test func onlyInhibitionMakesADifference() {
    let values: [Float] = [0, 0.25, 0.625, 1, 1.5]
    let neuron = SignedNeuron(threshold: 1, negativeThreshold: 1)
    for code in 0..<3125 {
      let currents = [1, 5, 25, 125, 625].map { values[code / $0 % 5] }
      var (v, output, spikes) = ([Float(0)], SpikeEvents(), [Float]())
      for current in currents {
        var m = [current]
        fire(potentials: &v, currents: &m, threshold: 1, reset: .bySubtraction, output: &output)
        spikes.append(output.values.first ?? 0)
      }
      #expect(Response(neuron, to: currents).events == spikes, "\(currents)")
    }
  }

  /// One neuron per value; weights are the identity, so that z is the image.
  private func network(_ neuron: NeuronParameters, width: Int) -> SpikingNetwork {
    let shape = MapShape(channels: width)
    let identity = AffineLayer(
      weight: Tensor(
        shape: [width, width],
        elements: (0..<width * width).map { $0 % (width + 1) == 0 ? 1 : 0 }),
      bias: Tensor(zeros: [width]))
    let stage = SynapticStage(.affine(identity), shape: shape)
    return SpikingNetwork(
      name: "identity", inputShape: shape,
      layers: [
        SpikingLayer(
          name: "fc1", shape: shape, neuron: neuron,
          projections: [Projection(source: .input, stages: [stage])]),
        SpikingLayer(
          name: "fc2", shape: shape, neuron: .readout,
          projections: [Projection(source: .layer(0), stages: [stage])]),
      ], coding: .rate)
  }

  /// Rates of leaky activations, at any time within one spike.
  @Test func theReadoutFollowsALeakyActivation() {
    let values: [Float] = [-1, -0.75, -0.125, 0, 0.0625, 0.5, 1]
    let slope: Float = 0.25
    var simulation = Simulation(
      PackedNetwork(
        network(.signed(threshold: 1, negativeThreshold: 1, slopes: [slope]), width: 7)),
      stimulus: .image(Tensor(shape: [7, 1, 1], elements: values)))
    for step in 1...64 {
      simulation.advance()
      for (value, sum) in zip(values, simulation.readout) {
        let expected = (value > 0 ? value : slope * value) * Float(step)
        #expect(abs(sum - expected) < 1, "\(value) at \(step)")
      }
    }
  }

  /// A copy is a checkpoint, and it does not matter how many steps are taken at a time.
  @Test func goingBackEqualsNeverHavingLeft() {
    let packed = PackedNetwork(
      network(.signed(threshold: 0.5, negativeThreshold: 0.5, slopes: [0.5]), width: 9))
    var random = SeededGenerator(seed: 3)
    let image = Tensor(shape: [9, 1, 1], elements: random.floats(9))
    var forward = Simulation(packed, stimulus: .image(image))
    forward.advance(by: 10, on: Engine())
    let checkpoint = forward
    forward.advance(by: 25, on: Engine())
    var back = checkpoint
    for _ in 0..<25 { back.advance() }

    #expect(back.readout == forward.readout)
    #expect(back.populations[0].membranePotential == forward.populations[0].membranePotential)
    #expect(back.populations[0].output == forward.populations[0].output)
  }
}
