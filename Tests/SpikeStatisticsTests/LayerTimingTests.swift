import Conversion
import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Testing

/// dEI of whole layers against the traces of single neurons.
@Suite struct LayerTimingTests {
  private static let recipes = [
    ConversionRecipe(method: Robust()), ConversionRecipe(method: Burst(maximumSpikes: 3)),
    ConversionRecipe(method: Robust(), corrector: SpiCalib()),
    ConversionRecipe(method: Bistable(phases: 5)),
  ]

  @Test(arguments: Example.allCases, recipes.indices)
  func timingOfALayerIsThatOfItsNeurons(example: Example, recipe: Int) throws {
    let run = try ExampleRun(example.network(seed: 3), recipe: Self.recipes[recipe], headroom: 0.7)
    let recorded = HeadlessRun(run, steps: 64)
    let present = recorded.simulations[47]
    for layer in run.network.layers.indices {
      let timing = LayerTiming(of: layer, simulation: present, raster: recorded.raster)
      if case .maximum = run.network.layers[layer].neuron {
        #expect(timing == nil)
        continue
      }
      for unit in 0..<run.network.layers[layer].shape.count {
        let trace = NeuronTrace(
          of: unit, in: layer, simulation: present, raster: recorded.raster, lastStep: 48)
        let lead = timing?.timingLead(of: unit, simulation: present)

        #expect((lead == nil) == (trace.timingLead == nil), "neuron \(unit) of layer \(layer)")
        if let lead, let expected = trace.timingLead {
          #expect(abs(lead - Double(expected)) < 2e-3, "neuron \(unit) of layer \(layer)")
        }
        let one = timing?.meanArrivals(of: [unit], simulation: present)
        let difference = one?.inhibition.flatMap { late in one?.excitation.map { late - $0 } }
        #expect(difference == lead, "arrivals of one neuron are its own")
      }
    }
  }

