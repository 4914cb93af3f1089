import Dashboard
import Experiments
import RunFiles
import Runs
import TerminalUI
import TimeTravel

/// Carries out what the dashboard asks of the world, for screen, lines and printed text alike.
///
/// These differ in the engine, which has a thread of its own or none, and in the work, which is
/// done behind the dashboard, at once, or not at all.
package struct EffectRunner<Engine: DashboardEngine, Work: DashboardWork> {
  package var engine: Engine

  /// `nil` where nothing is recorded.
  var recording: RunRecording?

  /// Whether the user has quit.
  package private(set) var isDone = false

  /// What is to be put on the clipboard; `nil` for nothing.
  private var clipboard: String?

  /// Where it is kept how far the user has come in the tour; `nil` for nowhere.
  package var tour: TourFile?

  /// Whether there is a terminal that may have one.
  var hasClipboard = false

  private let work: Work
  private let server: RunServer?
  private let cache: CalibrationCache
  private let command: ViewCommand

  /// - Parameter channels: How the run comes in, and where else it goes.
  init(
    _ engine: Engine, work: Work, recording: RunRecording?, channels: RunChannels = RunChannels()
  ) {
    self.engine = engine
    self.work = work
    self.recording = recording
    server = channels.server
    cache = channels.cache
    command = channels.command
  }

  /// For a run that nobody records or serves.
  package init(_ engine: Engine, work: Work) {
    self.init(engine, work: work, recording: nil)
  }

  /// - Parameters:
  ///   - state: That of the dashboard which asks.
  ///   - view: What a picture of the screen looks like.
  /// - Returns: What the dashboard is told at once; the rest comes later.
  package mutating func run(
    _ effect: DashboardEffect, of state: DashboardState, in view: ScreenView
  ) -> [DashboardEvent] {
    switch effect {
    case .engine(let command):
      return engine.execute(command)
    case .load(let image, let method, let secondRun):
      return take(work.load(image: image, method: method, secondRun: secondRun))
    case .convert(let image, let text, let method, let secondRun):
      return take(
        work.convert(image: image, by: text, beside: method, secondRun: secondRun))
    case .open(let model, let data, let options):
      return take(work.open(model: model, data: data, options: options))
    case .followRun:
      return take(work.openNext())
    case .diagnose(let method, let steps):
      return take(work.diagnose(method: method, steps: steps))
    case .stopDiagnosis:
      work.stopDiagnosis()
    case .evaluate(let request):
      return take(work.evaluate(request))
    case .stopEvaluation:
      work.stopEvaluation()
    case .picture(let image):
      return take(work.picture(of: image))
    case .copy(let request):
      return copy(request, of: state, in: view)
    case .export(let request):
      let canvas = view.canvas(of: state)
      return take(
        work.perform {
          .exported(request, ScreenExport.write(request, state: state, canvas: canvas))
        })
    case .save(let request):
      return save(request, state.savedView)
    case .record(let path):
      return record(to: path, firstStep: state.engine?.raster.firstStep ?? 1)
    case .stopRecording:
      if let sink = recording?.sink { engine.detach(sink) }
    case .noteInRecording(let step, let kind, let text):
      recording?.sink?.note(RunFileEvent(step: step, kind: kind, text: text))
    case .keepTour(let progress):
      tour?.write(progress)
    case .measureMemory:
      return [.measured(ProcessMemory(server: server, cache: cache))]
    case .quit:
      isDone = true
    }
    return []
  }

  /// Takes over what long work has come to.
  ///
  /// - Returns: What the dashboard is told.
  package mutating func take(_ results: [WorkResult]) -> [DashboardEvent] {
    results.flatMap { result -> [DashboardEvent] in
      switch result {
      case .loaded(let loaded):
        engine.load(loaded.engine)
        recording?.header = loaded.header
        serve(loaded)
        return [.loaded(RunContext(loaded))]
      case .event(let event):
        return [event]
      }
    }
  }

  /// What is to be put on the clipboard since the last call.
  mutating func takeClipboard() -> String? { clipboard.take() }

  private mutating func copy(
    _ request: CopyRequest, of state: DashboardState, in view: ScreenView
  ) -> [DashboardEvent] {
    let text: String
    switch request {
    case .pane(let place):
      guard hasClipboard else {
        return [.failed("there is no clipboard here; 'export FILE.txt' writes a file")]
      }
      let canvas = view.canvas(of: state)
      let panels = canvas.panels
      guard !panels.isEmpty,
        let panel = canvas.panel(named: panels[around(place, of: panels.count)].name)
      else { return [.failed("there is nothing to copy on this screen")] }
      text = panel.text
    case .view(let words):
      do {
        let command = try self.command.words(for: recording?.header?.request, view: words)
        text = (["spiketop"] + command).shellLine
      } catch {
        return [.failed(error.description)]
      }
      guard hasClipboard else { return [.told(text)] }
    }
    guard text.utf8.count <= Clipboard.mostBytes else {
      return [.failed("too long for a clipboard: ':export FILE.txt' writes a file")]
    }
    clipboard = text
    return [.copied(text)]
  }

  /// Lets others watch what was loaded.
  mutating func serve(_ loaded: LoadedRun) {
    if let server, let header = loaded.header { engine.attach(server.begin(header)) }
  }

  private mutating func save(_ place: SessionRequest, _ view: SavedView) -> [DashboardEvent] {
    guard let request = recording?.header?.request else {
      return [
        .failed("only a run that is computed here can be saved: a recording is a file already")
      ]
    }
    let session = SessionFile(request: request, view: view)
    return take(work.perform { .saved(place, session.save(as: place)) })
  }

  private mutating func record(to path: String?, firstStep: Int) -> [DashboardEvent] {
    do {
      if let recorder = try recording?.begin(path: path, firstStep: firstStep) {
        engine.attach(recorder)
      }
      return []
    } catch {
      return [.failed("\(error)")]
    }
  }
}

/// How the dashboard is drawn where a picture of it is wanted.
package struct ScreenView {
  var size: Size
  var capabilities: Capabilities
  var pace: Pace

  /// That of a terminal where nobody says.
  static let usualSize = Size(rows: 24, columns: 80)

  package init(
    size: Size, capabilities: Capabilities = .standard, pace: Pace = Pace(framesPerSecond: 30)
  ) {
    self.size = size
    self.capabilities = capabilities
    self.pace = pace
  }

  package func canvas(of state: DashboardState) -> Canvas {
    draw(state, size: size, capabilities: capabilities, pace: pace)
  }
}
