import PlainText

/// How a run that is not computed here comes in: from a file, or from another program.
package struct StreamReport: Equatable, Sendable {
  /// The sender's number of step 1.
  package var senderStep: Int
  /// The last step that has come; `nil` where all were there from the beginning.
  package var lastStep: Int?
  /// Steps that the sender has left out, because the way or the viewer was too slow.
  package var dropped: Int
  /// Why nothing more comes; `nil` while more may.
  package var ending: String?
  /// What cannot be read, and is shown as silence.
  package var damage: String?
  /// Which of the runs of a sender it is, from 1 on.
  package var number = 1
  /// The run that the sender has begun since, in words; `nil` where there is none.
  package var nextRun: String?
  /// Whether the sender is waited for to begin another run.
  package var isAwaited = false

  package init(
    senderStep: Int, lastStep: Int? = nil, dropped: Int, ending: String?, damage: String? = nil
  ) {
    self.senderStep = senderStep
    self.lastStep = lastStep
    self.dropped = dropped
    self.ending = ending
    self.damage = damage
  }
}

extension DashboardState {
  /// How many steps of a sender are still to be shown; `nil` where nothing is sent.
  var lag: Int? {
    guard let stream, let last = stream.lastStep, let engine, stream.ending == nil else {
      return nil
    }
    return max(last - engine.runState.step, 0)
  }

  /// Whether a sender is ahead, and what it sends is not being caught up with.
  var isBehind: Bool {
    if stream?.nextRun != nil { return true }
    guard let lag, let engine else { return false }
    return lag > 1 && (engine.activity == .paused || !engine.speed.isInfinite)
  }

  /// Shows what a sender sends as it comes, from now on.
  mutating func follow() -> [DashboardEffect] {
    if let next = stream?.nextRun { return follow(next) }
    guard stream?.lastStep != nil, stream?.ending == nil else {
      message = Message(
        text: "nobody sends these spikes: there is nothing to follow", isError: true)
      return []
    }
    return asItComes
  }

  /// What shows a run as it comes.
  var asItComes: [DashboardEffect] {
    [.engine(.setSpeed(stepsPerSecond: .infinity)), .engine(.run)]
  }

  /// Goes on with the run that a sender has begun, by itself where what it sends is shown as it
  /// comes; who looks at earlier steps is told of it.
  mutating func take(_ report: StreamReport) -> [DashboardEffect] {
    let before = stream
    note(report)
    guard let next = report.nextRun, followedRun == nil else { return [] }
    if isAtTheEnd(of: report) { return follow(next) }
    if before?.nextRun != next {
      let way = keyMap.key(for: "follow").map { ": \(name(of: $0)) goes there" } ?? ""
      message = Message(
        text: "the sender has begun another run, \(next)\(way)", isError: false)
    }
    return []
  }

  /// Whether all that has come is shown, or will be at once.
  private func isAtTheEnd(of report: StreamReport) -> Bool {
    guard let engine else { return false }
    return engine.runState.step >= report.lastStep ?? .max
      || (engine.activity == .running && engine.speed.isInfinite)
  }

  /// - Parameter next: The run that the sender has begun, in words.
  private mutating func follow(_ next: String) -> [DashboardEffect] {
    followedRun = next
    return [.followRun]
  }

  mutating func sayWhichRunWasFollowed() {
    guard let run = followedRun.take() else { return }
    message = Message(text: "the sender has begun another run: now \(run)", isError: false)
  }

  private var isAwaitingRun: Bool { stream?.isAwaited == true }

  private mutating func note(_ report: StreamReport) {
    if let ending = report.ending, stream?.ending == nil || (report.isAwaited && !isAwaitingRun) {
      message = Message(
        text: report.isAwaited ? "\(ending); its next run is waited for" : ending, isError: false)
    }
    if let damage = report.damage, stream?.damage != damage {
      message = Message(text: "damaged, and shown as silence: \(damage)", isError: true)
    }
    if report.senderStep > 1, stream?.senderStep != report.senderStep {
      message = Message(
        text:
          "attached at the sender's step \(grouped(report.senderStep)): steps, rates and D count "
          + "from there", isError: false)
    }
    stream = report
  }
}
