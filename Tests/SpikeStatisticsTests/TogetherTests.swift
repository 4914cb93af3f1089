import Conversion
import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Testing

/// Statistics that take some steps at once equal those that look at each, bit by bit.
@Suite struct TogetherTests {
  private static let recipes =
    [
      ConversionRecipe(method: Robust()), ConversionRecipe(method: Hard()),
      ConversionRecipe(method: Bistable(phases: 5)),
    ] + Variation.allCases.map(\.recipe)

  private static let steps = 40

  @Test(arguments: Example.allCases, 0..<recipes.count)
  func anySplitGivesTheSameStatistics(example: Example, recipe: Int) throws {
    let run = try ExampleRun(
      example.network(seed: 6), recipe: Self.recipes[recipe], headroom: 0.7)
    for hasReference in [true, false] {
      for countsIntervals in [true, false] {
        check(run.setting(hasReference: hasReference), run.simulation, countsIntervals)
      }
    }
  }

  /// In whole numbers, too, whatever of the charges a spike removes is rounded.
  @Test(arguments: [Example.convolutional, .residual], [Precision.q15, .int8])
  func anySplitOfWholeNumbersGivesTheSameStatistics(example: Example, precision: Precision) throws {
    for method in [Robust(), Hard()] as [any ConversionMethod] {
      let run = try ExampleRun(example.network(seed: 6), method: method, headroom: 0.7)
      let packed = try run.packed.rounded(to: precision)
      for hasReference in [true, false] {
        check(
          run.setting(hasReference: hasReference, packed: packed),
          Simulation(packed, stimulus: .image(run.image)), hasReference)
      }
    }
  }

  private func check(_ setting: RunSetting, _ start: Simulation, _ countsIntervals: Bool) {
    var expected = RunStatistics(setting, countsIntervals: countsIntervals)
    var sums: [[LayerSums]] = setting.packed.network.layers.map { _ in [] }
    var simulation = start
    simulation.advance(by: Self.steps, on: Engine()) { layer, population, step in
      expected.observe(population, layer: layer, step: step, setting: setting)
      sums[layer].append(expected.layers[layer].sums)
    }
    for (threads, split) in [(1, [40]), (2, [7, 1, 32])] {
      for tellsEachStep in [true, false] {
        var statistics = RunStatistics(setting, countsIntervals: countsIntervals)
        let engine = Engine(threads: threads)
        var simulation = start
        for count in split {
          simulation.advance(
            by: count, on: engine, attention: setting.attention,
            lendReleased: { statistics.lendReleased(of: $0) }
          ) { layer, seen in
            guard tellsEachStep, case .chunk(let chunk, _) = seen else {
              return statistics.observe(seen, layer: layer, setting: setting)
            }
            statistics.observe(chunk, layer: layer, setting: setting) { told, step in
              #expect(told == sums[layer][step - 1])
            }
          }
        }
        for (layer, other) in zip(statistics.layers, expected.layers) {
          #expect(layer.counts == other.counts)
          #expect(layer.sin == other.sin && layer.phase == other.phase)
          #expect(layer.regularity == other.regularity)
        }
        #expect(statistics.synapticOperations == expected.synapticOperations)
        #expect(statistics.stepOutput == expected.stepOutput)
      }
    }
  }

  @Test(arguments: [Precision.fp32, .q15, .int8])
  func plainSpikesComeTogether(precision: Precision) throws {
    let run = try ExampleRun(Example.residual.network(seed: 6), headroom: 0.7)
    let packed = try run.packed.rounded(to: precision)
    var (chunks, steps) = (Set<Int>(), Set<Int>())
    var simulation = Simulation(packed, stimulus: .image(run.image))
    simulation.advance(
      by: Self.steps, on: Engine(), attention: run.setting.attention, lendReleased: { _ in [] }
    ) { layer, seen in
      switch seen {
      case .step: steps.insert(layer)
      case .chunk: chunks.insert(layer)
      }
    }
    #expect(steps == Set(run.network.readouts))
    #expect(chunks == Set(run.network.layers.indices).subtracting(steps))
  }
}

extension ExampleRun {
  /// With or without what the analog network says.
  fileprivate func setting(hasReference: Bool, packed: PackedNetwork? = nil) -> RunSetting {
    let packed = packed ?? self.packed
    return RunSetting(
      packed: packed, fanOut: packed.fanOutTable(),
      references: hasReference ? references : references.map { _ in nil })
  }
}
