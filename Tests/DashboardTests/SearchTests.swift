import Dashboard
import TerminalUI
import Testing
import TimeTravel

/// Finding neurons with `/`, and going from match to match.
@Suite struct SearchTests {
  private static let layers = ["conv1", "fc1"]

  /// A neuron by the index of its layer and its number.
  private struct Neuron: Hashable, Comparable {
    var layer: Int
    var number: Int

    static func < (left: Neuron, right: Neuron) -> Bool {
      (left.layer, left.number) < (right.layer, right.number)
    }
  }

  /// What is wrong with a condition is said whole at every width.
  @Test(arguments: [(24, 80), (40, 120), (60, 200)])
  func anErrorIsWhole(size: (rows: Int, columns: Int)) throws {
    var run = try ExampleRun(steps: 20)
    search("conv1 spiks>3", in: &run)
    let message = try #require(run.state.message)
    #expect(message.isError)
    let shown = run.canvas(rows: size.rows, columns: size.columns).text
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(shown.contains(message.text), "\(message.text)")
  }

  private func search(_ text: String, in run: inout ExampleRun) {
    run.press(.character("/"))
    for character in text { run.press(.character(character)) }
    run.press(.enter)
  }

  private func cursor(_ run: ExampleRun) throws -> Neuron {
    let layers = try #require(run.state.engine).runState.simulation.network.layers
    let layer = run.state.layer
    return Neuron(layer: layer, number: layers[layer].shape.unitNumber(ofIndex: run.state.unit))
  }

  /// All neurons of the screens for which something holds, asked of the engine one by one.
  private func neurons(
    _ run: ExampleRun, where holds: (_ status: EngineStatus, _ layer: Int, _ unit: Int) -> Bool
  ) throws -> [Neuron] {
    let status = try #require(run.state.engine)
    let layers = status.runState.simulation.network.layers
    return (0..<run.state.layerCount).flatMap { layer in
      (0..<layers[layer].shape.count).filter { number in
        holds(status, layer, layers[layer].shape.populationIndex(ofUnit: number))
      }.map { Neuron(layer: layer, number: $0) }
    }
  }

  private static let questions: [(String, @Sendable (EngineStatus, Int, Int) -> Bool)] = [
    ("spikes>2", { $0.runState.statistics.layers[$1].counts.count[$2] > 2 }),
    ("spikes=0", { $0.runState.statistics.layers[$1].counts.count[$2] == 0 }),
    (
      "sin",
      {
        $0.setting.references[$1]?.isInactive($2) == true
          && $0.runState.statistics.layers[$1].counts.firstStep[$2] > 0
      }
    ),
    ("D>=1", { ($0.runState.statistics.layers[$1].phase?.deviation(of: $2) ?? 0) >= 1 }),
    ("v<0 fc1", { $1 == 1 && $0.runState.simulation.populations[$1].membranePotential[$2] < 0 }),
    ("z>0.5", { ($0.setting.references[$1]?.preactivation[$2] ?? 0) > 0.5 }),
    ("first<=3", { (1...3).contains($0.runState.statistics.layers[$1].counts.firstStep[$2]) }),
    ("fc1", { _, layer, _ in layer == 1 }),
    ("layer=fc1", { _, layer, _ in layer == 1 }),
    (
      "rate>0.3",
      { $0.runState.statistics.layers[$1].counts.count[$2] / Float($0.runState.step) > 0.3 }
    ),
    ("off", { $0.setting.references[$1]?.isInactive($2) == true }),
    (
      "spiked z>0",
      {
        $0.runState.statistics.layers[$1].counts.firstStep[$2] > 0
          && $0.setting.references[$1]?.isInactive($2) == false
      }
    ),
  ]

  /// From every screen with neurons, `n` goes through all matches in order and around, `N` back.
  @Test(arguments: questions.indices, ["1", "2", "3"])
  func matchesAreVisitedInOrder(index: Int, screen: Character) throws {
    let (text, holds) = SearchTests.questions[index]
    var run = try ExampleRun(steps: 140)
    run.go(to: "conv1#0")
    run.press(.character(screen))
    let shown = run.state.screen
    let expected = try neurons(run, where: holds)
    try #require(expected.count > 1, "a question that tells neurons apart")

    search(text, in: &run)

    for round in 0...expected.count {
      let neuron = expected[round % expected.count]
      #expect(try cursor(run) == neuron)
      let name = "\(SearchTests.layers[neuron.layer]) #\(neuron.number)"
      let rank = round % expected.count + 1
      #expect(run.state.message?.text == "/\(text): match \(rank) of \(expected.count), \(name)")
      run.press(.character("n"))
    }
    var index = 1 % expected.count
    for _ in 0...expected.count {
      run.press(.character("N"))
      index = (index + expected.count - 1) % expected.count
      #expect(try cursor(run) == expected[index])
    }
    #expect(run.state.screen == shown && run.state.overlay == nil)
  }

  /// A search begins under the cursor, and what it finds there stays.
  @Test(arguments: ["conv1#0", "conv1#77", "conv1#143", "fc1#0", "fc1#11"])
  func theFirstMatchIsTheNextFromTheCursorOn(place: String) throws {
    var run = try ExampleRun(steps: 140)
    run.go(to: place)
    let start = try cursor(run)
    let silent = try neurons(run) { $0.runState.statistics.layers[$1].counts.count[$2] == 0 }

    search("spikes=0", in: &run)

    #expect(try cursor(run) == silent.first { $0 >= start } ?? silent[0])
  }

