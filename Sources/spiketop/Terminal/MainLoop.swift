import CursesTerminal
import Dashboard
import TerminalUI
import TimeTravel

/// Events in, effects out, draw: the only place where engine, dashboard and screen meet.
struct MainLoop: ~Copyable {
  private let background: BackgroundWork
  private let work: WorkLine
  private var runner: EffectRunner<ThreadedEngine, BackgroundWork>
  private var state: DashboardState
  /// What the user sees, which is what the mouse points at.
  private var canvas = Canvas(size: Size(rows: 0, columns: 0))
  private let memo = RasterMemo()
  /// What the canvas was drawn for; `nil` where the state has changed since.
  private var drawnFor: (size: Size, pace: Pace)?
  private var pointer = Pointer()
  private let clock = ContinuousClock()
  private let beginning = ContinuousClock.now
  private var screen: CursesScreen
  private let channels: RunChannels
  /// Where to begin once the network is there; `nil` afterwards.
  private var start: StartView?

  /// Loads the first subject, then takes over the terminal.
  init(
    _ background: BackgroundWork, work: WorkLine, image: Int, secondRun: String?,
    startsPaused: Bool, start: StartView,
    threads: Int, channels: RunChannels, configuration: Configuration
  ) throws {
    let loaded = try background.loadNow(image: image, method: 0, secondRun: secondRun)
    var recording = RunRecording(header: loaded.header)
    let recorder = try channels.record.map { try recording.begin(in: $0, firstStep: 1) }
    screen = try CursesScreen(TerminalOptions(configuration))
    self.background = background
    self.work = work
    self.channels = channels
    state = DashboardState(configuration)
    work.moveToScreen()
    let thread = EngineThread(loaded.engine, speed: configuration.speed, threads: threads)
    if let recorder { thread.attach(recorder) }
    runner = EffectRunner(
      ThreadedEngine(thread), work: background, recording: recording, channels: channels)
    runner.hasClipboard = true
    runner.serve(loaded)
    self.start = start
    _ = state.update(.loaded(RunContext(loaded)))
    let tour = TourFile()
    runner.tour = tour
    if let greeting = tour.greeting() { _ = state.update(greeting) }
    state.record(screen.colorReport)
    if !startsPaused { thread.send(.run) }
  }

  /// Runs until the user quits or a signal says so.
  mutating func run() {
    while !runner.isDone, screen.stopSignal == nil {
      while !runner.isDone, let input = screen.nextInput() { take(input) }
      takeBackgroundResults()
      if let status = runner.engine.thread.takeStatus() {
        runner.engine.isAwaited = status.activity == .seeking
        handle(.engine(status))
        takeStart()
      }
      reportChannels()
      show()
    }
    runner.engine.thread.send(.stop)
    runner.recording?.finish()
  }

  private mutating func takeStart() {
    guard let start = start.take() else { return }
    for event in start.events {
      handle(event)
      // What is not there is said, and not covered by what comes next.
      if case .line = event, state.message?.isError == true { break }
    }
  }

  private mutating func takeBackgroundResults() {
    if let line = work.takeChange() { handle(.working(line)) }
    for event in runner.take(background.takeResults()) { handle(event) }
  }

  private mutating func take(_ input: ScreenInput) {
    switch input {
    case .key(let key): handle(.key(key))
    case .mouse(let report):
      let time = (clock.now - beginning) / .seconds(1)
      if let event = pointer.take(report, on: canvas, at: time) { handle(.pointer(event)) }
    }
  }

  private mutating func handle(_ event: DashboardEvent) {
    drawnFor = nil
    state.size = screen.size
    let view = ScreenView(size: screen.size, capabilities: screen.capabilities, pace: screen.pace)
    for effect in state.update(event) {
      for event in runner.run(effect, of: state, in: view) { handle(event) }
      if let text = runner.takeClipboard() { screen.copy(text) }
    }
  }

  /// Says how the stream and the recording go, if there are any.
  private mutating func reportChannels() {
    if let source = channels.source, runner.recording?.header == nil {
      let report = StreamReport(source())
      if report != state.stream { handle(.streaming(report)) }
    }
    if let report = runner.recording?.takeReport() { handle(.recording(report)) }
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
      state.scroll = canvas.scroll
    }
    screen.show(canvas)
    // Whoever steps back waits for the engine, not for the next frame besides.
    if runner.engine.isAwaited { screen.hurry(within: 0.008) }
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
