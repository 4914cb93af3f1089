import Dashboard
import TerminalUI
import Testing

/// Pictures are drawn pixel by pixel where they have room, and else say at what scale they are.
@Suite struct PictureScaleTests {
  /// The run before a picture of another size.
  private func run(side: Int) throws -> ExampleRun {
    var run = try ExampleRun(steps: 40)
    var context = try #require(run.state.context)
    let values = (0..<side * side).map { Float($0 % 7) / 6 }
    context.picture = ColorImage(grey: PixelImage(width: side, height: side, values: values))
    run.receive(.loaded(context))
    run.receive(.engine(run.engine.status))
    return run
  }

  /// What the frame of the input says, and how many cells have pixels.
  private func input(of canvas: Canvas) throws -> (title: String, pixels: Int)? {
    guard let panel = canvas.panels.first(where: { $0.name == "input" }) else { return nil }
    let picture = try #require(canvas.panel(named: "input"))
    let cells = (0..<picture.size.rows).flatMap { picture.cells(inRow: $0) }
    let title = canvas.cells(inRow: panel.rect.row - 1).dropFirst(panel.rect.column)
      .prefix(panel.rect.columns).map { String($0.character) }.joined()
    return (title, cells.count { $0.style.background != nil })
  }

  /// A picture of 32x32 has all of its pixels at all sizes that are designed for.
  @Test(arguments: [(40, 120), (45, 160), (60, 200), (90, 300)])
  func anImageOfUsualSizeHasAllOfItsPixels(rows: Int, columns: Int) throws {
    let shown = try #require(
      try input(of: run(side: 32).canvas(rows: rows, columns: columns)))

    #expect(shown.pixels >= 32 * 16)
    #expect(!shown.title.contains("at 1/"), "\(shown.title)")
  }

  /// Wherever a picture is shrunk, its frame says so, and only there.
  @Test(arguments: ["1", "8"], [6, 32, 33, 64, 96, 224])
  func aShrunkPictureSaysSo(screen: Character, side: Int) throws {
    var run = try run(side: side)
    run.press(.character(screen))
    for (rows, columns) in [(24, 80), (30, 100), (40, 120), (45, 160), (60, 200), (90, 300)] {
      guard let shown = try input(of: run.canvas(rows: rows, columns: columns)) else { continue }
      let isWhole = shown.pixels >= side * (side / 2)
      #expect(shown.title.contains("at 1/") != isWhole, "\(columns)x\(rows): \(shown.title)")
    }
  }

  /// Nothing leaves Live where the terminal grows, whatever the size of the picture.
  @Test(arguments: [32, 64, 96, 224])
  func aGrowingPictureRemovesNothing(side: Int) throws {
    let run = try run(side: side)
    for columns in [80, 100, 120, 160, 200, 300] {
      var shown: Set<String> = []
      for rows in 20...80 {
        let names = Set(run.canvas(rows: rows, columns: columns).panels.map(\.name))
        #expect(shown.isSubset(of: names), "\(columns)x\(rows)")
        shown = names
      }
    }
  }
}
