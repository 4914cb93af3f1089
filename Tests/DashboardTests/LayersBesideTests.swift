import Dashboard
import TerminalUI
import Testing

/// Compare where no second network runs and none can be made: two layers of the one beside each
/// other.
@Suite struct LayersBesideTests {
  private func run(
    steps: Int, isReplayed: Bool = false, isTrained: Bool = true
  ) throws -> ExampleRun {
    var run = try ExampleRun(steps: steps, isTrainedSpiking: isTrained, isReplayed: isReplayed)
    var context = try #require(run.state.context)
    (context.methods, context.methodNames) = (["trained"], ["trained"])
    run.receive(.loaded(context))
    run.press(.character("6"))
    return run
  }

  private func rows(_ run: ExampleRun, _ panel: String?) throws -> [[Substring: Substring]] {
    let table = try #require(run.state.plottedNumbers(ofPanel: panel))
    let lines = table.csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  /// Every pane is drawn with something in it, at every size, before the first step and after.
  @Test(arguments: [0, 1, 20], [(24, 80), (40, 120), (45, 160), (60, 200), (90, 300)])
  func itShowsBothLayers(steps: Int, size: (rows: Int, columns: Int)) throws {
    for isReplayed in [false, true] {
      let run = try run(steps: steps, isReplayed: isReplayed)
      let canvas = run.canvas(rows: size.rows, columns: size.columns)
      #expect(canvas.text.contains("A conv1, B fc1"))
      let names = canvas.panels.map(\.name)
      #expect(Set(names).isSuperset(of: ["layer-spikes", "layer-table"]), "\(names)")
      #expect(size.rows < 40 || names.contains("first-spikes"), "\(names)")
    }
  }

  /// Intervals of what is replayed are counted, whether an analog network is known or not.
  @Test(arguments: [true, false])
  func replayedSpikesHaveIntervals(isTrained: Bool) throws {
    let run = try run(steps: 40, isReplayed: true, isTrained: isTrained)
    #expect((run.state.context?.hasANN ?? false) != isTrained)
    for layer in run.engine.status.runState.statistics.layers.prefix(2) {
      #expect(layer.regularity.map { $0.count == $0.lengths.reduce(0, +) && $0.count > 0 } == true)
    }
    #expect(try !rows(run, "intervals").isEmpty)
    #expect(try rows(run, "layer-table").allSatisfy { Double($0["isi_mean"] ?? "") != nil })
    let pane = try #require(run.canvas(rows: 60, columns: 200).panel(named: "intervals"))
    #expect(pane.text.contains { "▁▂▃▄▅▆▇█".contains($0) })
  }

  /// The difference is that of the rates, and the shares of neurons that have fired never fall.
  @Test func numbersAgree() throws {
    let run = try run(steps: 20)
    let steps = try rows(run, nil)
    #expect(steps.count == 20)
    for row in steps {
      let (one, other) = (Double(row["rate_A"] ?? ""), Double(row["rate_B"] ?? ""))
      let difference = try #require(Double(row["difference"] ?? ""))
      #expect(try abs(#require(one) - #require(other) - difference) < 1e-6)
    }
    let fired = try rows(run, "first-spikes")
    for layer in ["conv1", "fc1"] {
      let shares = fired.filter { $0["layer"] == layer[...] }
        .compactMap { Double($0["fired_share"] ?? "") }
      #expect(shares.count == 20 && shares == shares.sorted())
      #expect(shares.allSatisfy { (0...1).contains($0) })
    }
    let means = try rows(run, "layer-table")
    for (layer, side) in [("conv1", "rate_A"), ("fc1", "rate_B")] {
      let mean = steps.compactMap { Double($0[side[...]] ?? "") }.reduce(0, +) / 20
      let told = means.first { $0["layer"] == layer[...] }.flatMap { Double($0["rate"] ?? "") }
      #expect(try abs(#require(told) - mean) < 1e-5, "\(layer)")
    }
  }

  /// Up and down go from layer to layer, and Enter opens the one under the cursor.
  @Test func theCursorChoosesA() throws {
    var run = try run(steps: 20)
    run.press(.down)
    #expect(run.state.layer == 1 && run.canvas().text.contains("A fc1, B conv1"))
    run.press(.character("v"))
    #expect(run.canvas().text.contains("A fc1, B conv1"), "there is no third layer")
    run.press(.enter)
    #expect(run.state.screen == .layer)
  }

  @Test func itSpeaks() throws {
    let run = try run(steps: 20)
    let sentences = run.state.sentences().joined(separator: " ")
    #expect(sentences.contains("A, conv1: ") && sentences.contains("B, fc1: "))
  }
}
