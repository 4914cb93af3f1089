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
      // Nobody waits here for a recording to grow.
      if isStopped() || run.isWaiting { _ = run.obey(.pause) } else { run.work() }
      run.feedSinks()
    }
    run.feedSinks()
  }

  /// Gives a sink every step of the timeline that was loaded last.
  package mutating func feed(_ sink: any StepSink) {
    run.sinks.add(sink)
    run.feedSinks()
  }

  /// Ends what `feed` began; all of it without an argument.
  package mutating func starve(_ sink: (any StepSink)? = nil) {
    run.endSinks(sink)
  }

  /// Replaces the timeline; breaks stay.
  package mutating func load(_ load: EngineLoad) {
    run.endSinks()
    run.load(load)
  }
}
