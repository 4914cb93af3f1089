import Dashboard
import ExampleNetworks
import TerminalUI
import Testing

/// Sweep, waterfall and scroll, and the zoom of time and neurons.
@Suite struct RasterModeTests {
  @Test func wGoesThroughTheModes() throws {
    var run = try ExampleRun(steps: 20)

    let modes = (0..<4).map { _ in
      run.press(.character("w"))
      return run.state.rasterView.mode
    }

    #expect(modes == [.waterfall, .scroll, .sweep, .waterfall])
  }

  /// What scrolls costs most on a slow link; whoever wants it all the same gets it.
  @Test func aSlowScreenSweepsInsteadOfScrolling() throws {
    var run = try ExampleRun(steps: 20)
    run.receive(.slowScreen)
    #expect(run.state.rasterView.mode == .sweep && run.state.message == nil)
    run.press(.character("w"))
    run.receive(.slowScreen)
    #expect(run.state.rasterView.mode == .waterfall && run.state.message == nil)
    run.press(.character("w"))

    run.receive(.slowScreen)

    #expect(run.state.rasterView.mode == .sweep)
    #expect(run.state.message?.text.contains("rasters sweep") == true)
  }

  @Test func timeZoomDoublesHalvesAndHasEnds() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("+"), .character("+"), .character("-"))
    #expect(run.state.rasterView.timeZoom == 1)
    for _ in 0..<20 { run.press(.character("+")) }
    #expect(run.state.rasterView.timeZoom == 12)
    for _ in 0..<20 { run.press(.character("-")) }
    #expect(run.state.rasterView.timeZoom == 0, "the whole run is shown")
    run.press(.character("+"), .character("z"))
    #expect(run.state.rasterView.timeZoom == 0)
  }

  @Test func unitZoomGoesUpToAllNeuronsAndBack() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("2"), .character("J"))

    let zooms = (0..<5).map { _ in
      run.press(.character("Z"))
      return run.state.rasterView.unitsPerDot
    }

    #expect(zooms == [2, 4, 8, 16, 1])
  }

  /// What cannot be seen does not change.
  @Test func unitZoomIsThatOfTheScreen() throws {
    var run = try ExampleRun(steps: 20)

    run.press(.character("Z"))
    #expect(run.state.liveScreen.enlargesLayer && run.state.rasterView.unitsPerDot == 1)
    run.press(.character("2"), .character("Z"), .character("1"))
    #expect(run.state.liveScreen.enlargesLayer && run.state.rasterView.unitsPerDot == 2)
    run.press(.character("7"), .character("Z"))
    #expect(run.state.rasterView.unitsPerDot == 2 && run.state.message != nil)
  }

  /// What the layer screen shows of the spikes, without the labels.
  private func raster(_ run: ExampleRun) throws -> Canvas {
    try #require(run.canvas(rows: 24, columns: 80).panel(named: "picture"))
  }

  private let labels = 9

  /// A step more changes the beam and what is at it, not the page.
  @Test func aSweepChangesFewCells() throws {
    var run = try ExampleRun(steps: 40)
    run.type("K2")
    let before = try raster(run)

    run.press(.character("."))

    let after = try raster(run)
    #expect(changedColumns(before, after, in: labels..<after.size.columns).count <= 3)
  }

  /// What was drawn before changes nothing of what is drawn next, whatever happens in between.
  @Test(arguments: 0..<8)
  func aMemoChangesNothing(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    var run = try ExampleRun(steps: 30)
    let memo = RasterMemo()
    let keys = Array("wwZz+-12JKjk.,HL.").map(Key.character)
    for _ in 0..<150 {
      run.press(keys[Int.random(in: 0..<keys.count, using: &random)])
      let size = Size(rows: 40, columns: Int.random(in: 80...120, using: &random))

      let (kept, anew) = (draw(run.state, size: size, memo: memo), draw(run.state, size: size))

      #expect(kept == anew, "\(firstDifference(kept, anew)) at step \(run.state.step)")
    }
  }

  /// Where two canvases differ, and the panel that it is in.
  private func firstDifference(_ left: Canvas, _ right: Canvas) -> String {
    for row in 0..<left.size.rows {
      for column in 0..<left.size.columns where left[row, column] != right[row, column] {
        let panel = left.panels.last { $0.rect.contains(row: row, column: column) }?.name ?? ""
        return "row \(row), column \(column) of '\(panel)': \(left[row, column]) or "
          + "\(right[row, column])"
      }
    }
    return "nothing but what can be clicked"
  }

  /// The columns of the strips that a step changes.
  private func columnsChangedByAStep(_ run: inout ExampleRun) throws -> Int {
    let before = run.canvas(rows: 40, columns: 120)
    run.press(.character("."))
    let after = run.canvas(rows: 40, columns: 120)
    let strips = try #require(after.panels.first { $0.name == "strips" }).rect
    return (strips.column + 33..<strips.endColumn).count { column in
      (strips.row + 1..<strips.endRow - 1).contains { before[$0, column] != after[$0, column] }
    }
  }

  /// Strips of many neurons too: the rate that dots must come up to hardly changes.
  @Test func stripsChangeWhereTheBeamIs() throws {
    var run = try ExampleRun(steps: 20)
    for _ in 0..<20 {
      #expect(try columnsChangedByAStep(&run) <= 3, "a step changes its own column")
    }
  }

  /// The first step behind the planned end makes the scale longer; those that follow do not.
  @Test func aRunBehindItsEndIsScaledOnce() throws {
    var run = try ExampleRun(steps: 150)
    #expect(try columnsChangedByAStep(&run) > 3, "the end was at step 150")
    for _ in 0..<20 { #expect(try columnsChangedByAStep(&run) <= 3) }
  }

  /// In a scroll the present is at the right edge, and all of it has moved after a cell's steps.
  @Test func aScrollEndsWithThePresent() throws {
    var run = try ExampleRun(steps: 50)
    run.type("2ww+")
    let canvas = try raster(run)
    let width = 32
    #expect(canvas[0, labels + width - 1].character == "▼", "a cell for each step")

    let cells = (labels..<labels + width).map { canvas[1, $0] }
    run.type(".")
    let moved = try raster(run)
    #expect((0..<width - 2).allSatisfy { moved[1, labels + $0] == cells[$0 + 1] })
    #expect(moved[0, labels + width - 1].character == "▼")
  }

  /// Where time has begun a page, the page before is still there behind the beam.
  @Test func aSweepKeepsTheOldPageBehindTheBeam() throws {
    var run = try ExampleRun(steps: 32)
    run.type("2+")
    let old = try raster(run)

    run.type("..")

    let canvas = try raster(run)
    // In the last column the present was.
    let behind = labels + 6..<canvas.size.columns - 1
    for row in 1..<canvas.size.rows - 1 {
      #expect(behind.map { canvas[row, $0].scalar } == behind.map { old[row, $0].scalar })
    }
    #expect(behind.contains { canvas[1, $0] != .blank })
    let gap = labels + 3
    #expect(
      (1..<canvas.size.rows - 1).allSatisfy { canvas[$0, gap] == .blank },
      "a gap in front of the beam")
  }

  @Test(arguments: [
    ("w", "live-waterfall"), ("ww", "live-scroll"), ("Z", "live-one-layer"),
    ("---", "live-time-zoom"), ("2Jw", "layer-waterfall"), ("2ZZ", "layer-unit-zoom"),
  ])
  func modes(keys: String, name: String) throws {
    var run = try ExampleRun(steps: 140)

    run.type(keys)

    try expectSnapshot(run.canvas(), named: name)
  }

  @Test(arguments: ["", "w", "ww", "Z", "----", "++", "wZ---", "wwZ+"], ["1", "K2", "K3", "p"])
  func everyModeDrawsAtAnySize(keys: String, screen: String) throws {
    var run = try ExampleRun(steps: 140)

    run.type(screen + keys)

    for rows in [0, 1, 5, 16, 17, 24, 60] {
      for columns in [0, 1, 20, 60, 61, 80, 200] { _ = run.canvas(rows: rows, columns: columns) }
    }
  }

  /// The columns in which two canvases differ.
  private func changedColumns(_ left: Canvas, _ right: Canvas, in columns: Range<Int>) -> [Int] {
    columns.filter { column in
      (1..<left.size.rows - 1).contains { left[$0, column] != right[$0, column] }
    }
  }
}
