import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

/// What a neuron of differential coding does with a train of changes.
private struct Response {
  var events: [Float] = []
  var means = DifferentialMeans()
  var potential: Float

  init(_ neuron: DifferentialNeuron, to arrivals: [Float], from start: Float = 0) {
    potential = start
    for (step, arrival) in zip(1..., arrivals) {
      let integrated = potential + means.drive(arrival, step: step)
      let charge = neuron.charge(at: integrated, after: means, step: step)
      means.send(charge, step: step)
      potential = integrated - charge
      events.append(charge)
    }
  }
}

/// The same from the definition of the coding: what is sent is what a rate code would have sent,
/// less the mean of that so far.
private struct Definition {
  var events: [Double] = []
  var potential: Double
  var rateInput = 0.0
  var rateOutput = 0.0

  init(levels: Int, threshold: Double, arrivals: [Double], from start: Double) {
    potential = start
    let sizes = (0..<levels).map { threshold / Double(1 << $0) }
    for (number, arrival) in arrivals.enumerated() {
      let (before, time) = (Double(max(number, 1)), Double(number + 1))
      let (input, mean) = (rateInput / before + arrival, rateOutput / before)
      rateInput += input
      potential += input - mean
      let change =
        sizes.compactMap { size -> Double? in
          let (up, down) = levels == 1 ? (size, 0) : (0.75 * size, -0.75 * size)
          if potential >= up { return size }
          return potential <= down && time * mean >= size ? -size : nil
        }.first ?? 0
      potential -= change
      rateOutput += mean + change
      events.append(change)
    }
  }
}

/// Differential coding, exhaustively in small worlds.
@Suite struct DifferentialNeuronTests {
  /// All trains of five changes from five values: multiples of 15/64, which the numbers of the
  /// steps divide exactly.
  @Test(arguments: [1, 2, 4])
  func aNeuronDoesWhatTheDefinitionSays(levels: Int) {
    let values = [-6.0, -2, 1, 4, 7].map { $0 * 15 / 64 }
    let neuron = DifferentialNeuron(threshold: 15.0 / 16, levels: levels)
    let start = levels == 1 ? 15.0 / 32 : 0
    for code in 0..<3125 {
      let arrivals = [1, 5, 25, 125, 625].map { values[code / $0 % 5] }
      let response = Response(neuron, to: arrivals.map { Float($0) }, from: Float(start))
      let expected = Definition(
        levels: levels, threshold: 15.0 / 16, arrivals: arrivals, from: start)

      #expect(response.events.map(Double.init) == expected.events, "\(arrivals)")
      #expect(Double(response.potential) == expected.potential, "\(arrivals)")
      #expect(Double(response.means.sent) * 5 == expected.rateOutput, "\(arrivals)")
      #expect(Double(response.means.received) * 5 == expected.rateInput, "\(arrivals)")
    }
  }

