import Conversion
import Dashboard
import SpikeStatistics
import TerminalUI
import Testing

/// What is said of one moment is not read as of another, and what is equal looks equal.
@Suite struct SaidTrulyTests {
  private static let sizes = [(24, 80), (40, 120), (45, 160), (60, 200), (90, 300)]

  private func lines(_ run: ExampleRun, rows: Int = 40, columns: Int = 120) -> [String] {
    run.canvas(rows: rows, columns: columns).text.split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  // MARK: - Which steps

  /// The verdict on a spike says as of which step it is one.
  @Test func originsSayAsOfWhichStep() throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character("i"), .enter)
    let step = run.state.step
    #expect(step < 40)

    let shown = lines(run, rows: 60, columns: 200)
    let origin = try #require(shown.first { $0.contains("SIN origin") })
    #expect(origin.contains("local at t=\(step)") || origin.contains("inherited at t=\(step)"))
  }

  /// Lead and lag are means over all steps, and say so beside D, which is of one.
  @Test(arguments: sizes)
  func meansSayTheirSteps(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 40)
    run.press(.character("5"))

    let text = run.canvas(rows: rows, columns: columns).text
    #expect(text.contains("D now  lead   lag"))
    #expect(text.contains("lead, lag: mean of t=1-40"), "\(rows)x\(columns)")
  }

  /// Where potentials are not known nothing claims to be one.
  @Test func spikesSoFarAreNotCalledPotential() throws {
    var run = try ExampleRun(steps: 40, isReplayed: true)
    run.press(.character("3"))
    let replayed = run.canvas(rows: 60, columns: 200).text
    #expect(replayed.contains("spikes so far") && !replayed.contains("potential over time"))

    run = try ExampleRun(steps: 40)
    run.press(.character("3"))
    #expect(run.canvas(rows: 60, columns: 200).text.contains("potential over time"))
  }

  /// The last step reached is not taken for the end of the run.
  @Test func theEndOfWhatIsKnownIsSaid() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.end)
    #expect(run.state.message?.text.hasPrefix("t=20 is the last step reached, of 64") == true)

    run = try ExampleRun(steps: 64)
    run.press(.end)
    #expect(run.state.message == nil)
    run.press(.character(" "))
    #expect(run.effects == [.engine(.run)])
    #expect(run.state.message?.text.hasSuffix("goes on to t=128") == true)

    run = try ExampleRun(steps: 20)
    run.press(.character(" "))
    #expect(run.effects == [.engine(.run)] && run.state.message == nil)
  }

  // MARK: - What is equal

  /// A network beside itself: the curves of A and B are the same to the dot.
  @Test(arguments: sizes)
  func equalCurvesLookEqual(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 40, secondRun: Robust())
    run.press(.character("6"))
    let canvas = run.canvas(rows: rows, columns: columns)
    guard let panel = canvas.panel(named: "course") else { return }
    let height = panel.size.rows / 2
    let curves = { (first: Int) in
      (first..<first + height).map { row in
        panel.cells(inRow: row).dropFirst(10).dropLast(16).map(\.character)
      }
    }

    #expect(curves(0) == curves(panel.size.rows - height))
  }

  /// A class has one colour in a picture: that of its curve is that of its bar.
  @Test(arguments: [(60, 200), (90, 300)], [8, 20, 64])
  func barsHaveTheColoursOfCurves(size: (rows: Int, columns: Int), steps: Int) throws {
    let run = try ExampleRun(steps: steps)
    let canvas = run.canvas(rows: size.rows, columns: size.columns)
    let (bars, course) = (
      try #require(canvas.panel(named: "output")), try #require(canvas.panel(named: "course"))
    )
    for (index, name) in ["one", "two", "three"].enumerated() {
      let bar = bars.cells(inRow: index).filter { (0x2588...0x258F).contains($0.scalar.value) }
      let curve = try #require(style(of: name, in: course))
      #expect(bar.allSatisfy { $0.style == curve }, "\(name)")
    }
  }

  private func style(of word: String, in canvas: Canvas) -> Style? {
    for row in 0..<canvas.size.rows {
      let cells = Array(canvas.cells(inRow: row))
      let text = String(cells.map(\.character))
      guard let range = text.range(of: word) else { continue }
      return cells[text.distance(from: text.startIndex, to: range.lowerBound)].style
    }
    return nil
  }

  /// What the comparison is about is there at every size.
  @Test(arguments: sizes)
  func whatDiffersStays(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 40, secondRun: Half())
    run.press(.character("6"))
    let panel = try #require(run.canvas(rows: rows, columns: columns).panel(named: "layers"))
    let titles = String(panel.cells(inRow: 0).map(\.character))
    #expect(titles.contains("differ"), "\(titles)")
  }

  // MARK: - Where things are said

  /// A warning leaves the second line once it was to be read in the Log, and only that one.
  @Test func aWarningThatWasReadGoes() throws {
    var run = try ExampleRun(steps: 20)
    let warn = { (run: inout ExampleRun, text: String) throws in
      var context = try #require(run.state.context)
      context.notes = ["warning: \(text)"]
      run.receive(.loaded(context))
    }
    try warn(&run, "odd key")
    #expect(lines(run)[1].contains("warning: "))
    run.press(.character("7"), .character("1"))
    #expect(!lines(run)[1].contains("warning: "))
    try warn(&run, "odd value")
    #expect(lines(run)[1].contains("warning: "))
  }

  /// The first line names the screens, whatever runs behind them.
  @Test func progressTakesNoNamesAway() throws {
    var run = try ExampleRun(steps: 64)
    run.type("9 ")
    let before = lines(run)[0]
    run.receive(.evaluated(.found([ImagesScreenTests.outcomes[3]]), request: 2))
    run.receive(.evaluated(.pace(ImagePace(images: 1, seconds: 2, pause: 0.5)), request: 2))
    #expect(run.state.imageList.isRunning && lines(run)[0] == before)
  }

  /// From page to page each line of the help comes into sight, and each page is another one.
  @Test(arguments: sizes)
  func pagesAreAsHighAsTheHelp(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 20)
    run.resize(to: Size(rows: rows, columns: columns))
    run.press(.character("?"))
    let last = run.state.helpLines(filter: "").count - 1
    var (seen, pages) = (Set<Int>(), 0)
    while pages < 100 {
      let canvas = run.canvas(rows: rows, columns: columns)
      run.remember(canvas)
      let visible = canvas.clickAreas.compactMap {
        if case .item(let index) = $0.target { index } else { nil }
      }
      #expect(!Set(visible).isSubset(of: seen), "page \(pages)")
      seen.formUnion(visible)
      if run.state.overlay == .help(filter: "", selected: last) { break }
      run.press(.pageDown)
      pages += 1
    }
    #expect(seen == Set(0...last))
    #expect(pages <= 2 + 3 * seen.count / max(rows - 8, 1), "\(pages) pages")
  }
}