  /// What arrives at a layer is what arrives at its neurons, each by its charge.
  @Test func arrivalsOfALayerAreThoseOfAllItsCharge() throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 3), headroom: 0.7)
    let recorded = HeadlessRun(run, steps: 48)
    let present = recorded.simulations[47]
    for layer in run.network.layers.indices.dropLast() {
      let timing = try #require(
        LayerTiming(of: layer, simulation: present, raster: recorded.raster))
      let arrivals = LayerArrivals(timing, simulation: present)
      let count = run.network.layers[layer].shape.count
      var (excitation, inhibition) = ((charge: 0.0, moment: 0.0), (charge: 0.0, moment: 0.0))
      for unit in 0..<count {
        let trace = NeuronTrace(
          of: unit, in: layer, simulation: present, raster: recorded.raster, lastStep: 48)
        for point in trace.points {
          excitation.charge += Double(point.excitation)
          excitation.moment += Double(point.excitation) * Double(point.step)
          inhibition.charge += Double(point.inhibition)
          inhibition.moment += Double(point.inhibition) * Double(point.step)
        }
      }

      #expect(arrivals.sampled == count)
      let (early, late) = (try #require(arrivals.excitation), try #require(arrivals.inhibition))
      #expect(abs(early - excitation.moment / excitation.charge) < 2e-3)
      #expect(abs(late - inhibition.moment / inhibition.charge) < 2e-3)
      #expect(LayerArrivals(timing, simulation: present, synapseBudget: 1).sampled == 1)
    }
  }

  /// Going on from an earlier step, or back from a later one, gives what counting all steps gives.
  @Test(arguments: Example.allCases, recipes.indices)
  func timingGoesOnFromEarlierSteps(example: Example, recipe: Int) throws {
    let run = try ExampleRun(example.network(seed: 3), recipe: Self.recipes[recipe], headroom: 0.7)
    let recorded = HeadlessRun(run, steps: 40)
    for layer in run.network.layers.indices {
      var timing: LayerTiming?
      for step in [1, 2, 9, 10, 30, 12, 40] {
        let present = recorded.simulations[step - 1]
        timing = LayerTiming(
          of: layer, simulation: present, raster: recorded.raster, after: timing)

        #expect(
          timing == LayerTiming(of: layer, simulation: present, raster: recorded.raster),
          "layer \(layer) at step \(step)")
      }
    }
  }

  @Test func whatCannotBeKnownIsAbsent() throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 2))
    let recorded = HeadlessRun(run, steps: 200, byteBudget: 1)

    #expect(LayerTiming(of: 1, simulation: run.simulation, raster: recorded.raster) == nil)
    #expect(
      LayerTiming(of: 1, simulation: recorded.simulations[199], raster: recorded.raster) == nil,
      "the raster has dropped the first step")
  }

  /// With a budget for all, the means are those over every neuron of a group; with less, the sample
  /// is counted, and never empty where the group is not.
  @Test(arguments: [1 << 20, 600, 1])
  func groupsCountWhatTheyAverage(budget: Int) throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 4), headroom: 0.5)
    let recorded = HeadlessRun(run, steps: 40)
    let present = try #require(recorded.simulations.last)
    let statistics = statistics(of: run, steps: 40)
    let layer = 2
    let reference = try #require(run.references[layer])
    let timing = try #require(
      LayerTiming(of: layer, simulation: present, raster: recorded.raster))

    let groups = TimingGroups(
      timing, simulation: present, statistics: statistics.layers[layer], reference: reference,
      synapseBudget: budget)

    #expect(groups.means.map(\.group) == SpikingGroup.allCases)
    #expect(groups.means.map(\.total).reduce(0, +) == reference.activation.count)
    for mean in groups.means {
      #expect(mean.averaged <= mean.sampled && mean.sampled <= mean.total)
      #expect((mean.sampled == 0) == (mean.total == 0))
      guard budget > 1000 else { continue }
      let members = reference.activation.indices.filter {
        statistics.layers[layer].group(of: $0, reference: reference) == mean.group
      }
      let leads = members.compactMap { timing.timingLead(of: $0, simulation: present) }
      #expect(mean.sampled == members.count && mean.averaged == leads.count)
      if let lead = mean.timingLead {
        #expect(abs(lead - leads.reduce(0, +) / Double(leads.count)) < 1e-9)
      }
    }
    if budget == 1 { #expect(groups.means.allSatisfy { $0.sampled <= 1 }) }
  }

  @Test func correlationIsOneOfALineAndAbsentWithoutASpread() throws {
    var line = PairMoments()
    var opposite = PairMoments()
    var flat = PairMoments()
    for x in 0..<9 {
      line.add(Double(x), 3 * Double(x) + 1e6)
      opposite.add(Double(x), -Double(x))
      flat.add(Double(x), 2)
    }

    #expect(abs(try #require(line.correlation) - 1) < 1e-9)
    #expect(abs(try #require(opposite.correlation) + 1) < 1e-12)
    #expect(flat.correlation == nil && PairMoments().correlation == nil)
  }

  /// Leading and lagging neurons are those whose D has the sign.
  @Test(arguments: Example.allCases, recipes.indices)
  func leadingAndLaggingNeuronsAreCounted(example: Example, recipe: Int) throws {
    let run = try ExampleRun(example.network(seed: 5), recipe: Self.recipes[recipe], headroom: 0.7)
    for layer in statistics(of: run, steps: 33).layers {
      guard let phase = layer.phase else { continue }
      let deviations = layer.counts.count.indices.compactMap { phase.deviation(of: $0) }
      #expect(phase.leadingCount == deviations.count { $0 > 0 })
      #expect(phase.laggingCount == deviations.count { $0 < 0 })
    }
  }

  private func statistics(of run: ExampleRun, steps: Int) -> RunStatistics {
    let setting = run.setting
    var statistics = RunStatistics(setting)
    var simulation = run.simulation
    for step in 1...steps {
      simulation.advance()
      for (layer, population) in simulation.populations.enumerated() {
        statistics.observe(population, layer: layer, step: step, setting: setting)
      }
    }
    return statistics
  }
}
