import CursesTerminal
import Dashboard
import TerminalUI
import TimeTravel

/// Events in, effects out, draw: the only place where engine, dashboard and screen meet.
struct MainLoop: ~Copyable {
  private var loader: SubjectLoader
  private let engine: EngineThread
  private var state = DashboardState()
  private var screen: CursesScreen
  private var isDone = false

  /// Loads the first subject, then takes over the terminal.
  init(
    _ loader: consuming SubjectLoader, image: Int, startsPaused: Bool, terminal: TerminalOptions
  ) throws {
    self.loader = loader
    let (load, subject) = try self.loader.load(image: image, method: 0)
    screen = try CursesScreen(terminal)
    engine = EngineThread(load, speed: normalSpeed)
    _ = state.update(.loaded(subject))
    if !startsPaused { engine.send(.run) }
  }

  /// Runs until the user quits or a signal says so.
  mutating func run() {
    while !isDone, screen.stopSignal == nil {
      while !isDone, let key = screen.nextKey() { handle(.key(key)) }
      if let status = engine.takeStatus() { handle(.engine(status)) }
      show()
    }
    engine.send(.stop)
  }

  private mutating func handle(_ event: DashboardEvent) {
    for effect in state.update(event) {
      switch effect {
      case .engine(let command): engine.send(command)
      case .load(let image, let method): load(image: image, method: method)
      case .quit: isDone = true
      }
    }
  }

  private mutating func load(image: Int, method: Int) {
    do {
      let (load, subject) = try loader.load(image: image, method: method)
      engine.load(load)
      handle(.loaded(subject))
    } catch {
      handle(.failed("\(error)"))
    }
  }

  private mutating func show() {
    screen.show(
      draw(state, size: screen.size, capabilities: screen.capabilities, pace: screen.pace))
  }
}
