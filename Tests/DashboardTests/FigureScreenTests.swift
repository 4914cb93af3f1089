import Dashboard
import ExampleNetworks
import SpikeStatistics
import TerminalUI
import Testing
import TimeTravel

/// A figure that only this test knows appears wherever figures do, after what was there before.
@Suite struct FigureScreenTests {
  private func example(screen key: Character) throws -> ExampleRun {
    let standard = DashboardRegistry.standard
    let registry = DashboardRegistry(
      screens: standard.screens, actions: Action.standard, commands: standard.commands,
      figures: .standard.adding(.throwaway))
    var run = try ExampleRun(steps: 20, registry: registry)
    run.type(String(key))
    return run
  }

  /// The value of a layer, as the registry gives it.
  private func value(of layer: Int, in run: ExampleRun) -> String {
    let status = run.engine.status
    return Figure.throwaway.format.text(
      Figure.throwaway.layer?(status.runState.layerStep(layer, setting: status.setting)))
  }

  @Test func liveHasAColumnForIt() throws {
    let run = try example(screen: "1")
    let rows = draw(run.state, size: Size(rows: 30, columns: 120)).text.split(separator: "\n")
    let plain = draw(try ExampleRun(steps: 20).state, size: Size(rows: 30, columns: 120)).text
    let header = try #require(rows.first { $0.contains(" layer     neurons  rate") })
    let layer = try #require(rows.first { $0.contains("conv1") })

    #expect(header.contains("SIN #       top"))
    #expect(Array(layer)[33..<41].filter { $0 != " " } == Array(value(of: 0, in: run)))
    #expect(!plain.contains(" top"))
  }

  @Test(arguments: ["2", "3"] as [Character])
  func factsNameIt(screen: Character) throws {
    let run = try example(screen: screen)

    #expect(draw(run.state, size: Size(rows: 40, columns: 120)).text.contains("top fired"))
  }

  @Test func sentencesSayIt() throws {
    let live = try example(screen: "1")
    let neuron = try example(screen: "3")

    #expect(live.state.sentences().contains { $0.contains("top fired \(value(of: 0, in: live))") })
    #expect(neuron.state.sentences().contains { $0.hasPrefix("Its top fired is ") })
  }

  @Test func exportedNumbersHaveAColumnForIt() throws {
    let live = try #require(try example(screen: "1").state.plottedNumbers())
    let run = try example(screen: "1")

    #expect(live.columns.last == "highest_fired")
    #expect(live.rows.allSatisfy { $0.count == live.columns.count })
    let last = try #require(live.rows.last { $0[1] == "conv1" })
    #expect(last.last == value(of: 0, in: run))
  }

  @Test func conditionsKnowIt() throws {
    var run = try example(screen: "1")

    run.type(":break highest_fired(conv1) > 2")
    #expect(run.engine.status.breakpoints.map(\.condition.text) == ["highest_fired(conv1) > 2"])
    run.press(.character("?"))
    #expect(run.state.helpLines(filter: "highest").contains { $0.key == "highest_fired" })
  }
}
