import Dashboard
import TerminalUI
import Testing

/// The first line names the screens: how many there are, and how to reach them.
@Suite struct ScreenTabsTests {
  private static let keys = "123456789G"

  private struct Tab: Equatable {
    var key: Character
    var name: String
  }

  /// The tabs as they are read, and where they can be clicked on.
  private func tabs(_ run: ExampleRun, columns: Int) throws -> [Tab] {
    let canvas = run.canvas(rows: 24, columns: columns)
    let line = Array(try #require(canvas.text.split(separator: "\n").first))
    return Self.keys.compactMap { key in
      let places = (0..<columns).filter {
        canvas.clickArea(at: Position(row: 0, column: $0))?.target == .key(.character(key))
      }
      guard let first = places.first, let last = places.last else { return nil }
      let text = String(line[first..<min(last + 1, line.count)]).filter { $0 != " " }
      return text.first == key ? Tab(key: key, name: String(text.dropFirst())) : nil
    }
  }

  /// At every width all keys are there, and the name of the shown screen is whole; others begin as
  /// the names do, with at least three letters or none, and no two are the same.
  @Test(arguments: [false, true], Array(keys))
  func everyScreenIsThereAtEveryWidth(isTrainedSpiking: Bool, shown: Character) throws {
    var run = try ExampleRun(steps: 6, isTrainedSpiking: isTrainedSpiking)
    run.press(.character(shown))
    let whole = try tabs(run, columns: 300)
    #expect(whole.map(\.key) == Array(Self.keys) && Set(whole.map(\.name)).count == whole.count)
    var before = 0
    for columns in 40...300 {
      let tabs = try tabs(run, columns: columns)
      guard columns >= 60 else {
        #expect(tabs.isEmpty, "a card, without screens, at \(columns)")
        continue
      }
      #expect(tabs.map(\.key) == Array(Self.keys), "\(columns)")
      for (tab, full) in zip(tabs, whole) {
        #expect(full.name.hasPrefix(tab.name), "\(tab) at \(columns)")
        #expect(tab.key != shown || tab.name == full.name, "\(tab) at \(columns)")
        #expect(tab.name.isEmpty || tab.name.count >= 3, "\(tab) at \(columns)")
      }
      let names = tabs.map(\.name).filter { !$0.isEmpty }
      #expect(Set(names).count == names.count, "\(names) at \(columns)")
      // From 120 columns on what the engine does takes more room.
      let letters = names.reduce(0) { $0 + $1.count }
      #expect(letters >= before || columns >= 120, "fewer letters at \(columns)")
      before = letters
    }
  }

  /// A stranger at 80 columns reads names, not keys alone.
  @Test(arguments: Array(keys)) func at80ColumnsEveryScreenHasAName(shown: Character) throws {
    var run = try ExampleRun(steps: 6)
    run.press(.character(shown))

    #expect(try tabs(run, columns: 80).allSatisfy { $0.name.count >= 3 })
  }
}
