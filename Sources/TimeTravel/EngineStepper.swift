import Runs
import SpikingEngine

/// An engine without a thread: executes commands at once, for screens that are printed.
package struct EngineStepper {
  private var run: EngineRun

  package init(_ load: EngineLoad) {
    run = EngineRun(load, speed: .infinity, engine: Engine())
  }

  package var status: EngineStatus { run.status }

  package mutating func seek(to step: Int) {
    execute(.seek(to: step))
  }

  /// Does all that a command asks for before it returns.
  ///
  /// - Parameter isStopped: Asked between steps; if so, the engine stays where it is.
  package mutating func execute(_ command: EngineCommand, isStopped: () -> Bool = { false }) {
    guard run.execute(command) else { return }
    while run.isBusy {
      // Nobody waits here for a recording to grow.
      if isStopped() || run.isWaiting { _ = run.execute(.pause) } else { run.work() }
      run.passStepsToSinks()
    }
    run.passStepsToSinks()
  }

  /// Gives a sink every step of the timeline that was loaded last.
  package mutating func attach(_ sink: any StepSink) {
    run.sinks.add(sink)
    run.passStepsToSinks()
  }

  /// Ends what `attach` began; all of it without an argument.
  package mutating func detach(_ sink: (any StepSink)? = nil) {
    run.endSinks(sink)
  }

  /// Replaces the timeline; breaks stay.
  package mutating func load(_ load: EngineLoad) {
    run.endSinks()
    run.load(load)
  }
}
