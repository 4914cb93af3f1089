import SpikingEngine

/// An engine without a thread: obeys commands at once, for screens that are printed.
package struct EngineStepper {
  private var run: EngineRun

  package init(_ load: EngineLoad) {
    run = EngineRun(load, speed: .infinity, engine: Engine())
  }

  package var status: EngineStatus { run.status }

  package mutating func seek(to step: Int) {
    obey(.seek(to: step))
  }

  /// Does all that a command asks for before it returns.
  ///
  /// - Parameter isStopped: Asked between steps; if so, the engine stays where it is.
  package mutating func obey(_ command: EngineCommand, isStopped: () -> Bool = { false }) {
    guard run.obey(command) else { return }
    while run.isBusy {
      if isStopped() { _ = run.obey(.pause) } else { run.work() }
    }
  }

  /// Replaces the timeline; breaks stay.
  package mutating func load(_ load: EngineLoad) {
    run.load(load)
  }
}
