import Dashboard
import Experiments
import TerminalUI

/// The dashboard without a terminal: one screen as text, after some steps and some keys.
struct PrintedDashboard {
  private var runner: EffectRunner<PrintedEngine, PrintedWork>
  private var state: DashboardState
  private let view: ScreenView

  init(
    _ background: BackgroundWork, image: Int, secondRun: String?, after steps: Int, size: Size,
    source: (@Sendable () -> ReplayReport)?, configuration: Configuration
  ) throws {
    let loaded = try background.loadNow(image: image, method: 0, secondRun: secondRun)
    var engine = PrintedEngine(loaded.engine)
    state = DashboardState(configuration)
    state.size = size
    _ = state.update(.loaded(RunContext(loaded)))
    engine.seek(to: steps)
    _ = state.update(.engine(engine.status))
    if let source { _ = state.update(.streaming(StreamReport(source()))) }
    runner = EffectRunner(engine, work: PrintedWork())
    view = ScreenView(
      size: size, capabilities: configuration.glyphs == .ascii ? .plain : .standard)
  }

  mutating func press(_ keys: String) {
    for key in keys {
      // Lists are scrolled from where whoever pressed the key saw them.
      state.scroll = view.canvas(of: state).scroll
      take(.key(key == "\n" ? .enter : .character(key)))
    }
  }

  /// Begins where it was asked for, but for the step.
  ///
  /// - Throws: `UsageError` where there is no such place, `ConfigurationError` where a session is
  ///   of one.
  mutating func take(_ start: StartView, at step: Int) throws {
    var start = start
    start.session?.view.step = step
    for event in start.events {
      take(event)
      guard let message = state.message, message.isError else { continue }
      guard let session = start.session, case .resume = event else {
        throw UsageError(description: message.text)
      }
      throw ConfigurationError(path: session.path, reason: message.text)
    }
  }

  private mutating func take(_ event: DashboardEvent) {
    for effect in state.update(event) {
      for event in runner.run(effect, of: state, in: view) { _ = state.update(event) }
      _ = state.update(.engine(runner.engine.status))
    }
  }

  var text: String { view.canvas(of: state).text }
}
