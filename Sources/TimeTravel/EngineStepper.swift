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
  package mutating func obey(_ command: EngineCommand) {
    guard run.obey(command) else { return }
    while run.isBusy { run.work() }
  }
}
