import Conversion
import Dashboard
import TerminalUI
import Testing

/// How the screens share a terminal: laws of every screen at every size.
@Suite struct ScreenLayoutTests {
  /// The sizes that are designed for.
  private static let classes = [(24, 80), (40, 120), (45, 160), (60, 200), (90, 300)]

  private static let heights = [16, 20, 24, 30, 36, 40, 45, 60]
  private static let widths = [60, 70, 80, 90, 99, 100, 109, 110, 119, 120, 140, 160, 180, 200]

  /// All screens by their keys.
  private static let screens = Array("123456789G")

  /// What is shown stays where the terminal grows; the word that there is no room is no pane.
  @Test(arguments: KindOfRun.allCases, screens)
  func growingRemovesNothing(kind: KindOfRun, screen: Character) throws {
    let run = try kind.run(screen: screen)
    var shown: [[Set<String>]] = []
    for rows in Self.heights {
      shown.append(
        Self.widths.map { Set(run.canvas(rows: rows, columns: $0).panels.map(\.name)) })
    }
    for (row, rows) in Self.heights.enumerated() {
      for (column, columns) in Self.widths.enumerated() {
        let here = shown[row][column].subtracting(["small"])
        #expect(!shown[row][column].isEmpty)
        if row + 1 < Self.heights.count {
          #expect(here.isSubset(of: shown[row + 1][column]), "\(columns)x\(rows)")
        }
        if column + 1 < Self.widths.count {
          #expect(here.isSubset(of: shown[row][column + 1]), "\(columns)x\(rows)")
        }
      }
    }
  }

  /// No text reaches into the frame of its pane or beyond.
  @Test(arguments: KindOfRun.allCases, screens)
  func framesAreWhole(kind: KindOfRun, screen: Character) throws {
    let run = try kind.run(screen: screen)
    for (rows, columns) in Self.classes where columns >= 100 {
      let canvas = run.canvas(rows: rows, columns: columns)
      for panel in canvas.panels {
        for row in panel.rect.row..<panel.rect.endRow {
          #expect(canvas[row, panel.rect.column - 1].character == "│", "\(panel.name)")
          #expect(canvas[row, panel.rect.endColumn].character == "│", "\(panel.name)")
        }
      }
    }
  }

  /// The first line names all screens by their keys and never lacks the step.
  @Test(arguments: classes)
  func theFirstLineSaysWhereAndWhen(rows: Int, columns: Int) throws {
    for screen in Self.screens where screen != "G" {
      let run = try KindOfRun.converted.run(screen: screen)
      let first = run.canvas(rows: rows, columns: columns).text.prefix { $0 != "\n" }
      let shown = DashboardRegistry.standard.screen(run.state.screen)
      // Where there is little room, names are short and stand close to their keys.
      let words = "123456789G".reduce(" " + first) {
        $0.replacing(" \($1) ", with: " \($1)")
      }
      #expect(words.contains(" \(screen)\(shown.tab) "))
      #expect("123456789G".allSatisfy { words.contains(" \($0)") })
      #expect(first.contains("t=40/64") && first.contains("PAUSED"))
    }
  }

  /// Every tab can be clicked on.
  @Test func tabsLeadToTheirScreens() throws {
    let run = try KindOfRun.converted.run()
    for key in Self.screens {
      var other = run
      other.press(.character(key))
      let areas = run.canvas(rows: 24, columns: 80).clickAreas
      #expect(areas.contains { $0.target == .key(.character(key)) && $0.rect.row == 0 })
    }
  }

  /// Every screen says in a sentence what it shows.
  @Test(arguments: KindOfRun.allCases, screens)
  func everyScreenButTheLogHasAnInsight(kind: KindOfRun, screen: Character) throws {
    let run = try kind.run(screen: screen)
    let lines = run.canvas(rows: 40, columns: 160).text.split(separator: "\n")
    let sentence = lines[lines.count - 2]
    let mayBeSilent = screen == "7" || (screen == "6" && kind != .compared)
    #expect(sentence.count > 20 || mayBeSilent, "\(sentence)")
  }

  /// On a large terminal many cells of a screen say something, even of so small a network; of its
  /// SIN there are two rows only.
  @Test(arguments: Array("123568"))
  func largeScreensAreUsed(screen: Character) throws {
    var run = try ExampleRun(steps: 64, secondRun: screen == "6" ? Max() : nil)
    run.press(.character(screen))
    let canvas = run.canvas(rows: 60, columns: 200)
    var used = 0
    for row in 0..<60 {
      for column in 0..<200 {
        let cell = canvas[row, column]
        let isInPlot = canvas.plots.contains { $0.contains(row: row, column: column) }
        if cell.scalar != " " || cell.style.background != nil || isInPlot { used += 1 }
      }
    }
    #expect(used * 100 >= 45 * 60 * 200, "\(used * 100 / 12_000) % of the screen")
  }
}
