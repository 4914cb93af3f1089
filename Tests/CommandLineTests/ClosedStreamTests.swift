import Foundation
import Testing

/// Streams that are closed, full or without a reader, and machines at their limits: the program
/// ends as it would otherwise, with the right status.
@Suite struct ClosedStreamTests {
  private static let run = "run $MODEL --data $IMAGES --calibration-count 8 --steps 4"
  private static let replay =
    "replay '\(URL(filePath: #filePath).deletingLastPathComponent().path)"
    + "/../References/old-run/run.snn' --no-model --plain-steps 3"

  @Test(arguments: [
    run, "inspect $MODEL", "demo --plain-steps 2", "config", "--help", "run --help", "--version",
    "evaluate $MODEL --data $IMAGES --method ann --count 2 --format json",
  ])
  func aClosedOutputIsAnError(arguments: String) throws {
    let outcome = try Program.shell("$SPIKETOP \(arguments) >&-")

    #expect(outcome.status == 74 && outcome.errorLines.count == 1, "\(outcome)")
    #expect(outcome.errors.hasPrefix("spiketop: standard output cannot be written (Bad file"))
  }

  @Test(arguments: ["--help", "run --help", "config", "inspect $MODEL --format json"])
  func aFullDiskIsAnError(arguments: String) throws {
    let outcome = try Program.shell("$SPIKETOP \(arguments) > /dev/full")

    #expect(outcome.status == 74 && outcome.errorLines.count == 1, "\(outcome)")
  }

  @Test(arguments: ["2>&-", "2>/dev/full"], [("inspect nowhere", 66), ("frobnicate", 64)])
  func errorsThatNobodyTakesChangeNothing(stream: String, command: (String, Int32)) throws {
    let outcome = try Program.shell("$SPIKETOP \(command.0) \(stream)")

    #expect(outcome.status == command.1 && outcome.output.isEmpty && outcome.errors.isEmpty)
  }

  @Test func errorsWithoutAReaderChangeNothing() throws {
    let outcome = try Program.shell(
      "{ { sleep 0.3; $SPIKETOP inspect nowhere; echo status $? >&3; } 2>&1 | true; } 3>&1")

    #expect(outcome.output == "status 66\n")
  }

  @Test func nothingIsReadFromAClosedInput() throws {
    let outcome = try Program.shell("$SPIKETOP demo --line <&-")

    #expect(outcome.status == 0 && outcome.output.contains("\nStep 0 of "), "\(outcome)")
  }

  /// The next file to be opened would take the place of a stream.
  @Test func whatIsPrintedDoesNotGoIntoTheRecording() throws {
    let scratch = try Scratch()
    let file = scratch.path("run.snn")

    let recorded = try Program.shell(
      "$SPIKETOP record $MODEL --data $IMAGES --calibration-count 8 --steps 40 -o '\(file)' "
        + "<&- >&- 2>&-")
    let replayed = try Program.run(["replay", file, "--no-model", "--plain-steps", "40"])

    #expect(recorded.status == 74)
    #expect(replayed.status == 0 && replayed.errors.isEmpty, "\(replayed)")
  }

