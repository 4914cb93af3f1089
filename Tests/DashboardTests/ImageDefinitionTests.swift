import Dashboard
import SpikeStatistics
import TerminalUI
import Testing

/// What `I` says of the list of images is about images, and about its columns.
@Suite struct ImageDefinitionTests {
  private func run(columns: Int) throws -> ExampleRun {
    var run = try ExampleRun(steps: 64)
    run.resize(to: Size(rows: 60, columns: columns))
    run.press(.character("9"))
    run.receive(.evaluated(.found(ImagesScreenTests.outcomes), request: 1))
    run.receive(.evaluated(.ended(problem: nil), request: 1))
    return run
  }

  @Test(arguments: [80, 120, 160, 200, 300])
  func allIsOfWhatIsShown(columns: Int) throws {
    var run = try run(columns: columns)
    let list = run.canvas(rows: 60, columns: columns)
    let hasSpikes = try #require(list.panel(named: "images")).text.contains(" spikes")
    run.press(.character("I"))
    let text = run.canvas(rows: 60, columns: columns).text

    #expect(text.contains("What the network says of the image"))
    #expect(!text.contains("says of the neuron"))
    #expect(!text.contains("F1"), "of detectors")
    #expect(!text.contains("before its activation function"))
    let definitions = run.state.registryDefinitions(of: "images")
    #expect(definitions.contains("margin") && definitions.contains("answer"))
    #expect(definitions.contains("spikes") == hasSpikes)
    #expect(!definitions.contains("ANN z / a") && !definitions.contains("F1"))
  }

  /// What is asked for by its name is told everywhere.
  @Test func byItsNameAllIsTold() throws {
    var run = try run(columns: 120)
    run.type(":define F1")
    #expect(run.canvas(rows: 40, columns: 120).text.contains("annotated + given"))
  }
}

extension DashboardState {
  /// The names of the definitions that are told of a pane of the screen.
  fileprivate func registryDefinitions(of pane: String) -> Set<String> {
    let screen = DashboardRegistry.standard.screen(screen)
    let names = screen.panes.first { $0.name == pane }?.defines ?? []
    return Set(names.filter { !screen.hidesDefinition(self, $0) })
  }
}
