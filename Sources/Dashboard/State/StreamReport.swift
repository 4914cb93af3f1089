import PlainText

/// How a run that is not computed here comes in: from a file, or from another program.
package struct StreamReport: Equatable, Sendable {
  /// The sender's number of step 1.
  package var senderStep: Int
  /// Steps that the sender has left out, because the way or the viewer was too slow.
  package var dropped: Int
  /// Why nothing more comes; `nil` while more may.
  package var ending: String?
  /// What cannot be read, and is shown as silence.
  package var damage: String?

  package init(senderStep: Int, dropped: Int, ending: String?, damage: String? = nil) {
    self.senderStep = senderStep
    self.dropped = dropped
    self.ending = ending
    self.damage = damage
  }
}

extension DashboardState {
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
