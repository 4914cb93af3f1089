import Conversion
import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

/// SRP, COS and SpiCalib: what each does to the spikes of one image.
@Suite struct CorrectorTests {
  /// A neuron without residual potential after the trial never fires; its potential goes on.
  @Test(arguments: ["robust", "burst"], 1...4)
  func theResidualMaskSilencesWhoEndsTheTrialEmpty(method: String, seed: Int) throws {
    var recipe = try ConversionRecipe.named(method)
    recipe.corrector = SRP(steps: 15)
    let run = try ExampleRun(
      Example.residual.network(seed: seed), recipe: recipe, seed: seed, headroom: 0.6)
    let trial = trial(of: run, steps: 15)
    var simulation = run.simulation
    var events = run.network.layers.map { Array(repeating: 0, count: $0.shape.count) }

    for _ in 0..<60 {
      simulation.advance()
      for (layer, population) in simulation.populations.enumerated() {
        for unit in population.output.indices { events[layer][Int(unit)] += 1 }
      }
    }

    var corrected = 0
    for (layer, description) in run.network.layers.enumerated() {
      guard let threshold = description.neuron.threshold else { continue }
      for (unit, potential) in trial.residue[layer].enumerated() where potential <= 1e-3 * threshold
      {
        #expect(events[layer][unit] == 0)
        let isInactive = run.references[layer]?.isInactive(unit) ?? false
        if isInactive, trial.spikes[layer][unit] > 0 { corrected += 1 }
      }
    }
    #expect(corrected > 0, "the trial had spikes of inactivated neurons to silence")
  }

  /// Silenced neurons may change their successors only, so the first layer shows the mask alone.
  @Test func theResidualMaskLeavesTheOthersOfTheFirstLayerAlone() throws {
    let recipe = ConversionRecipe(method: Robust(), corrector: SRP(steps: 15))
    let run = try ExampleRun(Example.residual.network(seed: 2), recipe: recipe, headroom: 0.6)
    let threshold = try #require(run.network.layers[0].neuron.threshold)
    let residue = trial(of: run, steps: 15).residue[0]
    var (corrected, plain) = (run.simulation, uncorrected(run))

    for _ in 0..<30 {
      corrected.advance()
      plain.advance()
      let expected = plain.populations[0].output.indices.filter {
        residue[Int($0)] > 1e-3 * threshold
      }
      #expect(corrected.populations[0].output.indices == expected)
    }
    #expect(residue.contains { $0 > 1e-3 * threshold })
  }

  /// An uncorrected trial: what each neuron kept, and how often it fired.
  private func trial(of run: ExampleRun, steps: Int) -> (residue: [[Float]], spikes: [[Int]]) {
    var simulation = uncorrected(run)
    var spikes = run.network.layers.map { Array(repeating: 0, count: $0.shape.count) }
    for _ in 0..<steps {
      simulation.advance()
      for (layer, population) in simulation.populations.enumerated() {
        for unit in population.output.indices { spikes[layer][Int(unit)] += 1 }
      }
    }
    return (simulation.populations.map(\.membranePotential), spikes)
  }

  private func uncorrected(_ run: ExampleRun) -> Simulation {
    var network = run.network
    network.corrector = nil
    return Simulation(PackedNetwork(network), stimulus: .image(run.image))
  }

  /// Two sources, one of which is late, and three neurons behind them; all potentials are exact.
  ///
  /// With θ = 1 and v(0) = 1/2 the first fires at steps 1 and 3, the second at 2 and 4.
  private func lateNetwork(corrector: SpikeCorrector?) -> PackedNetwork {
    let sources = SpikingLayer.dense(
      "sources", weights: [[0.5], [0.4375]], source: .input, activationNode: 1)
    let targets = SpikingLayer.dense(
      "targets", weights: [[2, -3], [0, 3], [0, 0.125]], source: .layer(0), activationNode: 2)
    var readout = SpikingLayer.dense(
      "readout", weights: [[1, 1, 1]], source: .layer(1), activationNode: nil)
    readout.neuron = .readout
    readout.initialPotential = .rest
    var network = SpikingNetwork(
      name: "late", inputShape: MapShape(channels: 1), layers: [sources, targets, readout],
      coding: .rate)
    network.corrector = corrector
    return PackedNetwork(network)
  }

  private func spikes(_ simulation: Simulation, layer: Int, steps: Int) -> [[Int32]] {
    var simulation = simulation
    return (0..<steps).map { _ in
      simulation.advance()
      return simulation.populations[layer].output.indices
    }
  }

