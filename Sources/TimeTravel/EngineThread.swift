import Dispatch
import Foundation
import Runs
import SpikingEngine
import Synchronization

/// Runs a timeline on a thread of its own.
///
/// Commands go in and the latest status comes out; neither side waits for the other. The hot loop
/// has its own thread because it would otherwise occupy one of the few in Swift's shared pool.
package final class EngineThread: Sendable {
  private enum Message {
    case command(EngineCommand)
    case load(EngineLoad)
    case attach(any StepSink)
    case detach(any StepSink)
  }

  private struct Mailbox {
    /// In the order of sending, with at most one load: the last one.
    var messages: [Message] = []
    var status: EngineStatus?
  }

  private let mailbox = Mutex(Mailbox())
  private let commandSent = DispatchSemaphore(value: 0)

  /// Starts the thread, paused at step 0.
  ///
  /// - Parameter threads: How many threads share a step.
  package init(_ load: EngineLoad, speed: Double, threads: Int = 1) {
    let thread = Thread { [self] in
      run(EngineRun(load, speed: speed, engine: SpikingEngine.Engine(threads: threads)))
    }
    thread.name = "engine"
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// Queues a command and returns at once.
  package func send(_ command: EngineCommand) {
    mailbox.withLock { $0.messages.append(.command(command)) }
    commandSent.signal()
  }

  /// Replaces the timeline, as soon as the current step is done; the activity goes on.
  ///
  /// Commands sent before are about the old timeline and do not move the new one.
  package func load(_ load: EngineLoad) {
    mailbox.withLock { mailbox in
      mailbox.messages.removeAll { if case .load = $0 { true } else { false } }
      mailbox.messages.append(.load(load))
    }
    commandSent.signal()
  }

  /// Gives a sink every step of the timeline that was loaded last, those that are recorded first.
  ///
  /// Until another timeline is loaded, or until `detach`; then the sink is told that it is over.
  package func attach(_ sink: any StepSink) {
    mailbox.withLock { $0.messages.append(.attach(sink)) }
    commandSent.signal()
  }

  /// Ends what `attach` began.
  package func detach(_ sink: any StepSink) {
    mailbox.withLock { $0.messages.append(.detach(sink)) }
    commandSent.signal()
  }

  /// The latest status, or `nil` if there is none since the last call.
  package func takeStatus() -> EngineStatus? {
    mailbox.withLock { $0.status.take() }
  }

  private func run(_ start: EngineRun) {
    var run = start
    var lastPicture = Date.now
    publish(run)
    while true {
      wait(for: run)
      for message in takeMessages() {
        switch message {
        case .load(let load):
          run.endSinks()
          run.load(load)
        case .attach(let sink): run.sinks.add(sink)
        case .detach(let sink): run.endSinks(sink)
        case .command(let command):
          guard run.execute(command) else { return run.endSinks() }
        }
        publish(run)
      }
      let wasBusy = run.isBusy
      run.work()
      run.passStepsToSinks()
      if wasBusy, !run.isBusy {
        publish(run)
      } else if run.showsProgress, isPictureDue(of: run, after: lastPicture) {
        publish(run)
        lastPicture = .now
      }
    }
  }

  /// Whether somebody waits for a picture of a run, and the engine can spare the time.
  ///
  /// A picture costs a copy of the state, because the next step writes to it.
  private func isPictureDue(of run: EngineRun, after last: Date) -> Bool {
    let seconds = Date.now.timeIntervalSince(last)
    guard mailbox.withLock({ $0.status == nil }) else { return seconds > Self.patienceSeconds }
    return run.secondsUntilNextStep > 0 || seconds > Self.pictureSeconds
  }

  /// The least time between pictures of a run that goes as fast as it can.
  private static let pictureSeconds = 0.05

  /// A picture that nobody has taken for so long is replaced, or it would keep in memory what the
  /// run has dropped since.
  private static let patienceSeconds = 1.0

  /// Sleeps while there is nothing to do, or until the next step is due.
  private func wait(for run: EngineRun) {
    guard run.isBusy else {
      commandSent.wait()
      return
    }
    let delay = run.secondsUntilNextStep
    if delay > 0 { _ = commandSent.wait(timeout: .now() + min(delay, 10)) }
  }

  private func publish(_ run: EngineRun) {
    mailbox.withLock { $0.status = run.status }
  }

  private func takeMessages() -> [Message] {
    mailbox.withLock { mailbox in
      defer { mailbox.messages = [] }
      return mailbox.messages
    }
  }
}

/// A timeline, or two in lock-step, and how far a run goes.
package struct EngineLoad: Sendable {
  package var timeline: Timeline
  /// A second network before the same image, to be compared with the first.
  package var secondRun: Timeline?
  /// Where a run pauses by itself, at least 1.
  package var horizon: Int
  /// Comes back with every status about this timeline.
  package var generation: Int

  package init(
    timeline: Timeline, secondRun: Timeline? = nil, horizon: Int, generation: Int = 0
  ) {
    precondition(horizon > 0, "a run of \(horizon) steps")
    self.timeline = timeline
    self.secondRun = secondRun
    self.horizon = horizon
    self.generation = generation
  }

  var lockStep: LockStep { LockStep(timeline, beside: secondRun) }
}
