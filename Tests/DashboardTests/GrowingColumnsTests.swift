import Conversion
import Dashboard
import TerminalUI
import Testing

/// A larger terminal has all columns of the tables of a smaller one.
@Suite struct GrowingColumnsTests {
  /// The titles of the columns in the first lines of the panes of a screen.
  private func titles(_ canvas: Canvas) -> Set<String> {
    var titles: Set<String> = []
    for panel in canvas.panels where Self.tables.contains(panel.name) && panel.rect.rows > 0 {
      let line = String(
        (panel.rect.column..<panel.rect.endColumn).map {
          canvas[panel.rect.row, $0].character
        })
      for word in line.split(separator: " ") where word.contains(where: \.isLetter) {
        titles.insert("\(panel.name): \(word)")
      }
    }
    return titles
  }

  private static let tables: Set = [
    "layers", "layer-table", "own-layers", "totals", "table", "worst",
  ]

  /// In every width with the rows of a height, on each screen with tables of its own.
  @Test(arguments: [24, 40, 45, 60, 90], ["compared", "converted", "trained"])
  func growingNeverRemovesAColumn(rows: Int, kind: String) throws {
    for screen in "1234567" {
      var run = try ExampleRun(
        steps: 64, secondRun: kind == "compared" ? Half() : nil,
        isTrainedSpiking: kind == "trained")
      run.press(.character(screen))
      var known: (columns: Int, titles: Set<String>) = (0, [])
      for columns in stride(from: 80, through: 300, by: 4) {
        let now = titles(run.canvas(rows: rows, columns: columns))
        let missing = known.titles.subtracting(now)
        #expect(
          missing.isEmpty, "\(screen) \(kind): \(known.columns) -> \(columns)x\(rows): \(missing)")
        known = (columns, now.union(known.titles))
      }
    }
  }

  /// The least of them, by name.
  @Test(arguments: [(24, 80), (40, 120), (45, 160), (60, 200), (90, 300)])
  func compareHasAllNumbersOfLayers(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 64, secondRun: Half())
    run.press(.character("6"))
    let text = run.canvas(rows: rows, columns: columns).text
    for title in ["neurons", "rate A", "rate B", "SIN A", "SIN B", "D A", "D B", "differ"] {
      #expect(text.contains(title), "\(title)")
    }
  }
}
