import Dashboard
import TerminalUI
import Testing
import TimeTravel

/// The mouse, the help that executes, keys of one's own, and themes.
@Suite struct ReachTests {
  private func area(
    _ run: ExampleRun, rows: Int = 24, columns: Int = 80, where isWanted: (ClickTarget) -> Bool
  ) -> [ClickArea] {
    run.canvas(rows: rows, columns: columns).clickAreas.filter { isWanted($0.target) }
  }

  // MARK: - The mouse

  @Test func everyHintOfTheFooterIsItsKey() throws {
    for screen in ["1", "2", "3", "4", "7"] {
      var run = try ExampleRun(steps: 20)
      run.press(.character(Character(screen)))
      let canvas = run.canvas(columns: 120)
      let keys = canvas.clickAreas.filter { $0.rect.row == 23 }
      #expect(keys.count >= 6)
      for area in keys {
        guard case .key(let key) = area.target else { continue }
        let text = canvas.text.split(separator: "\n", omittingEmptySubsequences: false)[23]
        let hint = text.dropFirst(area.rect.column).prefix(area.rect.columns)
        #expect(hint.hasPrefix(name(of: key) + " "), "\(hint)")
      }
    }
  }

  @Test func aClickPutsTheCursorAndADoubleClickInspects() throws {
    var run = try ExampleRun(steps: 20)

    run.receive(.pointer(.item(0, isDouble: false)))
    #expect(run.state.layer == 0 && run.state.screen == .live)
    run.receive(.pointer(.item(1, isDouble: false)))
    #expect(run.state.layer == 1 && run.state.screen == .live)
    run.receive(.pointer(.item(1, isDouble: true)))
    #expect(run.state.screen == .layer)
    run.receive(.pointer(.item(8, isDouble: true)))
    #expect(run.state.screen == .neuron && run.state.unit == 8)
    run.receive(.pointer(.item(2, isDouble: false)))
    #expect(run.state.input == 2)
  }

  /// What can be clicked on is on the screen, and every item leads to where the cursor can be.
  @Test(arguments: ["1", "2", "3", "4", "7", "b", "M", "?"])
  func everyItemCanBeClicked(key: Character) throws {
    var run = try ExampleRun(steps: 40)
    for line in [":break t == 12", ":mark a"] { run.type(line) }
    run.press(.character(key))
    for area in area(run, rows: 50, columns: 160, where: { _ in true }) {
      #expect(Rect(Size(rows: 50, columns: 160)).intersection(area.rect) == area.rect)
      guard case .item(let index) = area.target else { continue }
      var other = run
      other.receive(.pointer(.item(index, isDouble: false)))
      let canvas = other.canvas(rows: 50, columns: 160)
      if let cursor = canvas.cursor, key != "1", key != "2" {
        #expect(area.rect.contains(row: cursor.row, column: cursor.column), "\(key) \(index)")
      }
    }
  }

  @Test func everyCellOfTheRulerLeadsToItsStep() throws {
    let run = try ExampleRun(steps: 20)
    let rulers = area(run) { if case .scale = $0 { true } else { false } }
    #expect(rulers.count == 2, "the ruler, and the line of the whole run")
    for ruler in rulers {
      var pointer = Pointer()
      var other = run
      let report = MouseReport(
        .press, at: Position(row: ruler.rect.row, column: ruler.rect.column + 7))
      let pointed = pointer.take(report, on: run.canvas(), at: 0)
      let event = try #require(pointed)
      other.receive(.pointer(event))
      guard case .value(let step) = event else { continue }
      #expect(other.effects == [.engine(.seek(to: step))])
    }
  }

  @Test func theWheelIsTimeAndWithShiftTheCursor() throws {
    var run = try ExampleRun(steps: 20)

    run.receive(.pointer(.wheel(1, isShifted: false)))
    #expect(run.effects == [.engine(.move(by: 1))])
    run.receive(.pointer(.wheel(-1, isShifted: false)))
    #expect(run.effects == [.engine(.move(by: -1))])
    run.receive(.pointer(.wheel(-1, isShifted: true)))
    #expect(run.state.layer == 0)
    run.receive(.pointer(.wheel(1, isShifted: true)))
    #expect(run.state.layer == 1)
    run.press(.character("M"))
    run.receive(.pointer(.wheel(1, isShifted: false)))
    #expect(run.state.overlay == .methods(selected: 1))
  }

