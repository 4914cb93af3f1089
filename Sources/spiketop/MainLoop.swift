import CursesTerminal
import Dashboard
import TerminalUI
import TimeTravel

/// Events in, effects out, draw: the only place where engine, dashboard and screen meet.
struct MainLoop: ~Copyable {
  private let background: BackgroundWork
  private let work: WorkLine
  private let engine: EngineThread
  private var state = DashboardState()
  private var screen: CursesScreen
  private var isDone = false

  /// Loads the first subject, then takes over the terminal.
  init(
    _ background: BackgroundWork, work: WorkLine, image: Int, rival: String?, startsPaused: Bool,
    threads: Int, glyphs: GlyphChoice?, terminal: TerminalOptions
  ) throws {
    self.background = background
    self.work = work
    let (load, subject) = try background.loadNow(image: image, method: 0, rival: rival)
    screen = try CursesScreen(terminal)
    work.moveToScreen()
    engine = EngineThread(load, speed: normalSpeed, threads: threads)
    state.glyphs = glyphs
    _ = state.update(.loaded(subject))
    if !startsPaused { engine.send(.run) }
  }

  /// Runs until the user quits or a signal says so.
  mutating func run() {
    while !isDone, screen.stopSignal == nil {
      while !isDone, let key = screen.nextKey() { handle(.key(key)) }
      takeBackgroundResults()
      if let status = engine.takeStatus() { handle(.engine(status)) }
      show()
    }
    engine.send(.stop)
    background.stopDiagnosis()
  }

  private mutating func takeBackgroundResults() {
    if let line = work.takeChange() { handle(.working(line)) }
    for result in background.takeResults() {
      switch result {
      case .loaded(let load, let subject):
        engine.load(load)
        handle(.loaded(subject))
      case .event(let event):
        handle(event)
      }
    }
  }

  private mutating func handle(_ event: DashboardEvent) {
    for effect in state.update(event) {
      switch effect {
      case .engine(let command): engine.send(command)
      case .load(let image, let method, let rival):
        background.load(image: image, method: method, rival: rival)
      case .diagnose(let method): background.diagnose(method: method)
      case .stopDiagnosis: background.stopDiagnosis()
      case .quit: isDone = true
      }
    }
  }

  private mutating func show() {
    screen.show(
      draw(state, size: screen.size, capabilities: screen.capabilities, pace: screen.pace))
  }
}
