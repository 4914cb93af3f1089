import Dashboard
import Experiments
import Foundation
import PlainText
import TerminalUI

/// The dashboard as a conversation: lines in, sentences out, and no escape codes.
///
/// Nothing happens between two lines, so a run goes as fast as it can, and ends before the next
/// line is read.
struct LineLoop {
  private var runner: EffectRunner<LineEngine, ForegroundWork>
  private var state: DashboardState
  private let source: (@Sendable () -> ReplayReport)?

  /// Pictures are those of a terminal of the usual size.
  private let view = ScreenView(size: ScreenView.usualSize)

  init(
    _ background: BackgroundWork, image: Int, secondRun: String?, channels: RunChannels,
    configuration: Configuration
  ) throws {
    let loaded = try background.loadNow(image: image, method: 0, secondRun: secondRun)
    var engine = LineEngine(loaded.engine)
    var recording = RunRecording(header: loaded.header)
    if let file = channels.record {
      engine.attach(try recording.begin(in: file, firstStep: 1))
    }
    source = channels.source
    state = DashboardState(configuration)
    _ = state.update(.loaded(RunContext(loaded)))
    _ = state.update(.engine(engine.status))
    runner = EffectRunner(
      engine, work: ForegroundWork(background), recording: recording,
      channels: RunChannels(cache: channels.cache, command: channels.command))
    let tour = TourFile()
    runner.tour = tour
    if let progress = tour.read() { _ = state.update(.touring(progress)) }
  }

  /// Reads lines up to the end of the input, or until the user quits.
  ///
  mutating func run(_ start: StartView) throws {
    takeStream()
    for event in start.events { take(event) }
    try say(state.introduction() + state.messageSentence() + state.tourSentences)
    while !runner.isDone, let line = readLine() {
      let known = state.message
      takeStream()
      // What has become of the stream since is no answer to the line.
      if state.message != known { try say(state.messageSentence()) }
      guard !line.isEmpty || state.asksSomething else {
        try say(state.presentSentence() + state.sentences())
        continue
      }
      // What was not UTF-8 has become U+FFFD, and would name other files than were meant.
      guard !line.unicodeScalars.contains("\u{FFFD}") else {
        try say(["This line is not UTF-8, as names of files must be here; type it otherwise."])
        continue
      }
      let before = state
      take(.line(line))
      try say(state.report(since: before))
      state.closeWhatWasRead()
    }
    runner.engine.detachAll()
    runner.recording?.finish()
  }

  /// Takes in how the run is going that is not computed here, and how far it has come.
  private mutating func takeStream() {
    guard let source, runner.recording?.header == nil else { return }
    take(.streaming(StreamReport(source())))
    _ = state.update(.engine(runner.engine.status))
  }

  private func say(_ sentences: [String]) throws {
    StandardOutput.print(lines: sentences)
    try StandardOutput.flush()
  }

  private mutating func take(_ event: DashboardEvent) {
    defer { if let report = runner.recording?.takeReport() { take(.recording(report)) } }
    for effect in state.update(event) {
      for event in runner.run(effect, of: state, in: view) {
        take(event)
        if case .loaded = event { take(.engine(runner.engine.status)) }
      }
    }
  }
}