  /// Arrays that get no memory would be a crash; a sanitizer takes terabytes of addresses.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["ASAN_OPTIONS"] == nil))
  func tooLittleMemoryIsSaidToBeTooLittle() throws {
    let scratch = try Scratch()
    let model = try scratch.sparseFile("model.onnx", gigabytes: 1)

    let outcome = try Program.shell("ulimit -v 900000; exec $SPIKETOP inspect '\(model)'")

    #expect(outcome.status == 69 && outcome.output.isEmpty, "\(outcome)")
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains("not enough memory"))
  }

  /// Threads need memory, too: who gets none is not waited for without end.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["ASAN_OPTIONS"] == nil),
    arguments: [240_000, 260_000, 280_000, 295_000, 300_000, 302_000, 305_000, 310_000, 340_000])
  func tooLittleMemoryForThreadsIsSaid(kilobytes: Int) throws {
    let outcome = try Program.shell(
      "ulimit -v \(kilobytes); exec timeout 60 $SPIKETOP demo --plain-steps 5")

    #expect(outcome.status == 0 || outcome.status == 69, "\(outcome)")
    #expect(outcome.errorLines.count == (outcome.status == 0 ? 0 : 1), "\(outcome)")
  }

  /// So do libraries before the program begins; where one is not even loaded, the system says so.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["ASAN_OPTIONS"] == nil),
    arguments: Array(stride(from: 190_000, through: 236_000, by: 2000)))
  func tooLittleMemoryForLibrariesIsSaid(kilobytes: Int) throws {
    let outcome = try Program.shell("ulimit -v \(kilobytes); exec $SPIKETOP run $MODEL")

    #expect([64, 69, 127].contains(outcome.status), "\(outcome)")
    #expect(outcome.errorLines.count == 1 && outcome.output.isEmpty, "\(outcome)")
  }

  /// The cause is said, and is not looked for in the files.
  @Test(arguments: [run, replay, "inspect $MODEL", "demo --plain-steps 2", "config"], 4...12)
  func fewDescriptorsAreEnoughOrSaidToBeFew(arguments: String, descriptors: Int) throws {
    let outcome = try Program.shell("ulimit -n \(descriptors); exec $SPIKETOP \(arguments)")

    #expect(outcome.status == 0 || outcome.status == 69, "\(outcome)")
    #expect(outcome.errorLines.count == (outcome.status == 0 ? 0 : 1), "\(outcome)")
  }

  /// Whatever a command opens, and whatever its libraries do where they get nothing.
  @Test(arguments: [4, 5, 6, 7, 8, 9, 11, 13, 16, 20, 26, 27, 28, 30, 34])
  func fewDescriptorsNeverEndByASignal(descriptors: Int) throws {
    let scratch = try Scratch()
    let images = "--data $IMAGES --calibration-count 8"
    let nir = scratch.path("x.nir")
    _ = try Program.shell("$SPIKETOP convert $MODEL \(images) -o '\(nir)'")
    for arguments in [
      "record $MODEL \(images) --steps 4 -o '\(scratch.path("x.snn"))' --force",
      "evaluate $MODEL \(images) --steps 4 --count 4 --per-image '\(scratch.path("x"))' --force",
      "diagnose $MODEL \(images) --steps 4 --count 2 --format json",
      "convert $MODEL \(images) -o -", "inspect '\(nir)'",
      "watch $MODEL \(images) --plain-steps 2", "bench lenet --steps 4 --repetitions 1",
    ] {
      let start = ContinuousClock.now
      let outcome = try Program.shell("ulimit -n \(descriptors); exec $SPIKETOP \(arguments)")
      #expect(outcome.status == 0 || outcome.status == 69, "\(arguments): \(outcome)")
      if outcome.status == 69 {
        #expect(outcome.errorLines.count == 1 && outcome.errors.contains("ulimit"), "\(outcome)")
        #expect(ContinuousClock.now - start < .seconds(8))
      }
    }
  }

  /// Where the system starts the program at all.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["ASAN_OPTIONS"] == nil),
    arguments: ["config", "demo --plain-steps 2", run], [64, 96, 192])
  func aSmallStackIsSaidToBeSmall(arguments: String, kibibytes: Int) throws {
    let outcome = try Program.shell("ulimit -s \(kibibytes); exec $SPIKETOP \(arguments)")

    #expect(outcome.status == 69 && outcome.errorLines.count == 1, "\(outcome)")
    #expect(outcome.errors.contains("(ulimit -s)"))
  }

  @Test(
    arguments: [
      "run $MODEL --steps", "watch $MODEL --steps", "record $MODEL --output x.snn --steps",
      "diagnose $MODEL --steps", "evaluate $MODEL --steps", "convert $MODEL --output - --steps",
      "bench --steps", "bench $MODEL --steps", "demo --plain-steps", "watch $MODEL --plain-steps",
      "replay x.snn --plain-steps", "attach unix:x --plain-steps",
    ], ["2147483648", "9223372036854775807"])
  func moreStepsThanStatisticsCountAreRefused(command: String, steps: String) throws {
    let outcome = try Program.shell("$SPIKETOP \(command) \(steps)")

    #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome)")
    #expect(outcome.errors.contains("steps' is \(steps), but a run has at most 2147483647 steps"))
  }
}
