import Conversion
import Dashboard
import SpikeStatistics
import TerminalUI
import Testing

/// Definitions of what the screens show, and the ways to them.
@Suite struct TeachingTests {
  private let definitions = Definitions(.standard)

  @Test func everyFigureHasADefinitionAUnitAndASource() {
    for figure in Figures.standard.all {
      #expect(figure.definition.count > figure.help.count, "\(figure.id)")
      #expect(figure.definition.hasSuffix("."), "\(figure.id)")
      #expect(!figure.unit.isEmpty && !figure.source.text.isEmpty, "\(figure.id)")
    }
  }

  @Test func everyDefinitionIsWholeAndFoundByItsName() {
    #expect(Set(definitions.all.map(\.name)).count == definitions.all.count)
    for definition in definitions.all {
      #expect(definition.text.hasSuffix(".") && !definition.unit.isEmpty, "\(definition.name)")
      #expect(definitions.definition(ofShown: definition.name) == definition)
    }
  }

  @Test func everyPaneNamesDefinitionsThatThereAre() {
    for screen in DashboardRegistry.standard.screens {
      for pane in screen.panes {
        #expect(!pane.defines.isEmpty, "\(screen.title) \(pane.name)")
        for name in pane.defines {
          #expect(definitions[name: name] != nil, "\(screen.title) \(pane.name): \(name)")
        }
      }
    }
  }

  /// Every figure in the border of a box, over a column, in a list of facts and in the sentence.
  @Test(arguments: ["converted", "trained", "compared"], Array("12345689G"))
  func everyFigureAnswers(kind: String, screen: Character) throws {
    var run = try ExampleRun(
      steps: 40, secondRun: kind == "compared" ? Max() : nil, isTrainedSpiking: kind == "trained")
    run.press(.character(screen))
    for (rows, columns) in [(24, 80), (40, 120), (60, 200), (90, 300)] {
      for area in run.canvas(rows: rows, columns: columns).clickAreas {
        guard case .explanation(let text) = area.target, !isNoFigure(text) else { continue }
        var other = run
        other.receive(.pointer(.explanation(text)))
        guard case .definitions(let names?, first: 0) = other.state.overlay else {
          Issue.record("\(screen) \(columns)x\(rows): '\(text)' has no definition")
          continue
        }
        #expect(text == run.state.insight ? !names.isEmpty : names.count == 1)
      }
    }
  }

  /// Names of networks, layers, classes and places are no figures.
  private func isNoFigure(_ text: String) -> Bool {
    ["numbers", "robust", "max", "A ", "B ", "'", "conv1", "c0", "c1", "c2", "c3"]
      .contains { text.hasPrefix($0) } || text.allSatisfy { "0123456789x of,".contains($0) }
  }

  @Test func iExplainsTheBoxThatHasTheFocus() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("I"))
    #expect(run.canvas(rows: 40, columns: 120).text.contains(" Live: "))
    run.press(.tab)
    let strips = run.canvas(rows: 40, columns: 120).text
    #expect(strips.contains(" strips: ") && strips.contains("SIN ratio"))
    run.press(.tab)
    let lanes = run.canvas(rows: 40, columns: 120).text
    #expect(lanes.contains(" lanes: ") && lanes.contains("prediction") && lanes != strips)
    run.press(.escape)
    #expect(run.state.overlay == nil && run.state.screen == .live)
  }

  /// A click on a figure shows all of its definition, however narrow the terminal is.
  @Test(arguments: [(24, 80), (40, 120)])
  func definitionsAreWhole(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 20)
    for definition in definitions.all {
      run.type(":define \(definition.name)")
      let text = run.canvas(rows: rows, columns: columns).text
      for word in definition.text.split(separator: " ") + definition.origin.split(separator: " ") {
        #expect(text.contains(word), "\(definition.name): \(word)")
      }
      run.press(.escape)
    }
  }

  @Test func aWordThatNobodyDefinesIsSaidToHaveNone() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":define moon")
    #expect(run.state.overlay == nil)
    #expect(run.state.message?.text == "'moon' has no definition; '?' searches all")
  }

  @Test func theLongestWordsAreMeant() {
    let named = [
      ("SIN 596 of 1,979 (24 %)", "SIN neurons"), ("6,272 neurons", "neurons"),
      ("rate 0.034", "rate"), ("ANN z -0.25", "ANN z / a"), ("lead, lag so far", "lead and lag"),
      ("mean v, off", "mean v, off"), ("1,234 synops", "synops"),
    ]
    for (text, name) in named {
      let names = ["SIN neurons", "neurons", "rate"]
      #expect(definitions.definition(ofShown: text, preferring: names)?.name == name, "\(text)")
    }
  }

  /// One search finds keys, commands and definitions, by all of its words.
  @Test func theHelpFindsKeysCommandsAndDefinitionsTogether() throws {
    let run = try ExampleRun(steps: 20)
    let lines = run.state.helpLines(filter: "lag")

    #expect(lines.contains { $0.key == "lag" && $0.text.contains("ours") })
    #expect(lines.contains { $0.key.hasPrefix("5") && $0.deed != nil })
    #expect(run.state.helpLines(filter: "ratio sin").contains { $0.key == "SIN ratio" })
    #expect(run.state.helpLines(filter: "method").contains { $0.key.hasPrefix(":method") })
    #expect(run.state.helpLines(filter: "method").contains { $0.key == "M" })
  }

  /// Of all that has a word somewhere, Enter does what begins with it.
  @Test(arguments: [("sin", "SIN"), ("phase", "Phase"), ("method", "convert")])
  func enterDoesWhatBeginsWithTheWord(typed: String, words: String) throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("?"))
    for character in typed { run.press(.character(character)) }
    guard case .help(let filter, let selected) = run.state.overlay else {
      Issue.record("the help is closed")
      return
    }
    let line = run.state.helpLines(filter: filter)[selected]
    #expect(line.text.hasPrefix(words) && line.deed != nil, "\(line.text)")
  }
}
