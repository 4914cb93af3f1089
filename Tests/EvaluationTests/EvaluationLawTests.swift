import Evaluation
import ExampleNetworks
import Foundation
import SpikeStatistics
import SpikingEngine
import Testing

@Suite struct EvaluationLawTests {
  @Test(arguments: [1, 2, 3, 8])
  func theNumberOfThreadsChangesNothing(threads: Int) throws {
    let example = try ExamplePlan()

    #expect(try example.results(threads: threads) == example.results())
  }

  @Test func theOrderOfTheImagesChangesNothing() throws {
    let example = try ExamplePlan(.convolutional)
    let nothing = EvaluationResults(example.plan)

    let backwards = try example.collect((0..<example.count).reversed(), into: nothing)
    let mixed = try example.collect([4, 8, 0, 2, 6, 1, 7, 5, 3], into: nothing)

    #expect(backwards == mixed)
    #expect(try backwards == example.results())
  }

  @Test func anEvaluationGoesOnFromAFile() throws {
    let example = try ExamplePlan()
    let first = try example.collect([1, 0, 7], into: EvaluationResults(example.plan))

    let file = try JSONEncoder().encode(first)
    let read = try JSONDecoder().decode(EvaluationResults.self, from: file)
    #expect(read == first && read.fit(example.plan, count: example.count))
    #expect(read.missing(of: example.count) == [2, 3, 4, 5, 6, 8])

    let whole = try example.collect(read.missing(of: example.count), into: read)
    #expect(try whole == example.results())
  }

  @Test func resultsOfAnotherPlanDoNotFit() throws {
    let example = try ExamplePlan()
    let results = try example.results()
    var (fewer, other) = (example.plan, example.plan)
    fewer.entries.removeLast()
    other.entries.swapAt(0, 1)

    #expect(results.fit(example.plan, count: example.count))
    #expect(!results.fit(example.plan, count: example.count - 1))
    #expect(!results.fit(fewer, count: example.count) && !results.fit(other, count: example.count))
  }

  @Test func everyNeuronIsCountedOnce() throws {
    let example = try ExamplePlan()
    let results = try example.results()

    for (entry, method) in zip(example.plan.entries, results.methods) {
      let layers = entry.spikingLayers.map { entry.packed.network.layers[$0] }
      for (step, reading) in zip(entry.steps, method.readings) {
        for (tally, layer) in zip(reading.layers, layers) {
          let neurons = layer.shape.count * example.count
          let isDefined =
            layer.neuron.conservesCharge && layer.neuron.reading(upTo: step) != nil
          #expect(tally.neurons == neurons)
          #expect(tally.code.offsets.reduce(0, +) == (isDefined ? neurons : 0))
          #expect(tally.sinNeurons <= tally.firing && tally.firing <= neurons)
          #expect(tally.firing + tally.missed <= neurons)
          #expect(tally.sinSpikes <= tally.spikes)
        }
        #expect(reading.spikes >= reading.layers.reduce(0) { $0 + $1.spikes })
      }
      for (first, tally) in zip(method.firstSpikes, method.readings.last?.layers ?? []) {
        #expect(first.reduce(0, +) == tally.firing)
      }
    }
  }

  /// Fan-out is what the engine itself counts.
  @Test func synapticOperationsAreThoseOfTheRun() throws {
    let example = try ExamplePlan(.projected)
    let results = try example.collect([0], into: EvaluationResults(example.plan))

    for (entry, method) in zip(example.plan.entries, results.methods) {
      let setting = RunSetting(
        packed: entry.packed, fanOut: entry.packed.fanOutTable(),
        references: entry.packed.network.layers.map { _ in nil })
      var simulation = Simulation(entry.packed, image: example.image(0).0)
      var statistics = RunStatistics(setting)
      for _ in 0..<(entry.steps.last ?? 0) {
        simulation.advance()
        statistics.observe(simulation, setting: setting)
      }
      let last = try #require(method.readings.last)
      #expect(last.synapticOperations == statistics.synapticOperations)
      #expect(last.spikes == statistics.layers.reduce(0) { $0 + $1.counts.total })
    }
  }
}
