import LiveStreams
import RunFiles
import Runs

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

  /// Which of the runs of a sender it is, from 1 on.
  package var number = 1
  /// The run that the sender has begun since, in words; `nil` where there is none.
  package var nextRun: String?
  /// Whether the sender is waited for to begin another run.
  package var isAwaited = false

  package init() {}

  init(_ report: LiveSource.Report, lastStep: Int) {
    self.lastStep = lastStep
    senderStep = report.senderStep
    dropped = report.dropped
    ending = report.ending
    damage = report.fault?.problem
  }

  /// How the run of a sender is going that is looked at, and what comes behind it.
  package init(_ runs: LiveRuns) {
    let run = runs.current
    self.init(run.report, lastStep: run.lastStep)
    number = runs.number
    nextRun = runs.next.map { $0.description.words }
    isAwaited = runs.isAwaited
    if let fault = runs.fault { damage = "the next run of the sender: \(fault.problem)" }
  }

  init(_ damage: RunFileDamage) {
    self.damage = damage.isEmpty ? nil : damage.sentence
  }
}

extension RunDescription {
  /// A run in a few words: the network, and how it was made, before which image.
  fileprivate var words: String {
    imageCount > 0 ? "\(name), \(method), image \(image)" : "\(name), \(method)"
  }
}
