import CursesTerminal
import Dashboard
import Experiments
import LiveStreams
import PlainText
import Runs

/// Opens the dashboard in the way that the options say.
extension DisplayOptions {
  /// Runs what is asked for in the dashboard.
  func watch(
    _ request: RunRequest, recording: RecordingOptions, serving: ServeOptions,
    resuming session: ResumedSession? = nil
  ) throws {
    let configuration = try configuration()
    try checkTerminal()
    let record = try recording.stagedRun(
      reading: request.inputs + [config, session?.path].compactMap(\.self))
    let work = WorkLine()
    // Who listens to sentences wants no line that changes ten times a second.
    if line { work.silence() }
    let background = try BackgroundWork(
      request, memory: configuration.memory, probes: recording.potentials, cache: kept.cache,
      display: work.display)
    try watch(
      background, work: work, image: request.image, secondRun: request.secondRun,
      channels: RunChannels(
        record: record,
        server: try serving.serve.map {
          RunServer(try LiveServer(at: $0, viewers: serving.viewers))
        },
        cache: kept.cache, command: viewCommand()),
      resuming: session, configuration: configuration)
  }

  func watch(
    _ background: BackgroundWork, work: WorkLine, image: Int, secondRun: String?,
    channels: RunChannels = RunChannels(), resuming session: ResumedSession? = nil,
    configuration: Configuration
  ) throws {
    let start = StartView(session: session, lines: startLines)
    defer { channels.end() }
    if channels.server != nil, line || plainSteps != nil {
      throw UsageError(
        description: "'--serve' needs the dashboard; leave out --line or --plain-steps")
    }
    if channels.record != nil, plainSteps != nil {
      throw UsageError(
        description: "'--plain-steps' only prints a screen; 'spiketop record' writes runs")
    }
    if let plainSteps {
      var printed = try PrintedDashboard(
        background, image: image, secondRun: secondRun, after: plainSteps,
        size: plainSize?.size ?? ScreenView.usualSize, source: channels.source,
        configuration: configuration)
      try printed.take(start, at: plainSteps)
      printed.press(plainKeys)
      StandardOutput.print(text: printed.text)
      return
    }
    if line {
      try readLines(
        background, image: image, secondRun: secondRun, start: start, channels: channels,
        configuration: configuration)
      return
    }
    do {
      var loop = try MainLoop(
        background, work: work, image: image, secondRun: secondRun,
        startsPaused: paused || at?.step != nil || session != nil, start: start,
        threads: threading.threads, channels: channels, configuration: configuration)
      loop.run()
    } catch TerminalError.dumbTerminal(let name) {
      StandardError.say(
        "spiketop: the terminal '\(name)' (TERM) has lines only, so this is --line")
      try readLines(
        background, image: image, secondRun: secondRun, start: start, channels: channels,
        configuration: configuration)
    }
    background.finish()
    channels.end()
    CrashGuard.endByStopSignal()
  }

  /// Throws before any long work if it could not be shown.
  func checkTerminal() throws {
    if plainSteps == nil, !line { try checkTerminalSize() }
  }

  private func readLines(
    _ background: BackgroundWork, image: Int, secondRun: String?, start: StartView,
    channels: RunChannels, configuration: Configuration
  ) throws {
    var loop = try LineLoop(
      background, image: image, secondRun: secondRun, channels: channels,
      configuration: configuration)
    try loop.run(start)
  }
}

/// What a session has kept, and its file for what of it cannot be.
struct ResumedSession {
  var view: SavedView
  var path: String
}

/// Where the dashboard begins.
struct StartView {
  /// `nil` without one.
  var session: ResumedSession?
  /// What is done then, as if it had been typed.
  var lines: [String] = []

  /// As the dashboard is told it.
  var events: [DashboardEvent] {
    (session.map { [.resume($0.view)] } ?? []) + lines.map { .line($0) }
  }
}

extension DashboardState {
  init(_ configuration: Configuration) {
    self.init()
    keyMap = configuration.keyMap
    theme = configuration.theme
    glyphs = configuration.dots
  }
}
