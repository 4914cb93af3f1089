import Foundation
import Testing

/// Output that ends early, for the reader's, the disk's or the user's reasons.
@Suite struct OutputTests {
  @Test(arguments: [
    "run $MODEL --data $IMAGES --calibration-count 8 --steps 800",
    "run $MODEL --data $IMAGES --calibration-count 8 --steps 200 --format ndjson",
    "diagnose $MODEL --data $IMAGES --calibration-count 8 --steps 8 --count 4",
    "inspect $MODEL", "demo --plain-steps 2", "--help",
  ])
  func aReaderThatStopsEarlyHearsNothingMore(arguments: String) throws {
    let outcome = try Program.shell("$SPIKETOP \(arguments) | head -n 1")

    #expect(outcome.status == 0 && outcome.outputLines.count == 1)
    #expect(outcome.errors.isEmpty)
  }

  @Test(arguments: [
    "run $MODEL --data $IMAGES --calibration-count 8 --steps 200", "inspect $MODEL",
    "evaluate $MODEL --data $IMAGES --method ann --count 2", "demo --plain-steps 2",
    "diagnose $MODEL --data $IMAGES --calibration-count 8 --steps 8 --count 4",
  ])
  func aFullDiskIsAnError(arguments: String) throws {
    let outcome = try Program.shell("$SPIKETOP \(arguments) > /dev/full")

    #expect(outcome.status == 74 && outcome.errorLines.count == 1)
    #expect(outcome.errors.hasPrefix("spiketop: standard output cannot be written (No space left"))
  }

  @Test func aClosedPipeIsAnErrorWhereItsSignalIsIgnored() throws {
    let outcome = try Program.shell(
      "trap '' PIPE; "
        + "{ $SPIKETOP run $MODEL --data $IMAGES --calibration-count 8 --steps 800; "
        + "echo status $? >&2; } | head -n 1")

    #expect(outcome.errorLines.count == 2 && outcome.errors.hasSuffix("status 74\n"))
    #expect(outcome.errors.hasPrefix("spiketop: standard output cannot be written (Broken pipe)"))
  }

  /// Progress shows only on a terminal, so this also finds out that it shows on one.
  @Test func anInterruptedEvaluationPrintsWhatIsDone() throws {
    let scratch = try Scratch()
    let terminal = try Terminal()
    let printed = try scratch.newFile("stdout")
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = [
      "evaluate", Program.model, "--data", Program.images, "--method", "max", "--steps", "300",
      "--format", "json",
    ]
    process.standardOutput = try FileHandle(forWritingTo: printed)
    process.standardError = terminal.handle
    // Progress shows only where it can be taken back.
    process.environment = ProcessInfo.processInfo.environment.merging(["TERM": "xterm"]) { $1 }

    try process.runWithAllSignals()
    let isShown = terminal.waits(for: "evaluating ", seconds: 60)
    process.interrupt()
    process.waitUntilExit()

    #expect(isShown)
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    let count = try #require(
      try object(String(contentsOf: printed, encoding: .utf8))["count"] as? Int)
    #expect((1..<200).contains(count))
  }
}