  /// Under a menu nothing can be clicked but the menu.
  @Test func aMenuTakesAllClicks() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("M"))

    let areas = area(run) { _ in true }

    #expect(areas.map(\.target) == [.item(0), .item(1)])
  }

  // MARK: - The help

  @Test func everyLineOfTheHelpThatNamesAKeyOrACommandExecutes() throws {
    let run = try ExampleRun(steps: 20)
    let lines = run.state.helpLines(filter: "")

    #expect(
      lines.count { $0.deed != nil }
        == DashboardRegistry.standard.actions.count + DashboardRegistry.standard.commands.count)
    for (index, line) in lines.enumerated() {
      var other = run
      other.press(.character("?"))
      other.receive(.pointer(.item(index, isDouble: true)))
      switch line.deed {
      case nil: #expect(other.state.overlay == .help(filter: "", selected: index))
      case .command(let command) where !command.argument.isEmpty:
        #expect(other.state.overlay == .command(text: command.name + " "))
      case .command, .action:
        let isClosed = other.state.overlay != .help(filter: "", selected: index)
        #expect(isClosed, "\(line.text)")
      }
    }
  }

  @Test func searchingLeavesWhatMatchesAndTheCursorGoesFromOneToTheNext() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("?"))
    for character in "theme" { run.press(.character(character)) }
    let lines = run.state.helpLines(filter: "theme")
    #expect(lines.map(\.text).filter { !$0.isEmpty }.count == 5, "two titles, three lines")

    run.press(.down, .down, .enter)

    #expect(run.state.overlay == .command(text: "theme "))
    #expect(run.state.helpLines(filter: "zzz").map(\.text) == ["nothing matches"])
  }

  @Test func theCursorOfTheHelpStaysInIt() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("?"), .end, .down)
    let last = run.state.helpLines(filter: "").count - 1
    #expect(run.state.overlay == .help(filter: "", selected: last))

    run.press(.home, .up, .pageUp)
    #expect(run.state.overlay == .help(filter: "", selected: 0))
    run.press(.character("z"), .character("z"), .character("z"), .enter)
    #expect(run.state.overlay != nil, "nothing matches, and nothing is done")
  }

  // MARK: - Keys of one's own

  @Test func aKeyThatIsGivenAwayIsTakenFromAllOthers() throws {
    var map = KeyMap.standard
    map.bind("quit", to: [.function(10), .character(" ")])

    #expect(map.action(for: .character(" "))?.name == "quit")
    #expect(map.action(for: .function(10))?.name == "quit")
    #expect(map.action(for: .character("q")) == nil)
    #expect(map.key(for: "toggle-run") == nil)
    #expect(map.action(for: .character("."))?.name == "step-forward")
  }

  @Test func keysAreReadByTheNamesThatTheHelpShows() {
    for key in KeyMap.standard.bindings.flatMap(\.keys) {
      #expect(Dashboard.key(named: name(of: key)) == key)
    }
    for key in [Key.control("g"), .function(12), .tab, .backtab] {
      #expect(Dashboard.key(named: name(of: key).uppercased()) == key)
    }
    for words in [
      "", "  ", "Strg-x", "F0", "F64", "Ctrl-c", "Ctrl-z", "resize", "ab", "\u{1b}", "\u{200b}",
    ] {
      #expect(Dashboard.key(named: words) == nil, "\(words)")
    }
  }

  @Test func actionsHaveNamesOfTheirOwnForFiles() {
    let names = DashboardRegistry.standard.actions.map(\.name.rawValue)

    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.allSatisfy { $0 == "-" || $0.isLowercase } })
    #expect(names.contains("show-sin") && names.contains("sin-inspector"))
  }

  // MARK: - Themes

  @Test func themesAreChosenByKeyAndByName() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("t"))
    #expect(run.state.theme == .light && run.canvas().capabilities.theme == .light)
    run.type(":theme mono")
    #expect(run.canvas().capabilities.colorCount == 0)
    run.press(.character("t"))
    #expect(run.state.theme == .dark && run.canvas().capabilities == .standard)
    run.type(":theme pink")
    #expect(run.state.message?.text == "the themes are dark, light, mono")
  }
}
