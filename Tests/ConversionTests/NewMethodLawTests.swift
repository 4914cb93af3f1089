import AnalogPass
import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

/// Laws of local threshold balancing, late readouts, shuffles and burst limits.
@Suite struct NewMethodLawTests {
  private let analog = Example.residual.network(seed: 7)

  private func converted(
    _ method: String, _ options: OptionValues = [:], steps: Int = 32, threads: Int = 1
  ) throws -> SpikingNetwork {
    let analog = analog
    var calibration = Calibration(
      network: analog, count: 5, threads: threads, image: { analog.randomImage(seed: $0) })
    return try ConversionRecipe.named(method, steps: steps, options: options)
      .converted(analog, calibration: &calibration)
  }

  /// One neuron and one image: the first batch gives twice the activation, which nothing exceeds.
  @Test func aThresholdAboveTheActivationsStaysWhereItIs() throws {
    var builder = NetworkBuilder(input: MapShape(channels: 1), seed: 2)
    let fired = builder.activation(builder.affine(0, outputs: 4))
    _ = builder.affine(fired, outputs: 2)
    let network = builder.network("one")
    let image = Tensor(shape: [1, 1, 1], elements: [0.75])
    var pass = ForwardPass(network)
    pass.run(image)
    let activations = pass.values(of: fired)
    var calibration = Calibration(network: network, count: 1, threads: 1, image: { _ in image })

    let thresholds = try LocalThresholdBalancing(batches: 5).channelThresholds(
      for: network, calibration: &calibration)[0]

    let largest = 2 * (activations.max() ?? 0)
    #expect(largest > 0)
    for (threshold, activation) in zip(thresholds, activations) {
      #expect(abs(threshold - (activation > 0 ? 2 * activation : largest)) < 1e-6)
    }
  }

  @Test func balancingDoesNotDependOnThreads() throws {
    #expect(try converted("ltb", threads: 1) == converted("ltb", threads: 4))
  }

  /// The answer is the difference of two of the network that listens from the beginning.
  @Test(arguments: [0, 1, 5, 31, 32, 33, 70])
  func aLateReadoutAnswersByWhatComesAfterItsStart(start: Int) throws {
    let plain = try converted("half")
    let late = try converted("half", ["readout-from": .number(Double(start))])
    let image = analog.randomImage(seed: 9)
    var whole = Simulation(PackedNetwork(plain), stimulus: .image(image))
    whole.advance(by: start, on: Engine())
    let before = whole.readout
    whole.advance(by: 64, on: Engine())
    var delayed = Simulation(PackedNetwork(late), stimulus: .image(image))
    delayed.advance(by: start, on: Engine())
    #expect(delayed.prediction == nil && delayed.readout.allSatisfy { $0 == 0 })
    var stepwise = delayed
    delayed.advance(by: 64, on: Engine())
    for _ in 0..<64 { stepwise.advance() }

    #expect(late.firstReadout == start + 1 && late.outputTime(atStep: start + 64) == 64)
    #expect(delayed.readout == stepwise.readout)
    for (sum, (after, before)) in zip(delayed.readout, zip(whole.readout, before)) {
      #expect(abs(sum - (after - before)) <= 1e-3 * max(1, abs(after)))
    }
    for layer in plain.firingLayers.indices {
      #expect(
        delayed.populations[layer].membranePotential == whole.populations[layer].membranePotential)
    }
  }

  /// The residual network has five activations one behind the other.
  @Test func anAutomaticReadoutWaitsAStepForEachLayer() throws {
    #expect(try converted("half", ["readout-from": .text("auto")]).readoutStart == 5)
  }

  @Test func cycleCodingHasNeitherLateReadoutsNorShuffles() {
    #expect(throws: ConversionError.lateReadout(method: "bistable")) {
      try converted("bistable", ["readout-from": .number(3)])
    }
    #expect(throws: ConversionError.noShuffle(method: "bistable")) {
      try converted("bistable", ["shuffle": .number(3)])
    }
  }

  @Test func inDifferentialCodingSpikesKeepTheirTime() {
    #expect(throws: ConversionError.lateReadout(method: "differential")) {
      try converted("differential", ["readout-from": .number(3)])
    }
    #expect(throws: ConversionError.noShuffle(method: "differential")) {
      try converted("differential", ["shuffle": .number(3)])
    }
    #expect(throws: ConversionError.signedSpikes(method: "differential")) {
      try converted("differential", ["corrector": .text("srp")])
    }
  }

  /// Who fires in which step behind each activation, and behind its shuffle.
  private func trains(_ network: SpikingNetwork, steps: Int) -> [[[Int]]] {
    var trains = network.layers.map { Array<[Int]>(repeating: [], count: $0.shape.count) }
    var simulation = Simulation(
      PackedNetwork(network), stimulus: .image(analog.randomImage(seed: 9)))
    simulation.advance(by: steps, on: Engine()) { layer, population, step in
      for unit in population.output.indices { trains[layer][Int(unit)].append(step) }
    }
    return trains
  }

  /// Within T steps every neuron sends as often as before, in other steps; later as before.
  @Test func aShuffleKeepsCountsAndLosesTiming() throws {
    let network = try converted("robust", ["shuffle": .number(4)], steps: 24)
    let trains = trains(network, steps: 40)
    var moved = 0
    for (index, layer) in network.layers.enumerated() {
      guard case .shuffle = layer.neuron else { continue }
      for (source, sent) in zip(trains[index - 1], trains[index]) {
        #expect(source.count { $0 <= 24 } == sent.count { $0 <= 24 })
        #expect(source.filter { $0 > 24 } == sent.filter { $0 > 24 })
        if source != sent { moved += 1 }
      }
    }
    #expect(moved > 20)
  }

  /// The same seed gives the same spikes however steps are taken, another one others.
  @Test func aShuffleIsDecidedByItsSeed() throws {
    let network = try converted("robust", ["shuffle": .number(4)], steps: 24)
    let packed = PackedNetwork(network)
    let image = analog.randomImage(seed: 9)
    var together = Simulation(packed, stimulus: .image(image))
    together.advance(by: 24, on: Engine(threads: 2))
    var stepwise = Simulation(packed, stimulus: .image(image))
    for _ in 0..<24 { stepwise.advance() }
    let other = try converted("robust", ["shuffle": .number(5)], steps: 24)

    #expect(together.readout == stepwise.readout)
    #expect(trains(network, steps: 24) != trains(other, steps: 24))
  }

  /// All counts of spikes in four steps: each neuron sends its own, each at a different step.
  @Test func aShuffleNeverSendsTwiceInAStep() throws {
    let trains = try trains(converted("robust", ["shuffle": .number(1)], steps: 4), steps: 4)
    for train in trains.flatMap(\.self) { #expect(Set(train).count == train.count) }
  }

  /// With every limit at hand, no layer takes more than the budget allows in all.
  @Test func burstLimitsAreWithinTheirBounds() throws {
    let network = try converted(
      "adafire@8", ["largest-burst": .number(3), "burst-goal": .number(2)])
    let limits = network.layers.compactMap { layer -> Int? in
      if case .burst(let neuron) = layer.neuron { neuron.maximumSpikes } else { nil }
    }

    #expect(limits.count == analog.activations.count)
    #expect(limits.allSatisfy { (1...3).contains($0) })
  }
}