  /// One target has a spike too many, the second lacks one, the third keeps what it has.
  ///
  /// The first fires early and ends below zero; the second ends above the threshold.
  @Test func offsetSpikesMoveTheInitialPotential() {
    let image = Tensor(shape: [1, 1, 1], elements: [1])
    let plain = Simulation(lateNetwork(corrector: nil), stimulus: .image(image))
    #expect(spikes(plain, layer: 0, steps: 4) == [[0], [1], [0], [1]])
    #expect(spikes(plain, layer: 1, steps: 4) == [[0], [1], [1], [1]])

    let corrected = Simulation(
      lateNetwork(corrector: .offsetSpikes(trialSteps: 4)), stimulus: .image(image))

    // m at the first target's spike was 2.5; the second was at 0.5 when it did not fire.
    #expect(abs(corrected.initialPotential(of: 0, in: 1) - (0.5 - (2.5 - 0.999))) < 1e-6)
    #expect(corrected.initialPotential(of: 1, in: 1) == 1.5)
    #expect(corrected.initialPotential(of: 2, in: 1) == 0.5)
    #expect((0..<2).allSatisfy { corrected.initialPotential(of: $0, in: 0) == 0.5 })
    #expect(
      corrected.populations[1].membranePotential
        == (0..<3).map { corrected.initialPotential(of: $0, in: 1) })
    #expect(spikes(corrected, layer: 0, steps: 4) == spikes(plain, layer: 0, steps: 4))
    #expect(spikes(corrected, layer: 1, steps: 4) == [[1], [1], [1], [1]])
  }

  /// The rule told from the whole past: with the first interval counted from step 0, the mean
  /// interval after n spikes is the step of the last one over n.
  @Test(arguments: ["robust", "hard", "burst"], [0, 3])
  func silentNeuronsTakeTheirSpikesBack(method: String, allowance: Int) throws {
    var recipe = try ConversionRecipe.named(method)
    recipe.corrector = SpiCalib(allowance: allowance)
    let run = try ExampleRun(Example.residual.network(seed: 4), recipe: recipe, headroom: 0.6)
    var simulation = run.simulation
    var pasts = run.network.layers.map { Array(repeating: SpikePast(), count: $0.shape.count) }
    var takenBack = 0

    for step in 1...80 {
      simulation.advance()
      for (layer, description) in run.network.layers.enumerated() {
        guard let threshold = description.neuron.threshold else { continue }
        let population = simulation.populations[layer]
        let sent = SentCharges(population.output, count: description.shape.count)
        for (unit, charge) in sent.values.enumerated() {
          if charge > 0 {
            pasts[layer][unit].add(spikes: Int((charge / threshold).rounded()), step: step)
            continue
          }
          let isDue = pasts[layer][unit].owes(at: step, allowance: allowance)
          #expect(charge == (isDue ? -threshold : 0))
          guard isDue else { continue }
          takenBack += 1
          pasts[layer][unit].net -= 1
          #expect(population.membranePotential[unit] == population.integratedPotential[unit])
        }
      }
    }
    #expect(takenBack > 0)
  }
}

/// The spikes of one neuron so far.
private struct SpikePast {
  var events = 0
  var lastStep = 0
  var net = 0

  mutating func add(spikes: Int, step: Int) {
    events += 1
    lastStep = step
    net += spikes
  }

  /// `t - t' > t'/n + allowance` and a spike to take back, in whole numbers.
  func owes(at step: Int, allowance: Int) -> Bool {
    net >= 1 && (step - lastStep - allowance) * events > lastStep
  }
}

/// What each neuron sent in a step.
private struct SentCharges {
  var values: [Float]

  init(_ events: SpikeEvents, count: Int) {
    values = Array(repeating: 0, count: count)
    for event in events.indices.indices {
      values[Int(events.indices[event])] = events.values[event]
    }
  }
}

extension SpikingLayer {
  /// All-to-all weights without biases, θ = 1 and v(0) = 1/2.
  fileprivate static func dense(
    _ name: String, weights: [[Float]], source: ProjectionSource, activationNode: Int?
  ) -> SpikingLayer {
    let shape = MapShape(channels: weights.count)
    let affine = AffineLayer(
      weight: Tensor(shape: [weights.count, weights[0].count], elements: weights.flatMap(\.self)),
      bias: Tensor(zeros: [weights.count]))
    var layer = SpikingLayer(
      name: name, shape: shape,
      neuron: .integrateAndFire(threshold: 1, reset: .bySubtraction),
      projections: [
        Projection(source: source, stages: [SynapticStage(.affine(affine), shape: shape)])
      ], activationNode: activationNode)
    layer.initialPotential = .uniform(0.5)
    return layer
  }
}
