import Dashboard
import Foundation
import LiveStreams
import RunFiles
import TerminalUI
import TimeTravel

/// The dashboard as a conversation: lines in, sentences out, and no escape codes.
///
/// Nothing happens between two lines, so a run goes as fast as it can, and ends before the next
/// line is read.
struct LineLoop {
  private let background: BackgroundWork
  private var engine: EngineStepper
  private var state: DashboardState
  private var recording: RunRecording
  private let stream: LiveSource?
  private var isDone = false

  init(
    _ background: BackgroundWork, image: Int, secondRun: String?, channels: RunChannels,
    configuration: Configuration
  ) throws {
    self.background = background
    let loaded = try background.loadNow(image: image, method: 0, secondRun: secondRun)
    engine = EngineStepper(loaded.engine)
    var recording = RunRecording(header: loaded.header)
    if let path = channels.record {
      engine.attach(try recording.begin(path: path, firstStep: 1))
    }
    self.recording = recording
    stream = channels.stream
    state = DashboardState(configuration)
    _ = state.update(.loaded(loaded.context))
    _ = state.update(.engine(engine.status))
  }

  /// Reads lines up to the end of the input, or until the user quits.
  mutating func run() throws {
    try say(state.introduction())
    while !isDone, let line = readLine() {
      if let stream, recording.header == nil { take(.streaming(StreamReport(stream.report))) }
      guard !line.isEmpty || state.asksSomething else {
        try say(state.presentSentence() + state.sentences())
        continue
      }
      let before = state
      take(.line(line))
      try say(state.report(since: before))
      state.closeWhatWasRead()
    }
    engine.detach()
    recording.finish()
  }

  private func say(_ sentences: [String]) throws {
    for sentence in sentences { print(sentence) }
    try flushOutput()
  }

  private mutating func take(_ event: DashboardEvent) {
    defer { if let report = recording.takeReport() { take(.recording(report)) } }
    for effect in state.update(event) {
      switch effect {
      case .engine(let command): execute(command)
      case .load(let image, let method, let secondRun):
        load { try $0.loadNow(image: image, method: method, secondRun: secondRun) }
      case .open(let model, let data):
        load { try $0.openNow(model: model, data: data) }
      case .diagnose(let method): diagnose(method: method)
      case .stopDiagnosis: break
      case .export(let request): export(request)
      case .record(let path): record(to: path)
      case .stopRecording: recording.sink.map { engine.detach($0) }
      case .noteInRecording(let step, let kind, let text):
        recording.sink?.note(RunFileEvent(step: step, kind: kind, text: text))
      case .quit: isDone = true
      }
    }
  }

  private mutating func execute(_ command: EngineCommand) {
    if case .setSpeed = command {
      take(.failed("line mode runs as fast as it can; 'step 5' takes so many steps"))
      return
    }
    let isStopped = InterruptFlag.install()
    defer { InterruptFlag.remove() }
    engine.execute(command, isStopped: isStopped)
    take(.engine(engine.status))
  }

  private mutating func record(to path: String?) {
    do {
      engine.attach(try recording.begin(path: path, firstStep: state.engine?.raster.firstStep ?? 1))
    } catch {
      take(.failed("\(error)"))
    }
  }

  private mutating func load(_ load: (BackgroundWork) throws -> LoadedRun) {
    do {
      let loaded = try load(background)
      engine.load(loaded.engine)
      recording.header = loaded.header
      take(.loaded(loaded.context))
      take(.engine(engine.status))
    } catch {
      take(.failed("\(error)"))
    }
  }

  /// Waits for the diagnosis; Control-C ends it.
  private mutating func diagnose(method: Int) {
    let isStopped = InterruptFlag.install()
    defer { InterruptFlag.remove() }
    background.diagnose(method: method)
    while true {
      for case .event(let event) in background.takeResults() {
        take(event)
        if case .diagnosed = event { return }
      }
      if isStopped() { background.stopDiagnosis() }
      usleep(50_000)
    }
  }

  /// Pictures are those of a terminal of the usual size.
  private mutating func export(_ request: ExportRequest) {
    let canvas = draw(state, size: Size(rows: 24, columns: 80))
    take(.exported(request, ScreenExport.write(request, state: state, canvas: canvas)))
  }
}
