import Dashboard
import TerminalUI
import Testing
import TimeTravel

/// The first line names the screens: how many there are, and how to reach them.
@Suite struct ScreenTabsTests {
  private static let keys = "123456789G"

  private struct Tab: Equatable {
    var key: Character
    var name: String
  }

  /// The tabs as they are read, and where they can be clicked on: a key, a key before a name, or a
  /// name that begins with its key.
  ///
  /// - Parameter names: What the tabs are called; by default what stands behind their keys.
  private func tabs(
    _ run: ExampleRun, columns: Int, names: [String]? = nil
  ) throws -> [Tab] {
    let canvas = run.canvas(rows: 24, columns: columns)
    let line = Array(try #require(canvas.text.split(separator: "\n").first))
    return Self.keys.enumerated().compactMap { number, key in
      let places = (0..<columns).filter {
        canvas.clickArea(at: Position(row: 0, column: $0))?.target == .key(.character(key))
      }
      guard let first = places.first, let last = places.last else { return nil }
      let text = String(line[first..<min(last + 1, line.count)]).filter { $0 != " " }
      let isName = names?[number] == text
      return text.first == key ? Tab(key: key, name: isName ? text : String(text.dropFirst())) : nil
    }
  }

  /// At every width all keys are there, the name of the shown screen, and names of others in the
  /// order of their keys; each is whole.
  @Test(arguments: [false, true], Array(keys))
  func everyScreenIsThereAtEveryWidth(isTrainedSpiking: Bool, shown: Character) throws {
    var run = try ExampleRun(steps: 6, isTrainedSpiking: isTrainedSpiking)
    run.press(.character(shown))
    let whole = try tabs(run, columns: 300)
    let names = whole.map(\.name)
    #expect(whole.map(\.key) == Array(Self.keys) && Set(names).count == names.count)
    var before = 0
    for columns in 40...300 {
      let tabs = try tabs(run, columns: columns, names: names)
      guard columns >= 60 else {
        #expect(tabs.isEmpty, "a card, without screens, at \(columns)")
        continue
      }
      #expect(tabs.map(\.key) == Array(Self.keys), "\(columns)")
      for (tab, name) in zip(tabs, names) {
        #expect(tab.name == name || tab.name.isEmpty && tab.key != shown, "\(tab) at \(columns)")
      }
      let named = tabs.map { !$0.name.isEmpty }
      let count = named.prefix { $0 }.count
      #expect(
        tabs.dropFirst(count).allSatisfy { $0.name.isEmpty || $0.key == shown },
        "\(tabs.map(\.name)) at \(columns)")
      // From 120 columns on what is under way takes room.
      #expect(count >= before || columns >= 120, "fewer names at \(columns)")
      before = count
    }
    #expect(before == names.count)
  }

  /// A stranger at 80 columns reads names: of all screens but one, whichever is shown.
  @Test(arguments: Array(keys), [0, 6, 64])
  func at80ColumnsMostScreensHaveNames(shown: Character, step: Int) throws {
    var run = try ExampleRun(steps: step)
    run.press(.character(shown))
    let names = try tabs(run, columns: 300).map(\.name)

    let tabs = try tabs(run, columns: 80, names: names)

    #expect(tabs.count { !$0.name.isEmpty } >= names.count - 1)
  }

  /// Names stay as they are while time moves and the engine runs, seeks and pauses.
  @Test(arguments: 60...130)
  func tabsStandStill(columns: Int) throws {
    var run = try ExampleRun(steps: 64)
    let names = try tabs(run, columns: 300).map(\.name)
    let atTheEnd = try tabs(run, columns: columns, names: names).map(\.name)
    run.type(":t 3")
    var status = try #require(run.state.engine)
    for activity in [EngineStatus.Activity.paused, .running, .seeking] {
      status.activity = activity
      run.receive(.engine(status))
      #expect(try tabs(run, columns: columns, names: names).map(\.name) == atTheEnd)
    }
  }

  /// How fast the engine is to run is said where the first line has no room for it.
  @Test(arguments: [("=", "16 steps per second"), ("0", "as fast as possible")])
  func aKeyForTheSpeedIsAnswered(key: Character, words: String) throws {
    var run = try ExampleRun(steps: 64)
    run.press(.character(key))
    #expect(run.canvas(rows: 24, columns: 80).text.contains(words))
  }
}
