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
      let layers = entry.comparedLayers.map { entry.packed.network.layers[$0] }
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

  /// A neuron that some image makes fire is not silent on all of them; the more steps, the fewer
  /// are.
  @Test func silentNeuronsFireOnNoImage() throws {
    let example = try ExamplePlan()
    let results = try example.results()
    let entry = example.plan.entries[0]
    var fired = entry.packed.network.layers.map { Set<Int32>(0..<Int32($0.shape.count)) }
    for image in 0..<example.count {
      var simulation = Simulation(entry.packed, stimulus: .image(example.image(image).input))
      for _ in 0..<(entry.steps.last ?? 0) {
        simulation.advance()
        for (layer, population) in simulation.populations.enumerated() {
          fired[layer].subtract(population.output.indices)
        }
      }
    }

    let last = try #require(results.methods[0].readings.last)
    let report = example.report(results).methods["rate"]
    for (index, layer) in entry.comparedLayers.enumerated() {
      let count = entry.packed.network.layers[layer].shape.count
      #expect(last.layers[index].everFired.count == count - fired[layer].count)
      let shares = entry.steps.compactMap { report?[.neverFiredShare]["\($0)"]?[index] }
      #expect(shares.last == Double(fired[layer].count) / Double(count))
      #expect(shares.count == entry.steps.count && shares == shares.sorted(by: >))
    }
    #expect(fired.contains { !$0.isEmpty }, "nothing is shown where every neuron fires")
  }

  @Test func setsOfUnitsSurviveAFile() throws {
    for count in [0, 1, 63, 64, 65, 200] {
      let set = UnitSet((0..<count).map { $0 % 3 == 0 })
      let read = try JSONDecoder().decode(UnitSet.self, from: JSONEncoder().encode(set))
      #expect(read == set && read.count == (count + 2) / 3)
      #expect(read.fits(units: count) && read.fits(units: count + 100))
      #expect(count == 0 || !read.fits(units: (count - 1) / 3 * 3))
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(UnitSet.self, from: Data("\"AAAA\"".utf8))
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
      var simulation = Simulation(entry.packed, stimulus: .image(example.image(0).input))
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
