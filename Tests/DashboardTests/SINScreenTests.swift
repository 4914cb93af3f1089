import Conversion
import Dashboard
import TerminalUI
import Testing

/// The table of SIN neurons: its filter, its orders, its totals, and the sum that closes.
@Suite struct SINScreenTests {
  @Test(arguments: [
    "spikes>2", "first<=20", "last!=40", "D>=1", "v<0.5", "z=-0.046875", "local", "inherited",
    "spikes>1 inherited D<20", "",
  ])
  func aFilterKeepsTheRowsThatMatch(text: String) throws {
    var run = try ExampleRun(steps: 140)
    run.press(.character("i"))
    let all = run.state.sinTable.rows
    let filter = try NeuronFilter(text, layers: [])

    run.press(.character("/"))
    for character in text { run.press(.character(character)) }
    run.press(.enter)

    #expect(run.state.overlay == nil && run.state.message == nil)
    #expect(run.state.sinTable.rows == all.filter(filter.matches))
    #expect(run.state.sinTable.rowCount == run.state.sinTable.rows.count)
    #expect(run.state.sinTable.unfilteredCount == all.count)
  }

  /// Every comparison against what it means.
  @Test(arguments: FilterComparison.allCases, -1...3)
  func comparisonsMeanWhatTheySay(comparison: FilterComparison, spikes: Int) throws {
    let filter = try NeuronFilter("spikes\(comparison.rawValue)1", layers: [])
    var run = try ExampleRun(steps: 40)
    run.press(.character("i"))
    var row = try #require(run.state.sinTable.rows.first)
    (row.spikes, row.deviation, row.isLocal) = (spikes, nil, nil)

    let expected =
      switch comparison {
      case .more: spikes > 1
      case .atLeast: spikes >= 1
      case .less: spikes < 1
      case .atMost: spikes <= 1
      case .equal: spikes == 1
      case .different: spikes != 1
      }
    #expect(filter.matches(row) == expected)
    #expect(
      try !NeuronFilter("D>-9", layers: []).matches(row), "what is not defined matches nothing")
    #expect(
      try !NeuronFilter("local", layers: []).matches(row)
        && !NeuronFilter("inherited", layers: []).matches(row))
  }

  @Test(arguments: [
    ("gain>2", "'gain>2' in column 1: the columns are"), ("spikes", "compare as in spikes>2"),
    ("spikes>2 D>x", "'D>x' in column 10: 'x' is not a number"), ("v>nan", "not a number"),
    ("!", "the columns are"),
  ])
  func refusalsSayWhereAndWhatToType(text: String, reason: String) throws {
    let error = #expect(throws: CommandError.self) { try NeuronFilter(text, layers: []) }
    #expect(error?.description.contains(reason) == true)

    var run = try ExampleRun(steps: 40)
    run.press(.character("/"))
    for character in text { run.press(.character(character)) }
    run.press(.enter)
    #expect(run.state.overlay == .filter(text: text), "it stays to be mended")
    #expect(run.canvas(columns: 160).text.contains(reason))
  }

  /// What the table showed before at the same step hides nothing from the inspector.
  @Test(arguments: ["i", "4", "8", "4jj", "8j", "48", "i1", "42"])
  func theInspectorListsTheSameFromEverywhere(keys: String) throws {
    var first = try ExampleRun(steps: 140)
    first.press(.character("i"))
    var run = try ExampleRun(steps: 140)
    run.type(keys)
    run.press(.character("i"))

    #expect(!run.state.sinTable.rows.isEmpty)
    #expect(run.state.sinTable.rows == first.state.sinTable.rows)
    #expect(run.state.sinTable.selected == 0)
  }

  @Test func escapeLeavesTheFilterAsItWas() throws {
    var run = try ExampleRun(steps: 140)
    run.press(.character("i"), .character("/"), .character("x"), .escape)

    #expect(run.state.overlay == nil && run.state.sinTable.filter.isEmpty)
  }

  @Test func aFilterThatNothingMatchesSaysSo() throws {
    var run = try ExampleRun(steps: 140)
    run.press(.character("i"), .character("/"))
    for character in "spikes>900" { run.press(.character(character)) }
    run.press(.enter)

    #expect(run.canvas().text.contains("no row matches 'spikes>900'"))
    #expect(run.canvas().text.contains("0 of 3"))
  }

  /// Each order sorts by its own column, and none loses or invents a row.
  @Test func everyOrderSortsTheSameRows() throws {
    var run = try ExampleRun(steps: 140)
    run.press(.character("i"))
    let units = Set(run.state.sinTable.rows.map { [$0.layer, $0.unit] })

    for _ in SINTable.Order.allCases {
      let rows = run.state.sinTable.rows
      let keys = rows.map { row -> Float in
        switch run.state.sinTable.order {
        case .spikes: -Float(row.spikes)
        case .firstStep: Float(row.firstStep)
        case .lastStep: -Float(row.lastStep)
        case .deviation: -(row.deviation ?? 0)
        case .potential: row.potential ?? .nan
        case .preactivation: row.preactivation ?? .nan
        }
      }
      #expect(keys == keys.sorted() && Set(rows.map { [$0.layer, $0.unit] }) == units)
      run.press(.character("s"))
    }
    #expect(run.state.sinTable.order == .spikes)
  }

  /// The totals are those of the rows.
  @Test(arguments: [20, 60, 140])
  func totalsAreTheSumsOfTheRows(steps: Int) throws {
    var run = try ExampleRun(steps: steps)
    run.press(.character("i"))
    let status = try #require(run.state.engine)
    for layer in 0..<2 {
      let total = try #require(SINTotal(of: layer, status: status))
      let rows = run.state.sinTable.rows.filter { $0.layer == layer }

      #expect(total.neurons == rows.count)
      #expect(total.spikes == rows.reduce(0) { $0 + $1.spikes })
      #expect(total.local == rows.count { $0.isLocal == true })
      #expect(total.inherited == rows.count { $0.isLocal == false })
      let early = (1...8).reduce(0) { sum, step in
        sum
          + rows.count { status.raster.fired($0.unit, in: layer, at: step) }
      }
      #expect(total.earlySpikes == early)
    }
  }

  /// In cycle coding nobody is local or inherited.
  @Test func aBistableNetworkHasNoOrigins() throws {
    var run = try ExampleRun(method: Bistable(phases: 4), steps: 40)
    run.press(.character("i"))
    let status = try #require(run.state.engine)

    #expect(run.state.sinTable.rows.allSatisfy { $0.isLocal == nil })
    #expect(SINTotal(of: 1, status: status)?.local == nil)
  }

  /// Every SIN closes: inputs, what the conversion added, and a model term of nothing.
  @Test(arguments: [20, 140])
  func theSumOfEverySINCloses(steps: Int) throws {
    var run = try ExampleRun(method: Half(), steps: steps)
    run.press(.character("i"))
    #expect(!run.state.sinTable.rows.isEmpty)
    for _ in run.state.sinTable.rows {
      let cause = try #require(run.state.inspection?.cause)
      #expect(abs(cause.modelTerm) < 1e-4)
      run.press(.down)
    }
  }

  /// Down the causes with Enter, back up with Backspace, each place as it was left.
  @Test func causesAreFollowedAndLeftAgain() throws {
    var run = try ExampleRun(steps: 140)
    run.press(.character("i"), .enter)
    let neuron = (run.state.layer, run.state.unit, run.state.step)
    run.press(.down)
    let input = try #require(run.state.inspection?.cause?.terms[1])

    run.press(.enter)
    #expect((run.state.layer, run.state.unit) == (input.layer, input.unit))
    #expect(run.state.inspection?.unit == input.unit && run.state.step == neuron.2)
    run.press(.backspace)
    #expect((run.state.layer, run.state.unit, run.state.step) == neuron && run.state.input == 1)
    run.press(.backspace)
    #expect(run.state.screen == .sin && run.state.step == 140)
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200)])
  func sinScreen(rows: Int, columns: Int) throws {
    var run = try ExampleRun(steps: 140)
    run.press(.character("i"), .character("/"))
    for character in "spikes>2" { run.press(.character(character)) }
    run.press(.enter)

    try expectSnapshot(run.canvas(rows: rows, columns: columns), named: "sin-\(columns)x\(rows)")
  }
}
