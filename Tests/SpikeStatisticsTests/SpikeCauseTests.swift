import Conversion
import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import Testing

@Suite struct SpikeCauseTests {
  /// The inputs explain the whole deviation of every neuron: what is left is rounding.
  @Test(arguments: Example.allCases, [1, 2])
  func theSumClosesInRateCoding(example: Example, seed: Int) throws {
    for method in [Robust(), Hard()] as [any ConversionMethod] {
      let run = try ExampleRun(
        example.network(seed: seed), method: method, seed: seed, headroom: 0.7)
      try expectClosed(run, at: [0, 1, 7, 64])
    }
  }

  @Test(arguments: Example.allCases, [1, 2])
  func theSumClosesWhereWindowsEndInCycleCoding(example: Example, seed: Int) throws {
    let run = try ExampleRun(
      example.network(seed: seed), method: Bistable(phases: 6), seed: seed, headroom: 0.7)
    try expectClosed(run, at: Array(stride(from: 0, through: 6 * 14, by: 6)))
  }

  /// Bursts, spikes taken back, initial potentials and bias currents leave no model term either.
  @Test(arguments: [Example.perceptron, .residual, .maxPooled], Variation.allCases)
  func theSumClosesWithWhatTheConversionAdds(example: Example, variation: Variation) throws {
    let run = try ExampleRun(
      example.network(seed: 3), recipe: variation.recipe, seed: 3, headroom: 0.7)
    switch run.network.coding {
    case .rate: try expectClosed(run, at: [0, 1, 7, 64])
    case .cycles: try expectClosed(run, at: Array(stride(from: 0, through: 5 * 14, by: 5)))
    case .differential:
      // What arrives is not what is integrated: there is no such sum.
      let cause = SpikeCause(
        of: 0, in: 1, simulation: run.simulation, statistics: RunStatistics(run.setting),
        references: run.references)
      #expect(cause == nil)
    }
  }

  @Test func theChargesThatTheConversionAddsAreToldApart() throws {
    let analog = Example.perceptron.network(seed: 3)
    for (recipe, isBiased) in [(Variation.half.recipe, false), (Variation.shifted.recipe, true)] {
      let run = try ExampleRun(analog, recipe: recipe, headroom: 0.7)
      let setting = run.setting
      var (simulation, statistics) = (run.simulation, RunStatistics(setting))
      for _ in 0..<10 {
        simulation.advance()
        statistics.observe(simulation, setting: setting)
      }
      let threshold = try #require(run.network.layers[1].neuron.threshold)
      let cause = try #require(
        SpikeCause(
          of: 3, in: 1, simulation: simulation, statistics: statistics,
          references: run.references))

      #expect(cause.initialPotential == (isBiased ? 0 : threshold / 2))
      // RTS shifts by θ/2T in each of T = 16 steps.
      #expect(abs(cause.biasCharge - (isBiased ? 10 * threshold / 32 : 0)) < 1e-5)
    }
  }

  private func expectClosed(_ run: ExampleRun, at steps: [Int]) throws {
    let setting = run.setting
    var (simulation, statistics) = (run.simulation, RunStatistics(setting))
    for step in steps {
      while simulation.step < step {
        simulation.advance()
        statistics.observe(simulation, setting: setting)
      }
      for (layer, reference) in run.references.enumerated() {
        let threshold = run.network.layers[layer].neuron.threshold ?? 1
        for unit in 0..<run.network.layers[layer].shape.count {
          let cause = SpikeCause(
            of: unit, in: layer, simulation: simulation, statistics: statistics,
            references: run.references)
          guard let reference else {
            #expect(cause == nil)
            continue
          }
          let name = "\(run.network.layers[layer].name) \(unit) at \(step)"
          let result = try #require(cause, "\(name)")
          #expect(abs(result.modelTerm) < 1e-3 * threshold, "\(name)")
          let drive =
            statistics.layers[layer].counts.released[unit]
            + simulation.populations[layer].membranePotential[unit]
          #expect(result.deviation == drive - result.expectedDrive)
          if step == 0 { #expect(result.expectedDrive == 0) }
          if reference.preactivation[unit] > 0 { #expect(result.expectedDrive >= 0) }
        }
      }
    }
  }

  @Test func termsAreSortedAndTheirSignsAddUp() throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 4))
    let setting = run.setting
    var (simulation, statistics) = (run.simulation, RunStatistics(setting))
    for _ in 0..<33 {
      simulation.advance()
      statistics.observe(simulation, setting: setting)
    }
    for unit in 0..<14 {
      let cause = try #require(
        SpikeCause(
          of: unit, in: 2, simulation: simulation, statistics: statistics,
          references: run.references))
      let sizes = cause.terms.map { abs($0.contribution) }
      let leading = cause.terms.filter { $0.weight > 0 && $0.phase > 0 }
      let owed = cause.terms.filter { $0.weight < 0 && $0.phase < 0 }
      let sums = SpikeCause.Term.Kind.allCases.map { (kind: $0, sum: cause.sum(of: $0)) }

      #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 >= $1 })
      #expect(!sizes.contains(0))
      #expect(abs(sums[0].sum - leading.reduce(0) { $0 + $1.contribution }) < 1e-4)
      #expect(abs(sums[3].sum - owed.reduce(0) { $0 + $1.contribution }) < 1e-4)
      // Nothing is left beside the four kinds, of which two push ahead and two hold back.
      #expect(sums.count == 4 && abs(sums.reduce(0) { $0 + $1.sum } - cause.sum) < 1e-4)
      for (kind, sum) in sums {
        let pushes = kind == .excitationAhead || kind == .inhibitionOwed
        #expect(pushes ? sum >= 0 : sum <= 0)
      }
      for term in cause.terms {
        #expect(term.layer == 1)
        #expect(term.spikes == statistics.layers[1].counts.count[term.unit])
      }
    }
  }
}
