import Dashboard
import Experiments
import LiveStreams
import OutputFiles
import Runs
import TimeTravel

/// Where a run goes beside the screen, and where it comes from if not from here.
struct RunChannels {
  /// The file to record to.
  var record: StagedFile?
  /// How it comes in, where it is not computed here.
  var source: (@Sendable () -> ReplayReport)?
  /// The runs of who sends it, where somebody does.
  var runs: LiveRuns?
  /// Who else may watch.
  var server: RunServer?
  /// Where calibrations are kept.
  var cache = CalibrationCache.none
  /// The command line that opens the same.
  var command = ViewCommand()

  /// Ends all that others take part in, so that nothing is left in the file system.
  func end() {
    server?.end()
    runs?.end()
  }
}

/// Lets other programs watch the run at hand.
struct RunServer {
  private let server: LiveServer

  init(_ server: LiveServer) {
    self.server = server
  }

  /// What waits for those who watch.
  var waiting: ProcessMemory.Queue {
    ProcessMemory.Queue(byteCount: server.waitingByteCount, limit: server.byteLimit)
  }

  /// Ends it before the program does, so that nothing is left in the file system.
  func end() { server.end() }

  /// Announces a run.
  ///
  /// - Returns: Who must be given the steps.
  func begin(_ header: RunHeader) -> any StepSink {
    server.begin(
      LiveRun(
        header.description, image: header.image, references: header.setting.references))
  }
}

extension StreamReport {
  init(_ report: ReplayReport) {
    self.init(
      senderStep: report.senderStep, lastStep: report.lastStep, dropped: report.dropped,
      ending: report.ending, damage: report.damage)
    (number, nextRun, isAwaited) = (report.number, report.nextRun, report.isAwaited)
  }
}
