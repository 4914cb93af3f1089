import Dashboard
import TerminalUI
import Testing

/// Lists on screens: what of them is visible from frame to frame, and where their cursors begin.
@Suite struct ListTests {
  /// Shows a frame, as the program does: the next one begins where its lists are.
  private func show(_ run: inout ExampleRun, rows: Int = 24) -> Canvas {
    let canvas = run.canvas(rows: rows, columns: 80)
    run.remember(canvas)
    return canvas
  }

  /// The row of the canvas that a click on an item meets.
  private func row(ofItem index: Int, on canvas: Canvas) -> Int? {
    canvas.clickAreas.last { $0.target == .item(index) }?.rect.row
  }

  /// Of a menu and of a list in a pane: down to the end, and some rows up again.
  @Test(arguments: ["M", "5"])
  func theWindowMovesOnlyWhenTheCursorLeavesIt(list: Character) throws {
    var run = try longLists()
    run.press(.character(list))
    var before = show(&run, rows: 18)
    for key in Array(repeating: Key.down, count: 9) + Array(repeating: .up, count: 3) {
      run.press(key)
      let now = show(&run, rows: 18)
      let selected = try #require(self.selected(run))
      #expect(row(ofItem: selected, on: now) != nil)
      if row(ofItem: selected, on: before) != nil {
        #expect(
          now.clickAreas.filter(isItem) == before.clickAreas.filter(isItem), "\(list) \(key)")
      }
      before = now
    }
  }

  /// The row under the cursor of the list that is open.
  private func selected(_ run: ExampleRun) -> Int? {
    if case .methods(let selected, _) = run.state.overlay { selected } else { run.state.phaseRow }
  }

  private func isItem(_ area: ClickArea) -> Bool {
    if case .item = area.target { true } else { false }
  }

  private func longLists() throws -> ExampleRun {
    var run = try ExampleRun(steps: 40)
    var context = try #require(run.state.context)
    context.methods = (1...30).map { "method \($0)" }
    context.methodNames = (1...30).map { "m\($0)" }
    run.receive(.loaded(context))
    return run
  }

  /// What was clicked on stays under the mouse.
  @Test func aClickMovesNoRow() throws {
    var run = try longLists()
    run.press(.character("M"))
    _ = show(&run)
    for _ in 0..<25 { run.press(.down) }
    let before = show(&run)
    let place = try #require(row(ofItem: 20, on: before))

    run.receive(.pointer(.item(20, isDouble: false)))

    let after = show(&run)
    #expect(run.state.overlay == .methods(selected: 20))
    #expect(row(ofItem: 20, on: after) == place)
    #expect(after.clickAreas.filter(isItem) == before.clickAreas.filter(isItem))
  }

  /// The same frame again is the same, and a list that is opened anew begins anew.
  @Test func framesAreHandedOn() throws {
    var run = try longLists()
    run.press(.character("M"))
    let opened = show(&run)
    for _ in 0..<25 { run.press(.down) }
    let scrolled = show(&run)
    #expect(show(&run) == scrolled && scrolled != opened)

    run.press(.escape)
    _ = show(&run)
    run.press(.character("M"))
    #expect(show(&run) == opened)
  }

  /// Nobody takes the first visible row for the first.
  @Test func aListThatIsNotWholeSaysWhichRowsAreVisible() throws {
    var run = try longLists()
    run.press(.character("M"))
    for _ in 0..<25 { run.press(.down) }
    let shown = show(&run).text
    let match = try #require(shown.firstMatch(of: /, ([0-9]+)-([0-9]+) of 30/))

    #expect(try #require(Int(match.2)) == 26)
    #expect(try #require(Int(match.1)) > 1)
  }

  // MARK: - Where cursors begin

  /// A row that nobody has chosen is the first one, however the list is sorted and at any step.
  @Test func theFirstRowIsSelectedUntilOneIsChosen() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("4"))
    for step in [40, 140, 64] {
      run.go(to: "\(step)")
      #expect(run.state.sinTable.selected == 0)
      for _ in SINTable.Order.allCases {
        run.press(.character("s"))
        #expect(run.state.sinTable.selected == 0)
      }
    }
  }

  /// Not even by a screen that begins on a neuron by itself.
  @Test(arguments: ["84", "24", "34", "85", "25", "35"])
  func aNeuronThatTheCursorBeganOnIsNotChosen(keys: String) throws {
    var run = try ExampleRun(steps: 140)
    run.type(keys)

    if keys.hasSuffix("4") {
      #expect(run.state.sinTable.selected == 0)
    } else {
      #expect(run.state.phaseRow == 0)
    }
    #expect(!run.canvas(rows: 40, columns: 120).text.contains("inspected"))
  }

  /// Who comes with a neuron finds it, and reads that it is that one.
  @Test(arguments: ["4", "5"] as [Character])
  func aChosenNeuronKeepsTheCursor(screen: Character) throws {
    var run = try ExampleRun(steps: 140)
    run.press(.character(screen))
    let names =
      screen == "4"
      ? run.state.sinTable.rows.map { ($0.layer, $0.unit) }
      : (run.state.phaseScreen.inspection?.rows ?? []).map { (run.state.layer, $0.unit) }
    try #require(names.count > 1)
    let last = names[names.count - 1]
    let network = try #require(run.state.engine).runState.simulation.network
    let layer = network.layers[last.0]
    run.press(.character("1"))
    run.go(to: "\(layer.name)#\(layer.shape.unitNumber(ofIndex: last.1))")

    run.press(.character(screen))

    let row = screen == "4" ? run.state.sinTable.selected : run.state.phaseRow
    #expect(row == names.count - 1)
    #expect(run.canvas(rows: 40, columns: 120).text.contains("cursor: inspected neuron"))
    run.press(.up)
    #expect(!run.canvas(rows: 40, columns: 120).text.contains("cursor: inspected neuron"))
  }

  // MARK: - The worst layer

  /// The cursor and both sentences mean the same layer.
  @Test(arguments: [20, 40, 140])
  func oneLayerIsTheWorst(steps: Int) throws {
    var run = try ExampleRun(steps: steps)
    let status = try #require(run.state.engine)
    let counts = status.runState.statistics.layers.dropLast().map { $0.sin?.spikes ?? 0 }
    let most = try #require(counts.max())
    let name = status.runState.simulation.network.layers[run.state.layer].name

    #expect(most > 0 && counts[run.state.layer] == most)
    #expect(run.canvas(columns: 160).text.contains("\(name) has most SIN spikes: \(most)"))
    run.press(.character("8"))
    let all = run.canvas(rows: 45, columns: 160).text
    #expect(all.contains("\(name) has most SIN spikes: \(most)"))
  }
}
