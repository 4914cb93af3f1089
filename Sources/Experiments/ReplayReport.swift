import LiveStreams
import RunFiles

/// How a run that is replayed comes in: what of it is missing, and why nothing more comes.
package struct ReplayReport: Equatable, Sendable {
  /// The sender's number of step 1.
  package var senderStep = 1
  /// The last step that has come from a sender; `nil` of a file.
  package var lastStep: Int?
  /// Steps that the sender has left out, because the way or the viewer was too slow.
  package var dropped = 0
  /// Why nothing more comes from a sender; `nil` while more may.
  package var ending: String?
  /// What cannot be read, and is shown as silence; `nil` where all can.
  package var damage: String?

  package init() {}

  init(_ report: LiveSource.Report, lastStep: Int) {
    self.lastStep = lastStep
    senderStep = report.senderStep
    dropped = report.dropped
    ending = report.ending
    damage = report.fault?.problem
  }

  init(_ damage: RunFileDamage) {
    self.damage = damage.isEmpty ? nil : damage.sentence
  }
}