  @Test(arguments: [
    ("#5", 2, "conv1 #5"), ("conv1#100", 1, "conv1 #100"), ("fc1 #5", 1, "fc1 #5"),
    ("fc1#5 conv1", 0, ""), ("fc1#900", 0, ""), ("#143", 1, "conv1 #143"),
  ])
  func placesAreFound(text: String, count: Int, name: String) throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("K"))

    search(text, in: &run)

    let answer =
      count == 0
      ? "no neuron matches '\(text)' at step 20" : "/\(text): match 1 of \(count), \(name)"
    #expect(run.state.message?.text == answer)
    #expect(run.canvas().text.contains(answer))
  }

  @Test(arguments: [
    ("sin conv9#3", "'conv9#3' in column 5: the layers are conv1, fc1"),
    ("conv1#x", "'conv1#x' in column 1: 'x' is not the number of a neuron"),
    ("#-1", "'-1' is not the number of a neuron"),
    ("  gain>2", "'gain>2' in column 3: the columns are spikes, rate, first, last, D, v, z"),
    ("layer=conv9", "'layer=conv9' in column 1: the layers are conv1, fc1"),
    ("layer=", "'layer=' in column 1: the layers are conv1, fc1"),
  ])
  func whatIsNotUnderstoodStaysToBeMended(text: String, reason: String) throws {
    var run = try ExampleRun(steps: 20)

    search(text, in: &run)

    #expect(run.state.overlay == .filter(text: text))
    #expect(run.state.message?.text.contains(reason) == true, "\(run.state.message?.text ?? "")")
    #expect(run.canvas(columns: 160).text.contains(reason))
    #expect(run.state.search.isEmpty)
  }

  /// What was searched for is there to be changed, and nothing typed forgets it.
  @Test func aSearchIsChangedAndForgotten() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("n"))
    #expect(run.state.message?.text == "nothing is searched for: / does")
    search("fc1", in: &run)

    run.press(.character("/"))
    #expect(run.state.overlay == .filter(text: "fc1", isSelected: true))
    #expect(run.canvas().text.contains("find /fc1_"))
    run.press(.control("u"), .enter)

    #expect(run.state.search.isEmpty && run.state.message == nil && run.state.layer == 1)
  }

  /// The filter in use is selected: a character replaces it, an arrow keeps it for more.
  @Test(arguments: [
    ([Key.character("s")], "s"), ([.right, .character("x")], "fc1x"), ([.end, .backspace], "fc"),
    ([.backspace], ""), ([.delete], ""), ([.character("a"), .character("b")], "ab"),
    ([.left], "fc1"), ([.control("u")], ""),
  ])
  func aSearchOpensSelected(keys: [Key], text: String) throws {
    for screen in ["2", "4"] {
      var run = try ExampleRun(steps: 140)
      run.type(screen)
      search("fc1", in: &run)
      run.press(.character("/"))
      #expect(run.canvas(columns: 160).text.contains("typing replaces it"))

      for key in keys { run.press(key) }

      guard case .filter(text, _, let isSelected) = run.state.overlay else {
        Issue.record("\(String(describing: run.state.overlay)) after \(keys) on \(screen)")
        continue
      }
      #expect(!isSelected && !run.canvas(columns: 160).text.contains("typing replaces it"))
    }
  }

  /// Enter alone keeps it, and so does Esc.
  @Test(arguments: [Key.enter, .escape]) func aSelectedFilterIsKept(key: Key) throws {
    var run = try ExampleRun(steps: 140)
    run.press(.character("i"))
    search("fc1", in: &run)
    let rows = run.state.sinTable.rows

    run.press(.character("/"), key)

    #expect(run.state.overlay == nil && run.state.sinTable.rows == rows)
    #expect(run.state.sinTable.filter.text == "fc1")
  }

  /// On SIN all rows match already; on Log there is no neuron.
  @Test func onSINTheRowsAreTheMatches() throws {
    var run = try ExampleRun(steps: 140)
    search("fc1", in: &run)
    run.press(.character("i"))
    let rows = run.state.sinTable.rows
    try #require(rows.count == 3)

    run.press(.character("n"), .character("n"))
    #expect(run.state.sinTable.selected == 2 && run.state.message?.text == "row 3 of 3")
    #expect(run.state.unit == rows[2].unit && run.state.layer == rows[2].layer)
    run.press(.character("N"))
    #expect(run.state.sinTable.selected == 1)
    #expect(run.state.sinTable.filter.isEmpty && run.state.search.text == "fc1")

    run.press(.character("7"), .character("n"))
    #expect(run.state.message?.text == "there is no match to go to on this screen")
  }

  /// The table takes the words that find neurons: places, and `sin`, which all rows are.
  @Test func theTableTakesTheSameWords() throws {
    var run = try ExampleRun(steps: 140)
    run.press(.character("i"))
    let all = run.state.sinTable.rows
    for layer in 0..<2 {
      search("sin \(SearchTests.layers[layer])", in: &run)

      #expect(run.state.sinTable.rows == all.filter { $0.layer == layer })
      #expect(run.state.sinTable.unfilteredCount == all.count)
      run.press(.character("/"), .control("u"), .enter)
    }
    search("#\(all[0].number)", in: &run)
    #expect(run.state.sinTable.rows == all.filter { $0.number == all[0].number })
  }

  @Test func aLineFindsNeuronsToo() throws {
    var run = try ExampleRun(steps: 140)
    run.receive(.line("filter-rows"))
    run.receive(.line("fc1 #3"))

    #expect(run.state.message?.text == "/fc1 #3: match 1 of 1, fc1 #3")
    #expect(try cursor(run) == Neuron(layer: 1, number: 3))
  }
}
