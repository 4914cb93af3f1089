import Dashboard
import Runs
import TimeTravel

/// An engine as the dashboard drives it.
package protocol DashboardEngine {
  /// - Returns: What the dashboard is told at once.
  mutating func execute(_ command: EngineCommand) -> [DashboardEvent]

  /// Replaces the run.
  mutating func load(_ load: EngineLoad)

  /// Gives a sink every step of the run at hand.
  mutating func attach(_ sink: any StepSink)

  /// Ends what `attach` began.
  mutating func detach(_ sink: any StepSink)
}

/// The engine behind a screen: it tells by and by where it is.
package struct ThreadedEngine: DashboardEngine {
  let thread: EngineThread

  /// Whether it was told something of which the result is still to come.
  package internal(set) var isAwaited = false

  package init(_ thread: EngineThread) {
    self.thread = thread
  }

  package mutating func execute(_ command: EngineCommand) -> [DashboardEvent] {
    thread.send(command)
    isAwaited = true
    return []
  }

  package func load(_ load: EngineLoad) { thread.load(load) }

  package func attach(_ sink: any StepSink) { thread.attach(sink) }

  package func detach(_ sink: any StepSink) { thread.detach(sink) }
}

/// The engine of a conversation in lines: it has done what it was told before the next line, and
/// Control-C ends that.
package struct LineEngine: DashboardEngine {
  private var stepper: EngineStepper

  package init(_ load: EngineLoad) {
    stepper = EngineStepper(load)
  }

  package var status: EngineStatus { stepper.status }

  package mutating func execute(_ command: EngineCommand) -> [DashboardEvent] {
    if case .setSpeed = command {
      return [.failed("line mode runs as fast as it can; 'step 5' takes so many steps")]
    }
    let isStopped = InterruptFlag.install()
    defer { InterruptFlag.remove() }
    stepper.execute(command, isStopped: isStopped)
    return [.engine(status)]
  }

  package mutating func load(_ load: EngineLoad) { stepper.load(load) }

  package mutating func attach(_ sink: any StepSink) { stepper.attach(sink) }

  package mutating func detach(_ sink: any StepSink) { stepper.detach(sink) }

  /// Tells all sinks that the run is over.
  mutating func detachAll() { stepper.detach() }
}

/// The engine behind text that is printed once.
///
/// Its status is asked for after everything that the dashboard asks of the world.
package struct PrintedEngine: DashboardEngine {
  private var stepper: EngineStepper

  package init(_ load: EngineLoad) {
    stepper = EngineStepper(load)
  }

  package var status: EngineStatus { stepper.status }

  mutating func seek(to step: Int) { stepper.seek(to: step) }

  package mutating func execute(_ command: EngineCommand) -> [DashboardEvent] {
    stepper.execute(command)
    return []
  }

  package mutating func load(_ load: EngineLoad) { stepper.load(load) }

  package mutating func attach(_ sink: any StepSink) { stepper.attach(sink) }

  package mutating func detach(_ sink: any StepSink) { stepper.detach(sink) }
}
