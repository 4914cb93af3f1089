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

    run.press(.character("-"), .character("-"))
    #expect(run.state.rasterView.stepsPerCell == 8)
    for _ in 0..<12 { run.press(.character("-")) }
    #expect(run.state.rasterView.stepsPerCell == 64)
    for _ in 0..<12 { run.press(.character("+")) }
    #expect(run.state.rasterView.stepsPerCell == 1)
    run.press(.character("z"))
    #expect(run.state.rasterView.stepsPerCell == 2)
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

  /// A step more changes the beam and what is at it, not the page.
  @Test func aSweepChangesFewCells() throws {
    var run = try ExampleRun(steps: 150)
    run.press(.character("2"))
    let before = run.canvas(rows: 40, columns: 60)

    run.press(.character("."))

    #expect(changedColumns(before, run.canvas(rows: 40, columns: 60), in: 9..<28).count <= 3)
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

      let isSame = draw(run.state, size: size, memo: memo) == draw(run.state, size: size)

      #expect(isSame, "\(run.state.rasterView) at step \(run.state.step)")
    }
  }

  /// Strips of many neurons too: the rate that dots must come up to hardly changes.
  @Test func stripsChangeWhereTheBeamIs() throws {
    var run = try ExampleRun(steps: 150)
    var changed = 0
    for _ in 0..<20 {
      let before = run.canvas(rows: 40, columns: 120)
      run.press(.character("."))
      let after = run.canvas(rows: 40, columns: 120)
      changed += (33..<119).count { column in
        (2..<20).contains { before[$0, column] != after[$0, column] }
      }
    }

    #expect(changed <= 20 * 3, "a step changes its own column and the gap")
  }

  /// In a scroll the present is at the right edge, and all of it has moved after a cell's steps.
  @Test func aScrollEndsWithThePresent() throws {
    var run = try ExampleRun(steps: 150)
    run.press(.character("2"), .character("w"), .character("w"))
    let width = 80 - 32 - 9

    let canvas = run.canvas(rows: 24, columns: 80)
    #expect(canvas[1, 9 + width - 1].character == "▼")

    let cells = (9..<9 + width).map { canvas[2, $0].character }
    run.press(.character("."), .character("."))
    let moved = run.canvas(rows: 24, columns: 80)
    #expect((9..<9 + width - 1).map { moved[2, $0].character } == Array(cells.dropFirst()))
  }

  /// Where time has begun a page, the page before is still there behind the beam.
  @Test func aSweepKeepsTheOldPageBehindTheBeam() throws {
    var run = try ExampleRun(steps: 78)
    run.press(.character("2"))
    let old = run.canvas(rows: 24, columns: 80)

    run.press(.character("."), .character("."), .character("."), .character("."))

    let canvas = run.canvas(rows: 24, columns: 80)
    #expect((12..<48).map { canvas[2, $0] } == (12..<48).map { old[2, $0] })
    #expect((12..<48).contains { canvas[2, $0] != .blank })
    #expect(canvas[2, 11] == .blank, "a gap in front of the beam")
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

  @Test(arguments: ["", "w", "ww", "Z", "----", "++", "wZ---", "wwZ+"], ["1", "2", "3", "p"])
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
      (1..<left.size.rows - 3).contains { left[$0, column] != right[$0, column] }
    }
  }
}
