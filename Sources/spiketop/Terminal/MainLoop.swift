import CursesTerminal
import Dashboard
import RunFiles
import TerminalUI
import TimeTravel

/// Events in, effects out, draw: the only place where engine, dashboard and screen meet.
struct MainLoop: ~Copyable {
  private let background: BackgroundWork
  private let work: WorkLine
  private let engine: EngineThread
  private var state: DashboardState
  /// What the user sees, which is what the mouse points at.
  private var canvas = Canvas(size: Size(rows: 0, columns: 0))
  private let memo = RasterMemo()
  /// What the canvas was drawn for; `nil` where the state has changed since.
  private var drawnFor: (size: Size, pace: Pace)?
  private var pointer = Pointer()
  private let clock = ContinuousClock()
  private let start = ContinuousClock.now
  private var screen: CursesScreen
  private var recording: RunRecording
  private let channels: RunChannels
  private var isDone = false
  /// Whether the engine was told something of which the result is still to come.
  private var awaitsEngine = false

  /// Loads the first subject, then takes over the terminal.
  init(
    _ background: BackgroundWork, work: WorkLine, image: Int, secondRun: String?,
    startsPaused: Bool,
    threads: Int, channels: RunChannels, configuration: Configuration
  ) throws {
    let loaded = try background.loadNow(image: image, method: 0, secondRun: secondRun)
    var recording = RunRecording(header: loaded.header)
    let recorder = try channels.record.map { try recording.begin(path: $0, firstStep: 1) }
    screen = try CursesScreen(TerminalOptions(configuration))
    self.background = background
    self.work = work
    self.recording = recording
    self.channels = channels
    state = DashboardState(configuration)
    work.moveToScreen()
    engine = EngineThread(loaded.engine, speed: configuration.speed, threads: threads)
    if let recorder { engine.attach(recorder) }
    serve(loaded)
    _ = state.update(.loaded(loaded.context))
    if !startsPaused { engine.send(.run) }
  }

  /// Runs until the user quits or a signal says so.
  mutating func run() {
    while !isDone, screen.stopSignal == nil {
      while !isDone, let input = screen.nextInput() { take(input) }
      takeBackgroundResults()
      if let status = engine.takeStatus() {
        awaitsEngine = status.activity == .seeking
        handle(.engine(status))
      }
      reportChannels()
      show()
    }
    engine.send(.stop)
    recording.finish()
    background.stopDiagnosis()
  }

  private mutating func takeBackgroundResults() {
    if let line = work.takeChange() { handle(.working(line)) }
    for result in background.takeResults() {
      switch result {
      case .loaded(let loaded):
        engine.load(loaded.engine)
        recording.header = loaded.header
        serve(loaded)
        handle(.loaded(loaded.context))
      case .event(let event):
        handle(event)
      }
    }
  }

  private mutating func take(_ input: ScreenInput) {
    switch input {
    case .key(let key): handle(.key(key))
    case .mouse(let report):
      let time = (clock.now - start) / .seconds(1)
      if let event = pointer.take(report, on: canvas, at: time) { handle(.pointer(event)) }
    }
  }

  private mutating func handle(_ event: DashboardEvent) {
    drawnFor = nil
    for effect in state.update(event) {
      switch effect {
      case .engine(let command):
        engine.send(command)
        awaitsEngine = true
      case .load(let image, let method, let secondRun):
        background.load(image: image, method: method, secondRun: secondRun)
      case .open(let model, let data): background.open(model: model, data: data)
      case .diagnose(let method): background.diagnose(method: method)
      case .stopDiagnosis: background.stopDiagnosis()
      case .export(let request): export(request)
      case .record(let path): record(to: path)
      case .stopRecording: recording.sink.map(engine.detach)
      case .noteInRecording(let step, let kind, let text):
        recording.sink?.note(RunFileEvent(step: step, kind: kind, text: text))
      case .quit: isDone = true
      }
    }
  }

  /// Says how the stream and the recording go, if there are any.
  private mutating func reportChannels() {
    if let stream = channels.stream, recording.header == nil {
      let report = StreamReport(stream.report)
      if report != state.stream { handle(.streaming(report)) }
    }
    if let report = recording.takeReport() { handle(.recording(report)) }
  }

  /// Lets others watch what was loaded.
  private func serve(_ loaded: LoadedRun) {
    if let server = channels.server, let header = loaded.header {
      engine.attach(server.begin(header))
    }
  }

  private mutating func record(to path: String?) {
    do {
      engine.attach(try recording.begin(path: path, firstStep: state.engine?.raster.firstStep ?? 1))
    } catch {
      handle(.failed("\(error)"))
    }
  }

  /// A screen that would be the same is not drawn again.
  private mutating func show() {
    screen.limit(framesPerSecond: state.framesPerSecond)
    if screen.pace.isSlow, state.rasterView.mode == .scroll { handle(.slowScreen) }
    let wanted = (size: screen.size, pace: screen.pace.rounded)
    if drawnFor.map({ $0 == wanted }) != true {
      canvas = draw(
        state, size: wanted.size, capabilities: screen.capabilities, pace: wanted.pace, memo: memo)
      drawnFor = wanted
    }
    screen.show(canvas)
    // Whoever steps back waits for the engine, not for the next frame besides.
    if awaitsEngine { screen.hurry(within: 0.008) }
  }

  /// Writes the screen as it is without the line that asked for it.
  private func export(_ request: ExportRequest) {
    let canvas = draw(
      state, size: screen.size, capabilities: screen.capabilities, pace: screen.pace)
    background.perform { [state] in
      .exported(request, ScreenExport.write(request, state: state, canvas: canvas))
    }
  }
}

extension TerminalOptions {
  init(_ configuration: Configuration) {
    self.init()
    colors = configuration.colors
    glyphs = configuration.glyphs
    theme = configuration.theme
    usesMouse = configuration.usesMouse
    maximumFramesPerSecond = configuration.framesPerSecond
  }
}
