import Conversion
import ExampleNetworks
import Networks
import Recordings
import SpikeStatistics
import SpikingEngine
import Testing

@Suite struct NeuronTraceTests {
  private static let methods: [any ConversionMethod] = [Robust(), Hard(), Bistable(phases: 5)]

  @Test(arguments: Example.allCases, 0..<3)
  func aTraceEqualsWhatTheEngineWentThrough(example: Example, method: Int) throws {
    let run = try ExampleRun(
      example.network(seed: 1), method: Self.methods[method], headroom: 0.7)
    let recorded = HeadlessRun(run, steps: 80)
    let last = try #require(recorded.simulations.last)
    for layer in run.network.layers.indices {
      for unit in 0..<run.network.layers[layer].shape.count {
        let trace = NeuronTrace(
          of: unit, in: layer, simulation: last, raster: recorded.raster, lastStep: 80)

        #expect(trace.points.map(\.step) == Array(1...80))
        let isRight = recorded.agrees(with: trace, unit: unit, layer: layer)
        #expect(isRight, "neuron \(unit) of layer \(layer)")
      }
    }
  }

  @Test(arguments: [Example.perceptron, .residual], 0..<3)
  func aTraceWhoseBeginningWasDroppedMeetsThePresent(example: Example, method: Int) throws {
    let run = try ExampleRun(
      example.network(seed: 2), method: Self.methods[method], headroom: 0.7)
    let recorded = HeadlessRun(run, steps: 200, byteBudget: 1)
    #expect(recorded.raster.firstStep > 1)
    for present in [recorded.raster.firstStep, 150, 170, 200] {
      for lastStep in [150, present, 200] {
        for layer in run.network.layers.indices {
          for unit in 0..<min(run.network.layers[layer].shape.count, 20) {
            let trace = NeuronTrace(
              of: unit, in: layer, simulation: recorded.simulations[present - 1],
              raster: recorded.raster, lastStep: lastStep)

            #expect(trace.points.last?.step ?? 0 <= lastStep)
            let isRight = recorded.agrees(with: trace, unit: unit, layer: layer)
            #expect(isRight, "neuron \(unit) of layer \(layer)")
          }
        }
      }
    }
  }

  /// With reset by subtraction nothing is lost, so that every recorded step can be told.
  @Test func aTraceBySubtractionCoversEveryRecordedStep() throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 2))
    let recorded = HeadlessRun(run, steps: 200, byteBudget: 1)
    let first = recorded.raster.firstStep

    for present in [first, 170, 200] {
      let trace = NeuronTrace(
        of: 3, in: 1, simulation: recorded.simulations[present - 1], raster: recorded.raster,
        lastStep: 180)

      #expect(trace.points.map(\.step) == Array(first...180))
    }
  }

  /// A potential before everything that is recorded anchors nothing, unless it is the last before.
  @Test func aTraceThatNothingAnchorsIsEmpty() throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 2))
    let recorded = HeadlessRun(run, steps: 200, byteBudget: 1)
    let first = recorded.raster.firstStep

    let before = NeuronTrace(
      of: 3, in: 1, simulation: recorded.simulations[first - 2], raster: recorded.raster,
      lastStep: 200)
    let longBefore = NeuronTrace(
      of: 3, in: 1, simulation: recorded.simulations[first - 10], raster: recorded.raster,
      lastStep: 200)

    #expect(before.points.map(\.step) == Array(first...200))
    let isRight = recorded.agrees(with: before, unit: 3, layer: 1)
    #expect(isRight)
    #expect(longBefore.points.isEmpty)
  }

  @Test(arguments: Example.allCases)
  func timingLeadIsTheMeanArrivalOfInhibitionMinusThatOfExcitation(example: Example) throws {
    let run = try ExampleRun(example.network(seed: 3))
    let recorded = HeadlessRun(run, steps: 64)
    let last = try #require(recorded.simulations.last)
    for layer in run.network.layers.indices {
      for unit in 0..<min(run.network.layers[layer].shape.count, 24) {
        let currents = currents(onto: unit, in: layer, of: recorded, run: run)
        let trace = NeuronTrace(
          of: unit, in: layer, simulation: last, raster: recorded.raster, lastStep: 64)

        guard let expected = meanTime(of: currents.map { max(-$0, 0) }, and: currents) else {
          #expect(trace.timingLead == nil)
          continue
        }
        #expect(abs(Double(trace.timingLead ?? .nan) - expected) < 1e-3)
      }
    }
  }

  /// τI - τE over single contributions, each with its step.
  private func meanTime(of inhibition: [Double], and contributions: [Double]) -> Double? {
    let steps = (0..<contributions.count).map { Double($0 / Self.slots + 1) }
    let excitation = contributions.map { max($0, 0) }
    let (sumE, sumI) = (excitation.reduce(0, +), inhibition.reduce(0, +))
    guard sumE > 0, sumI > 0 else { return nil }
    let momentE = zip(steps, excitation).reduce(0) { $0 + $1.0 * $1.1 }
    let momentI = zip(steps, inhibition).reduce(0) { $0 + $1.0 * $1.1 }
    return momentI / sumI - momentE / sumE
  }

  /// More than any neuron of the examples has synapses.
  private static let slots = 256

  /// Each step has `slots` entries: the constant current, then one per synapse whose source fired.
  private func currents(
    onto unit: Int, in layer: Int, of recorded: HeadlessRun, run: ExampleRun
  ) -> [Double] {
    let incoming = run.packed.incoming(of: unit, in: layer)
    return recorded.simulations.flatMap { simulation in
      var entries = [
        Double(simulation.constantCurrent(of: unit, in: layer, atStep: simulation.step))
      ]
      for projection in incoming {
        guard case .layer(let source) = projection.source else { continue }
        let output = simulation.populations[source].output
        for synapse in projection.synapses {
          guard let event = output.indices.firstIndex(of: Int32(synapse.source)) else { continue }
          entries.append(Double(synapse.weight) * Double(output.values[event]))
        }
      }
      return entries + Array(repeating: 0, count: Self.slots - entries.count)
    }
  }

  /// Inputs that have been traced before, over other steps, give the same trace as new ones.
  @Test(arguments: Example.allCases)
  func aTraceDoesNotDependOnTheOnesBefore(example: Example) throws {
    let run = try ExampleRun(example.network(seed: 3), method: Burst(maximumSpikes: 2))
    let recorded = HeadlessRun(run, steps: 60)
    let spans = [(1, 10), (1, 12), (5, 30), (31, 40), (39, 60), (2, 3), (1, 60), (20, 20)]
    for layer in run.network.layers.indices {
      for unit in stride(from: 0, to: run.network.layers[layer].shape.count, by: 5) {
        var inputs = NeuronInputs(of: unit, in: layer, simulation: run.simulation)
        for (first, last) in spans {
          let present = recorded.simulations[last - 1]
          let kept = NeuronTrace(
            &inputs, simulation: present, raster: recorded.raster, firstStep: first,
            lastStep: last)
          let anew = NeuronTrace(
            of: unit, in: layer, simulation: present, raster: recorded.raster, firstStep: first,
            lastStep: last)

          #expect(kept == anew, "neuron \(unit) of layer \(layer), steps \(first) to \(last)")
        }
      }
    }
  }
}
