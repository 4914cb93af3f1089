import AnalogPass
import Conversion
import Dashboard
import Evaluation
import SpikingEngine
import Tensors
import TerminalUI
import Testing

/// The list that `:diagnose` opens, and where it leads.
@Suite struct DiagnosisTests {
  /// Of the example network with a reset to zero, which is a known mistake.
  private func report() throws -> DiagnosisReport {
    let network = ExampleRun.network
    let thresholds: [Float] = [1.5, 2]
    let packed = PackedNetwork(try Hard().spikingNetwork(from: network, thresholds: thresholds))
    let images = DiagnosisImages(count: 4, threads: 2) { index in
      (ExampleRun.image(index), index % 3)
    }
    let statistics = try ActivationStatistics.collected(
      from: network, count: 4, lowestPercentile: 99, threads: 1, image: { ExampleRun.image($0) })
    let context = DiagnosisContext(
      analog: network, packed: packed, title: "hard", thresholds: thresholds, steps: 16,
      statistics: statistics)
    let measured = try DiagnosisEvidence.measured(of: context, images: images)
    let evidence = try #require(measured)
    var findings = KnownMistakes(evidence).findings
    for index in findings.indices where findings[index].id == .resetToZero {
      findings[index].remedy = "spiketop evaluate example.onnx --method robust --steps 16"
      findings[index].tried = .init(
        accuracyBefore: 0.25, accuracyAfter: 0.5, annAccuracyAfter: 0.5)
    }
    return DiagnosisReport(evidence, findings: findings, requested: 4, notes: [])
  }

  @Test(arguments: [":diagnose", "D"])
  func aDiagnosisStartsOnceAndThenIsShown(keys: String) throws {
    var run = try ExampleRun(steps: 20)

    run.type(keys)
    #expect(run.effects == [.diagnose(method: 0)])
    run.press(.escape)
    run.type(keys)
    #expect(run.effects.isEmpty, "it runs already")

    run.receive(.diagnosed(.found(try report())))
    run.press(.escape)
    run.type(keys)
    #expect(run.effects.isEmpty && run.state.overlay == .diagnosis(selected: 0))
    run.press(.character("r"))
    #expect(run.effects == [.diagnose(method: 0)])
  }

  @Test func progressIsShownInTheListAndBelowTheScreens() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":diagnose")

    run.receive(.working("diagnosing 3 of 4 images"))
    #expect(run.canvas().text.contains("diagnosing 3 of 4 images"))
    run.press(.escape)
    #expect(run.canvas().text.contains("diagnosing 3 of 4 images"))
    run.receive(.working(nil))
    #expect(!run.canvas().text.contains("diagnosing 3 of 4 images"))
  }

  @Test func xStopsOnlyWhatRuns() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":diagnose")
    run.press(.character("x"))
    #expect(run.effects == [.stopDiagnosis])

    run.receive(.diagnosed(.failed("the diagnosis was stopped")))
    #expect(run.canvas().text.contains("the diagnosis was stopped"))
    run.press(.character("x"))
    #expect(run.effects.isEmpty)
  }

  @Test func anEndBehindOtherScreensIsAnnounced() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":diagnose")
    run.press(.escape)

    run.receive(.diagnosed(.found(try report())))

    #expect(run.state.message?.text.contains("1 found") == true)
  }

  @Test func enterJumpsToTheLayer() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":diagnose")
    run.receive(.diagnosed(.found(try report())))

    run.press(.down, .down, .enter)

    #expect(run.state.screen == .layer && run.state.layer == 1 && run.state.overlay == nil)
    run.press(.backspace)
    #expect(run.state.screen == .live && run.state.layer == 0)
  }

  @Test func whatIsAboutNoLayerSaysSo() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":diagnose")
    run.receive(.diagnosed(.found(try report())))

    run.press(.enter)

    #expect(run.state.screen == .live && run.state.message?.isError == false)
  }

  @Test func theCursorStaysInTheList() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":diagnose")
    run.receive(.diagnosed(.found(try report())))

    run.press(.up)
    #expect(run.state.overlay == .diagnosis(selected: 0))
    run.press(.pageDown)
    #expect(run.state.overlay == .diagnosis(selected: 2))
  }

  @Test(arguments: [(24, 80, "diagnosis"), (16, 60, "diagnosis-small")])
  func findingsComeBeforeLayers(rows: Int, columns: Int, name: String) throws {
    var run = try ExampleRun(steps: 20)
    run.type(":diagnose")
    run.receive(.diagnosed(.found(try report())))

    try expectSnapshot(run.canvas(rows: rows, columns: columns), named: name)
  }

  @Test func everySizeHoldsTheList() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":diagnose")
    run.receive(.diagnosed(.found(try report())))

    for rows in 0...30 {
      for columns in stride(from: 0, through: 130, by: 13) {
        _ = run.canvas(rows: rows, columns: columns)
      }
    }
  }
}
