import Conversion
import Dashboard
import SpikeStatistics
import SpikingEngine
import TerminalUI
import Testing

/// The screen of lead and lag: what it lists, where it leads, and how it looks.
@Suite struct PhaseScreenTests {
  @Test(arguments: [Key.character("p"), .character("5")])
  func aKeyOpensIt(key: Key) throws {
    var run = try ExampleRun(steps: 20)

    run.press(key)

    #expect(run.state.screen == .phase && run.effects.isEmpty)
  }

  /// Sorted by each order in turn, no neuron that is not listed is worse than one that is.
  @Test(arguments: 0..<4)
  func theWorstNeuronsComeFirst(presses: Int) throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character("p"), .character("J"))
    for _ in 0..<presses { run.press(.character("s")) }

    let phase = try #require(run.state.phaseScreen.inspection)
    let status = try #require(run.state.engine)
    let statistics = try #require(status.runState.statistics.layers[1].phase)
    let neurons = status.runState.statistics.layers[1].counts.count.indices
    let key: (Int) -> Float =
      switch phase.order {
      case .deviation: { abs(statistics.deviation(of: $0) ?? 0) }
      case .lead: { statistics.lead(of: $0) }
      case .lag: { statistics.lag(of: $0) }
      case .offset:
        { unit in
          let counts = status.runState.statistics.layers[1].counts
          let potential = status.runState.simulation.populations[1].membranePotential[unit]
          return Float(
            abs(
              offsetSpikes(
                count: Int(counts.count[unit]), drive: potential + counts.released[unit],
                threshold: 2, steps: 40)))
        }
      }
    let expected = neurons.map(key).filter { $0 > 0 }.sorted(by: >)

    #expect(phase.order == PhaseInspection.Order.allCases[presses])
    #expect(phase.rows.map { key($0.unit) } == expected)
    #expect(phase.rowCount == expected.count)
  }

  /// As keys do; by a column that nothing is sorted by, nothing is.
  @Test func aClickOnATitleSorts() throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character("p"))
    let titles = run.canvas(rows: 40, columns: 120).clickAreas.compactMap { area -> String? in
      if case .name(let title) = area.target { title } else { nil }
    }
    #expect(Set(["D", "lead", "lag", "psi"]).isSubset(of: titles))

    for (title, order) in [
      ("lag", PhaseInspection.Order.lag), ("lead", .lead), ("psi", .offset), ("dEI", .offset),
      ("D", .deviation),
    ] {
      run.receive(.pointer(.name(title)))
      #expect(run.state.phaseScreen.order == order && [0, nil].contains(run.state.phaseRow))
      #expect(run.state.phaseScreen.inspection?.order == order)
    }
  }

  /// The two marks of a layer are the mean arrivals over its neurons, of every layer.
  @Test func everyLayerSaysWhenItsInputsArrive() throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character("p"))
    let phase = try #require(run.state.phaseScreen.inspection)
    let status = try #require(run.state.engine)

    #expect(phase.arrivals.count == 2)
    for (layer, arrivals) in phase.arrivals.enumerated() {
      let timing = try #require(
        LayerTiming(
          of: layer, simulation: status.runState.simulation, raster: status.raster))
      #expect(arrivals == LayerArrivals(timing, simulation: status.runState.simulation))
    }
    let text = run.canvas(rows: 40, columns: 120).text
    let lead = try #require(phase.arrivals[1])
    let early = try #require(lead.excitation)
    #expect(text.contains("E t=\((early * 10).rounded() / 10)"))
  }

  @Test func everyNeuronIsInTheDistributions() throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character("p"), .character("J"))
    let phase = try #require(run.state.phaseScreen.inspection)
    let statistics = try #require(run.state.engine).runState.statistics.layers[1]
    let deviations = try #require(phase.deviations)

    #expect(deviations.counts.reduce(0, +) == 12)
    #expect(deviations.counts.prefix(5).reduce(0, +) == statistics.phase?.laggingCount)
    #expect(deviations.counts.suffix(5).reduce(0, +) == statistics.phase?.leadingCount)
    #expect(phase.offsets[1]?.counts.reduce(0, +) == 12)
    #expect(phase.timing?.means.map(\.total).reduce(0, +) == 12)
  }

  @Test func enterShowsTheNeuronAndBackspaceReturns() throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character("p"), .character("J"), .down)
    let row = try #require(run.state.phaseScreen.inspection?.rows[1])

    run.press(.enter)
    #expect(run.state.screen == .neuron && run.state.layer == 1 && run.state.unit == row.unit)
    run.press(.backspace)
    #expect(run.state.screen == .phase && run.state.layer == 1)
  }

  @Test func whereNobodyIsOffEnterSaysSo() throws {
    var run = try ExampleRun(steps: 20)

    // The first layer has constant inputs.
    run.press(.character("p"), .character("K"), .enter)

    #expect(run.state.screen == .phase && run.state.message != nil)
    #expect(run.state.trail.filter { !$0.isAside }.isEmpty)
  }

  /// In cycle coding D has a value where a cycle ends, and psi of a step means nothing.
  @Test func aBistableNetworkHasNoOffsetsOfAStep() throws {
    var run = try ExampleRun(method: Bistable(phases: 4), steps: 24)
    run.press(.character("p"), .character("J"))

    let phase = try #require(run.state.phaseScreen.inspection)
    #expect(phase.offsets.allSatisfy { $0 == nil })
    #expect(phase.deviations?.counts.reduce(0, +) == 12)
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200)])
  func phaseScreen(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 40)

    run.press(.character("p"), .character("J"))

    try expectSnapshot(
      run.canvas(rows: rows, columns: columns), named: "phase-\(columns)x\(rows)")
  }

  @Test func phaseScreenBeforeTheFirstStep() throws {
    var run = try ExampleRun()

    run.press(.character("p"))

    try expectSnapshot(run.canvas(), named: "phase-start")
  }
}
