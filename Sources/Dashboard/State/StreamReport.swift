import PlainText

/// How a stream of spikes from another program is going.
package struct StreamReport: Equatable, Sendable {
  /// The sender's number of step 1.
  package var senderStep: Int
  /// Steps that the sender has left out, because the way or the viewer was too slow.
  package var dropped: Int
  /// Why nothing more comes; `nil` while more may.
  package var ending: String?

  package init(senderStep: Int, dropped: Int, ending: String?) {
    self.senderStep = senderStep
    self.dropped = dropped
    self.ending = ending
  }
}

extension DashboardState {
  mutating func take(_ report: StreamReport) {
    if let ending = report.ending, stream?.ending == nil {
      message = Message(text: ending, isError: false)
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
