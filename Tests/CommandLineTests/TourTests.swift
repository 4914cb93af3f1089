import Dashboard
import Experiments
import Foundation
import OutputFiles
import Runs
import SpikeStatistics
import TerminalUI
import Testing
import TimeTravel
import spiketop

/// The tour of the bundled network, from its first step to its last.
@Suite(.serialized) struct TourTests {
  /// The dashboard of the bundled network, with an engine that obeys at once.
  private struct DemoRun {
    var state = DashboardState()
    var kept: [TourProgress] = []
    private var source: DashboardSource
    private var engine: EngineStepper

    init() throws {
      source = try DashboardSource(
        .bundled(), memory: MemoryLimits(), probes: LayerList(),
        by: RunOrigin(program: "test", arguments: [], directory: "/"),
        cache: .none, display: ProgressDisplay(show: { _ in }, say: { _ in }))
      var loader = source.loader
      let loaded = try loader.load(image: 0, method: 0, secondRun: nil)
      source.loader = loader
      engine = EngineStepper(loaded.engine)
      _ = state.update(.loaded(RunContext(loaded)))
      _ = state.update(.engine(engine.status))
    }

    mutating func take(_ event: DashboardEvent) throws {
      var effects = state.update(event)
      while !effects.isEmpty {
        var later: [DashboardEffect] = []
        for effect in effects {
          switch effect {
          case .engine(let command): engine.execute(command)
          case .load(let image, let method, let secondRun):
            var loader = source.loader
            let loaded = try loader.load(image: image, method: method, secondRun: secondRun)
            source.loader = loader
            engine.load(loaded.engine)
            later += state.update(.loaded(RunContext(loaded)))
          case .keepTour(let progress): kept.append(progress)
          case .convert, .open, .diagnose, .stopDiagnosis, .evaluate, .stopEvaluation, .picture,
            .copy, .export, .save, .record, .stopRecording, .noteInRecording, .measureMemory,
            .followRun, .quit:
            break
          }
        }
        effects = later + state.update(.engine(engine.status))
      }
    }

    mutating func press(_ keys: Key...) throws {
      for key in keys { try take(.key(key)) }
    }
  }

  /// What each step says to press; the eighth wants another method, by its number.
  private static let suggested: [[Key]] = [
    [.character(" ")], [.character(",")], [.character("i")], [.enter], [.character("]")],
    [.character("G")], [.character("I")], [.escape, .character("M"), .character("4")],
    [.pageDown], [.character("?"), .character("s"), .character("i"), .character("n"), .escape],
  ]

  /// What steps speak of, which has to be seen beside them even on a small terminal.
  private static let spokenOf = [
    1: "strips", 3: "strips", 4: "table", 5: "cause", 7: "graph", 8: "graph",
  ]

  @Test func theSuggestedKeysLeadFromStartToEnd() throws {
    var run = try DemoRun()
    try run.take(.line(":tour"))
    #expect(run.state.step == 0 && run.state.screen == .live)
    for (index, keys) in Self.suggested.enumerated() {
      let step = try #require(run.state.tourStep)
      #expect(step.number == index + 1, "at \(run.state.screen), t=\(run.state.step)")
      // What is to be pressed last, or first where something has to be closed, is in the text.
      let names = keys.map(name(of:))
      #expect(names.contains { step.step.text(run.state).contains("ress \($0)") })
      for (rows, columns) in [(24, 80), (60, 200)] {
        let text = draw(run.state, size: Size(rows: rows, columns: columns)).text
        #expect(text.contains(" tour \(index + 1) of 10: \(step.step.title) "))
        for word in step.step.text(run.state).split(separator: " ") {
          #expect(text.contains(word), "\(word) of step \(index + 1) at \(columns)x\(rows)")
        }
      }
      if let part = Self.spokenOf[index + 1] {
        let canvas = draw(run.state, size: Size(rows: 24, columns: 80))
        #expect(canvas.panel(named: part) != nil, "step \(index + 1)")
      }
      for key in keys { try run.press(key) }
    }
    #expect(run.state.tourStep == nil && run.kept.last == .over)
    #expect(run.kept == (1...10).map { .at(step: $0) } + [.over])
    #expect(run.state.message?.text.hasPrefix("that was the tour") == true)
  }