  /// E is within θ/t of the activation of an input that has settled; below zero nobody fires.
  @Test(arguments: [1, 2, 4, 8])
  func theMeanFollowsTheActivation(levels: Int) {
    let neuron = DifferentialNeuron(threshold: 1, levels: levels)
    for value in stride(from: -0.5 as Float, through: 2, by: 1 / 64) {
      var (means, potential) = (DifferentialMeans(), Float(levels == 1 ? 0.5 : 0))
      var events = 0
      for step in 1...400 {
        potential += means.drive(step == 1 ? value : 0, step: step)
        let charge = neuron.charge(at: potential, after: means, step: step)
        means.send(charge, step: step)
        potential -= charge
        if charge != 0 { events += 1 }

        #expect(abs(means.sent - max(value, 0)) * Float(step) < 1.01, "\(value) at \(step)")
      }
      if value <= 0 { #expect(events == 0, "\(value)") }
      // At most one change for each doubling of the time, in either direction.
      if levels > 1 { #expect(events <= 20, "\(value)") }
    }
  }

  @Test(arguments: [1, 2, 4])
  func aClipIsNeverExceeded(levels: Int) {
    let neuron = DifferentialNeuron(threshold: 0.75, levels: levels, maximum: 1)
    var (means, potential) = (DifferentialMeans(), Float(0))
    for step in 1...200 {
      potential += means.drive(step == 1 ? 1.75 : 0, step: step)
      let charge = neuron.charge(at: potential, after: means, step: step)
      means.send(charge, step: step)
      potential -= charge

      #expect(means.sent <= 1.001, "step \(step)")
      if step > 1 { #expect(means.sent >= 1 - 1 / Float(step), "step \(step)") }
    }
  }

  /// A copy is a checkpoint.
  @Test func goingBackEqualsNeverHavingLeft() throws {
    let run = try ExampleRun(Example.residual.network(seed: 2), recipe: .named("differential"))
    var forward = run.simulation
    forward.advance(by: 10, on: Engine())
    let checkpoint = forward
    forward.advance(by: 30, on: Engine())
    var again = checkpoint
    again.advance(by: 30, on: Engine())

    #expect(again.readout == forward.readout)
    for (a, b) in zip(again.populations, forward.populations) {
      #expect(a.membranePotential == b.membranePotential && a.output == b.output)
    }
  }

  /// Without an image and without biases nothing ever fires.
  @Test(arguments: ["differential", "differential1"])
  func nothingInMeansNothingOut(method: String) throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 2), recipe: .named(method))
    var network = run.network
    for layer in network.layers.indices {
      for projection in network.layers[layer].projections.indices {
        network.layers[layer].projections[projection].stages = network.layers[layer]
          .projections[projection].stages.map {
            SynapticStage($0.operation.withoutBias, shape: $0.shape)
          }
      }
    }
    var simulation = Simulation(
      PackedNetwork(network), stimulus: .image(Tensor(zeros: run.image.shape)))
    simulation.advance(by: 50, on: Engine()) { _, population, _ in
      #expect(population.output.count == 0)
    }
    #expect(simulation.readout.allSatisfy { $0 == 0 })
  }

  /// The mean output tends to the logits, through clips, shortcuts and max pools.
  @Test(
    arguments: Example.allCases, ["differential", "differential1"])
  func theReadoutConvergesToTheLogits(example: Example, method: String) throws {
    let run = try ExampleRun(
      example.network(seed: 2), recipe: .named(method), seed: 2, headroom: 1.05)
    var simulation = run.simulation
    var distances: [Double] = []
    for stop in [25, 1600] {
      simulation.advance(by: stop - simulation.step, on: Engine())
      distances.append(relativeDistance(simulation.meanOutputs?[0] ?? [], run.logits))
    }

    #expect(distances[1] < 0.01)
    #expect(distances[1] < distances[0])
  }

  /// The mean of a lossless window is the largest of those that it pools, after every step.
  @Test(arguments: MaxPoolExample.allCases)
  func aPoolStandsForTheLargestMean(example: MaxPoolExample) throws {
    let run = try ExampleRun(
      example.network(seed: 3), recipe: .named("differential"), seed: 2, headroom: 0.8)
    var means = run.network.layers.map { Array(repeating: Float(0), count: $0.shape.count) }
    var simulation = run.simulation
    for step in 1...60 {
      simulation.advance()
      for (layer, population) in simulation.populations.enumerated() {
        let output = population.output
        for event in output.indices.indices {
          means[layer][Int(output.indices[event])] += output.values[event] / Float(step)
        }
      }
      for layer in run.network.layers.indices where run.network.layers[layer].neuron.pool != nil {
        let expected = run.packed.activation(of: layer) { source in
          run.network.layers[source].neuron.pool == nil ? means[source] : nil
        }
        let scale = 1e-4 * (means.flatMap(\.self).max() ?? 1)
        let isNear = zip(means[layer], try #require(expected)).allSatisfy { abs($0 - $1) <= scale }
        #expect(isNear, "step \(step), layer \(layer)")
      }
    }
  }
}
