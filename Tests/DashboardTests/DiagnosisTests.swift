import Dashboard
import TerminalUI
import Testing

/// The list that `:diagnose` opens, and where it leads.
@Suite struct DiagnosisTests {
  /// Of a network with a reset to zero, which is a known mistake.
  private var report: Diagnosis.Report {
    var report = Diagnosis.Report(
      method: "hard", summary: "1 found, worst first:", isSound: false, steps: 16, count: 4,
      requested: 4)
    (report.annAccuracy, report.snnAccuracy, report.agreement) = (0.5, 0.5, 1)
    var finding = Diagnosis.Finding(
      title: "reset to zero", layer: nil, figure: "neurons are reset to zero",
      reason: "every spike throws away the charge above the threshold, so that rates stay too low "
        + "however long the run",
      remedy: "spiketop evaluate example.onnx --method robust --steps 16")
    finding.tried = Diagnosis.Trial(
      measure: "SNN", accuracyBefore: 0.25, accuracyAfter: 0.5, annAccuracyAfter: 0.5)
    report.findings = [finding]
    report.layers = [
      layer("conv1", theta: 1.5, [0.478, 0.713, 0, 0.051, 0.552, 0.139, 2]),
      layer("fc1", theta: 2, [1, 0.475, 0.16, 0.217, 0.542, 0, 4]),
    ]
    return report
  }

  /// - Parameter figures: In the order of the columns.
  private func layer(_ name: String, theta: Float, _ figures: [Double]) -> Diagnosis.Layer {
    var layer = Diagnosis.Layer(name: name, theta: theta)
    (layer.errorRemoved, layer.errorAlone) = (figures[0], figures[1])
    (layer.sinRatio, layer.missedRatio) = (figures[2], figures[3])
    (layer.silentShare, layer.saturatedShare) = (figures[4], figures[5])
    layer.firstSpike = figures[6]
    return layer
  }

  /// The list can leave as a picture, too, and stays open for that.
  @Test func theListIsExported() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("D"), .character("e"))
    for character in "a.png" { run.press(.character(character)) }
    run.press(.enter)

    guard case .export(let request)? = run.effects.first else {
      Issue.record("nothing is written: \(run.effects)")
      return
    }
    #expect(request.path == "a.png" && run.state.overlay == .diagnosis(selected: 0))
    run.press(.character(":"))
    for character in "screen sin" { run.press(.character(character)) }
    run.press(.enter)
    #expect(run.state.overlay == nil && run.state.screen == .sin)
  }

  @Test(arguments: [":diagnose", "D"])
  func aDiagnosisStartsOnceAndThenIsShown(keys: String) throws {
    var run = try ExampleRun(steps: 20)

    run.type(keys)
    #expect(run.effects == [.diagnose(method: 0, steps: 64)])
    run.press(.escape)
    run.type(keys)
    #expect(run.effects.isEmpty, "it runs already")

    run.receive(.diagnosed(.found(report)))
    run.press(.escape)
    run.type(keys)
    #expect(run.effects.isEmpty && run.state.overlay == .diagnosis(selected: 0))
    run.press(.character("r"))
    #expect(run.effects == [.diagnose(method: 0, steps: 64)])
  }

  /// What is diagnosed is what is looked at: as many steps as the run goes.
  @Test func aRunThatGoesOnIsDiagnosedAnew() throws {
    var run = try ExampleRun(steps: 64)
    run.type("D")
    #expect(run.canvas().text.contains("T = 64"))
    run.receive(.diagnosed(.found(report)))
    run.press(.escape)

    run.receiveAndObey(.key(.character(" ")))
    let steps = try #require(run.state.engine?.horizon)
    run.type("D")

    #expect(steps > 64)
    #expect(run.effects == [.diagnose(method: 0, steps: steps)])
    #expect(run.canvas().text.contains("T = \(steps)"))
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

  /// Also where it is read aloud, shares say of how many images they are.
  @Test func theReadDiagnosisSaysOfHowManyImages() throws {
    var run = try ExampleRun(steps: 20)
    let before = run.state
    run.receive(.line("diagnose"))
    run.receive(.diagnosed(.found(report)))

    #expect(
      run.state.report(since: before).contains {
        $0.hasPrefix("Diagnosis of hard at T=16: of 4 images the analog network is right on 50.0%")
      })
  }

  @Test func anEndBehindOtherScreensIsAnnounced() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":diagnose")
    run.press(.escape)

    run.receive(.diagnosed(.found(report)))

    #expect(run.state.message?.text.contains("1 found") == true)
  }

  @Test func enterJumpsToTheLayer() throws {
    var run = try ExampleRun(steps: 20)
    run.press(.character("K"))
    run.type(":diagnose")
    run.receive(.diagnosed(.found(report)))

    run.press(.down, .down, .enter)

    #expect(run.state.screen == .layer && run.state.layer == 1 && run.state.overlay == nil)
    run.press(.backspace)
    #expect(run.state.screen == .live && run.state.layer == 0)
  }

  @Test func whatIsAboutNoLayerSaysSo() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":diagnose")
    run.receive(.diagnosed(.found(report)))

    run.press(.enter)

    #expect(run.state.screen == .live && run.state.message?.isError == false)
  }

  @Test func theCursorStaysInTheList() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":diagnose")
    run.receive(.diagnosed(.found(report)))

    run.press(.up)
    #expect(run.state.overlay == .diagnosis(selected: 0))
    run.press(.pageDown)
    #expect(run.state.overlay == .diagnosis(selected: 2))
  }

  @Test(arguments: [(24, 80, "diagnosis"), (16, 60, "diagnosis-small")])
  func findingsComeBeforeLayers(rows: Int, columns: Int, name: String) throws {
    var run = try ExampleRun(steps: 20)
    run.type(":diagnose")
    run.receive(.diagnosed(.found(report)))

    try expectSnapshot(run.canvas(rows: rows, columns: columns), named: name)
  }

  @Test func everySizeHoldsTheList() throws {
    var run = try ExampleRun(steps: 20)
    run.type(":diagnose")
    run.receive(.diagnosed(.found(report)))

    for rows in 0...30 {
      for columns in stride(from: 0, through: 130, by: 13) {
        _ = run.canvas(rows: rows, columns: columns)
      }
    }
  }
}