  /// Any way to what is asked for counts, and nothing else does.
  @Test func otherWaysCountAndOtherKeysDoNot() throws {
    var run = try DemoRun()
    try run.take(.line(":tour"))
    try run.press(.character("2"), .character("1"), .character("."), .character("t"))
    #expect(run.state.tourStep?.number == 1)
    try run.take(.line(":t 20"))
    #expect(run.state.tourStep?.number == 2)
    try run.press(.character("L"))
    #expect(run.state.tourStep?.number == 2)
    try run.take(.line(":step -3"))
    #expect(run.state.tourStep?.number == 3)
    try run.take(.pointer(.key(.character("4"))))
    #expect(run.state.tourStep?.number == 4)
    try run.take(.line(":tour 9"))
    try run.take(.line(":image 2"))
    #expect(run.state.tourStep?.number == 10)
    try run.press(.character("?"))
    #expect(run.state.tourStep?.number == 10, "nothing was searched yet")
  }

  @Test func escapeAndOffEndItAndItGoesOnFromThere() throws {
    var run = try DemoRun()
    try run.take(.touring(.at(step: 3)))
    #expect(run.state.message == nil && run.state.tourStep == nil)
    try run.take(.line(":tour"))
    #expect(run.state.tourStep?.number == 3)
    try run.press(.character("?"), .escape)
    #expect(run.state.tourStep?.number == 3, "the help was closed")
    try run.press(.escape)
    #expect(run.state.tourStep == nil && run.state.screen == .live)
    try run.take(.line(":tour"))
    try run.take(.line(":tour off"))
    #expect(run.state.tourStep == nil)
    #expect(run.state.message?.text.contains("step 3") == true)
    try run.take(.line(":tour 11"))
    #expect(run.state.message?.text == "tour 11 is out of reach: 1 to 10")
  }

  /// The screen has the rows that the box does not take: nothing is hidden.
  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60)])
  func theBoxHidesNothing(rows: Int, columns: Int) throws {
    var run = try DemoRun()
    for number in 1...10 {
      try run.take(.line(":tour \(number)"))
      let canvas = draw(run.state, size: Size(rows: rows, columns: columns))
      let lines = canvas.text.split(separator: "\n", omittingEmptySubsequences: false)
      let top = try #require(lines.firstIndex { $0.contains(" tour \(number) of 10") })
      #expect(top >= 2 + (rows - 4) / 2)
      for panel in canvas.panels { #expect(panel.rect.endRow <= top) }
      try run.press(.escape)
    }
  }

  @Test func theOfferIsMadeOnceAndNothingFailsWhereNothingCanBeKept() throws {
    let scratch = try Scratch()
    let file = TourFile(
      in: StoredFiles(folder: URL(filePath: scratch.path("state")), limit: 1 << 12))
    guard case .touring(nil) = file.greeting() else {
      Issue.record("the first start offers the tour")
      return
    }
    guard case .touring(.offered) = file.greeting() else {
      Issue.record("the second one does not")
      return
    }
    for progress in [TourProgress.at(step: 4), .over, .offered] {
      file.write(progress)
      #expect(file.read() == progress)
    }
    try Data("tour 7 step 4".utf8).write(
      to: URL(filePath: scratch.path("state/progress")))
    #expect(file.read() == nil)

    let nowhere = TourFile(
      in: StoredFiles(folder: URL(filePath: "/dev/null/none"), limit: 1 << 12))
    #expect(nowhere.greeting() == nil)
    nowhere.write(.at(step: 2))
    #expect(TourFile(in: StoredFiles(folder: nil, limit: 1)).greeting() == nil)
  }

  @Test func theOfferStandsInTheStatusLineUntilTheNextKey() throws {
    var run = try DemoRun()
    try run.take(.touring(nil))
    #expect(draw(run.state, size: Size(rows: 24, columns: 80)).text.contains("new here? ':tour'"))
    try run.press(.character("."))
    #expect(run.state.message == nil)
  }

  /// `--tour` begins it, in lines too.
  @Test func theShellBeginsIt() throws {
    let outcome = try Program.shell(
      "printf 'step 16\nstep -1\nquit\n' | XDG_STATE_HOME=/dev/null/none $SPIKETOP --line --tour")

    let steps = outcome.outputLines.filter { $0.hasPrefix("Tour, step ") }
    #expect(steps.count == 3 && steps[0].hasPrefix("Tour, step 1 of 10, run it: "))
    #expect(steps.last?.hasPrefix("Tour, step 3 of 10, ") == true)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
  }
}
