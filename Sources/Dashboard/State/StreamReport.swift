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

  /// Shows what a sender sends as it comes, from now on.
  mutating func follow() -> [DashboardEffect] {
    guard stream?.lastStep != nil, stream?.ending == nil else {
      message = Message(
        text: "nobody sends these spikes: there is nothing to follow", isError: true)
      return []
    }
    return [.engine(.setSpeed(stepsPerSecond: .infinity)), .engine(.run)]
  }

  mutating func take(_ report: StreamReport) {
    if let ending = report.ending, stream?.ending == nil {
      message = Message(text: ending, isError: false)
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
