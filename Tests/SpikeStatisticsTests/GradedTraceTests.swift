import Conversion
import ExampleNetworks
import Networks
import Recordings
import SpikeStatistics
import SpikingEngine
import Testing

/// Traces where events are not all of one threshold, or potentials not what the network says.
@Suite struct GradedTraceTests {
  private func run(
    _ example: Example, _ variation: Variation, seed: Int, headroom: Float = 0.5
  ) throws -> ExampleRun {
    try ExampleRun(
      example.network(seed: seed), recipe: variation.recipe, seed: seed, headroom: headroom)
  }

  @Test(arguments: [Example.perceptron, .residual, .concatenated, .maxPooled], Variation.allCases)
  func aTraceEqualsWhatTheEngineWentThrough(example: Example, variation: Variation) throws {
    let run = try run(example, variation, seed: 3)
    let recorded = HeadlessRun(run, steps: 60)
    let last = try #require(recorded.simulations.last)
    for layer in run.network.layers.indices {
      for unit in 0..<run.network.layers[layer].shape.count {
        let trace = NeuronTrace(
          of: unit, in: layer, simulation: last, raster: recorded.raster, lastStep: 60)

        #expect(trace.points.map(\.step) == Array(1...60))
        let isRight = recorded.agrees(with: trace, unit: unit, layer: layer)
        #expect(isRight, "neuron \(unit) of layer \(layer)")
      }
    }
  }

  @Test(arguments: Variation.allCases)
  func aTraceWhoseBeginningWasDroppedMeetsThePresent(variation: Variation) throws {
    let run = try run(.perceptron, variation, seed: 2)
    let recorded = HeadlessRun(run, steps: 200, byteBudget: 1)
    #expect(recorded.raster.firstStep > 1)
    for present in [recorded.raster.firstStep, 160, 200] {
      for layer in run.network.layers.indices {
        for unit in 0..<run.network.layers[layer].shape.count {
          let trace = NeuronTrace(
            of: unit, in: layer, simulation: recorded.simulations[present - 1],
            raster: recorded.raster, lastStep: 200)

          let isRight = recorded.agrees(with: trace, unit: unit, layer: layer)
          #expect(isRight, "neuron \(unit) of layer \(layer)")
        }
      }
    }
  }

  /// The networks above do what they are there for.
  @Test func theVariationsHaveEventsOfSeveralKinds() throws {
    for (variation, isWanted) in [
      (Variation.burst, { (value: Float, threshold: Float) in value > 1.5 * threshold }),
      (.takingBack, { value, threshold in value == -threshold }),
      (.takingBackBurst, { value, threshold in value == -threshold }),
      (.takingBackHard, { value, threshold in value == -threshold }),
    ] {
      let recorded = HeadlessRun(try run(.perceptron, variation, seed: 3), steps: 60)
      let found = recorded.simulations.contains { simulation in
        simulation.populations.indices.contains { layer in
          let threshold = simulation.network.layers[layer].neuron.threshold ?? .infinity
          return simulation.populations[layer].output.values.contains { isWanted($0, threshold) }
        }
      }
      #expect(found, "\(variation)")
    }
    for variation in [Variation.offset, .offsetBurst, .offsetHard] {
      let run = try run(.perceptron, variation, seed: 3)
      let simulation = run.simulation
      let isMoved = run.network.layers.indices.contains { layer in
        (0..<run.network.layers[layer].shape.count).contains { unit in
          simulation.initialPotential(of: unit, in: layer)
            != run.network.layers[layer].initialPotential.value(of: unit)
        }
      }
      #expect(isMoved, "\(variation)")
    }
  }
}
