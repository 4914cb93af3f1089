import Foundation
import Testing

/// The probe on a pseudo-terminal: however it ends, the terminal must be usable afterwards.
@Suite(.serialized, .ownThread) struct EndToEndTests {
  @Test func quitsNormally() throws {
    let probe = try startProbe()

    probe.send("q")

    #expect(probe.waitForEnd() == .exited(0))
    expectUsableTerminal(probe)
    #expect(probe.output.contains("bye after"))
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func endsByTheSignalThatStopsIt(signal: Int32) throws {
    let probe = try startProbe(["--moving"])

    kill(probe.id, signal)

    #expect(probe.waitForEnd() == .signaled(signal))
    expectUsableTerminal(probe)
  }

  /// Were the answer of the terminal dropped just before it is read, reading would never end.
  @Test func endsByControlC() throws {
    let probe = try startProbe()
    #expect(!probe.dropsOnInterrupt)

    probe.send("\u{03}")

    #expect(probe.waitForEnd() == .signaled(SIGINT))
    expectUsableTerminal(probe)
  }

  /// The first asks the main loop to leave; whoever presses it again means it.
  @Test func endsByTheThirdControlCWhenTheMainLoopHangs() throws {
    let probe = try startProbe()
    probe.send("Z")
    probe.read(seconds: 0.2)

    for _ in 0..<3 {
      #expect(probe.waitForEnd(seconds: 0.1) == .running)
      probe.send("\u{03}")
    }

    #expect(probe.waitForEnd() == .signaled(SIGINT))
    expectUsableTerminal(probe)
  }

  @Test func endsWhenTheTerminalGoesAwayThoughHangUpsAreIgnored() throws {
    let path = try probePath()
    let shell = "trap '' HUP; exec '\(path)'"
    let probe = try #require(
      TerminalProcess(["/bin/sh", "-c", shell], environment: probeEnvironment()))
    probe.read(until: "segfault")

    probe.hangUp()

    #expect(probe.waitForEnd() == .signaled(SIGHUP))
  }

  /// ^S stops the output, and who waits for it cannot be asked to leave.
  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func endsByASignalWhereTheTerminalTakesNothing(signal: Int32) throws {
    let probe = try startProbe(["--moving"])
    probe.send("\u{13}")
    probe.read(seconds: 0.5)
    #expect(probe.isQuiet(seconds: 0.5))

    kill(probe.id, signal)

    #expect(probe.waitForEnd() == .signaled(signal))
    expectUsableTerminal(probe)
  }

  @Test(arguments: [
    SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM,
    SIGVTALRM, SIGPROF, SIGXCPU, SIGSYS, SIGIO, SIGPWR, SIGSTKFLT,
  ])
  func restoresTheTerminalOnFatalSignals(signal: Int32) throws {
    let probe = try startProbe(["--moving"])

    kill(probe.id, signal)

    #expect(probe.waitForEnd() == .signaled(signal))
    expectUsableTerminal(probe)
  }

  @Test(arguments: [("X", SIGILL), ("S", SIGSEGV), ("O", SIGSEGV)])
  func restoresTheTerminalOnFaults(key: String, signal: Int32) throws {
    let probe = try startProbe(environment: ["SWIFT_BACKTRACE": "enable=no"])

    probe.send(key)

    // A trap is SIGILL on x86 and SIGTRAP on ARM.
    #expect([.signaled(signal), .signaled(SIGTRAP)].contains(probe.waitForEnd()))
    expectUsableTerminal(probe)
  }

  /// The backtracer's default is to ask a question and wait for half a minute.
  @Test func backtracerAsksNothing() throws {
    let probe = try startProbe(environment: ["SWIFT_BACKTRACE": nil])

    probe.send("X")

    #expect(probe.waitForEnd(seconds: 25) != .running)
    expectUsableTerminal(probe)
    #expect(!probe.output.contains("Press space"))
  }

  @Test func suspendsAndResumes() throws {
    let path = try probePath()
    let shell = "set -m; '\(path)'; echo stopped $?; sleep 0.3; fg; echo status $?"
    let probe = try #require(
      TerminalProcess(["/bin/bash", "-c", shell], environment: probeEnvironment()))
    probe.read(until: "quit")

    probe.send("\u{1a}")

    #expect(probe.read(until: "stopped 148"))
    #expect(probe.isCooked)
    let start = probe.output.count
    #expect(probe.read(until: "probe 80x24", from: start))
    #expect(!probe.isCooked)
    probe.send("q")
    #expect(probe.read(until: "status 0"))
    expectUsableTerminal(probe)
  }

  /// A job that waits for the terminal in the background must not wait for ever.
  @Test(arguments: ["TERM", "HUP", "INT"])
  func endsInTheBackground(signal: String) throws {
    let path = try probePath()
    let shell = """
      set -m; '\(path)' & id=$!; sleep 0.7; jobs
      kill -\(signal) %1; kill -CONT %1; sleep 0.7; wait $id; echo status $?
      """
    let probe = try #require(
      TerminalProcess(["/bin/bash", "-c", shell], environment: probeEnvironment()))
    let status = ["TERM": 143, "HUP": 129, "INT": 130]

    #expect(probe.read(until: "status \(status[signal] ?? 0)", seconds: 20), "\(probe.output)")
    #expect(probe.output.contains("Stopped"))
    #expect(probe.isCooked && probe.count(of: "\u{1b}[?1049h") == 0)
  }

  @Test func survivesAResizeStorm() throws {
    let probe = try startProbe(["--moving"])

    for (rows, columns) in [
      (50, 200), (5, 20), (1, 1), (2, 300), (60, 240), (1, 65_535), (24, 100),
    ] {
      probe.resize(rows: UInt16(rows), columns: UInt16(columns))
      probe.read(seconds: 0.15)
    }

    #expect(probe.read(until: "100x24"))
    probe.send("q")
    #expect(probe.waitForEnd() == .exited(0))
    expectUsableTerminal(probe)
  }

  @Test func aTerminalThatDoesNotAnswerGetsFrames() throws {
    let probe = try startProbe(["--moving"], answers: false)

    probe.read(seconds: 4)

    // Two frames are lost to waiting a second each; then there are ten in a second.
    #expect((8...25).contains(probe.count(of: "\u{1b}[?2026h")))
    probe.send("q")
    #expect(probe.waitForEnd() == .exited(0))
    expectUsableTerminal(probe)
  }

  @Test func aFrameIsOneWrite() throws {
    let probe = try startProbe(["--moving"])
    probe.read(seconds: 0.5)
    let frames = probe.count(of: "\u{1b}[?2026h")
    let writes = try #require(probe.writeCount, "needs /proc")

    probe.read(seconds: 2)

    let newFrames = probe.count(of: "\u{1b}[?2026h") - frames
    let newWrites = try #require(probe.writeCount) - writes
    #expect(newFrames >= 20)
    // One before the frame, the frame, and one after it; a frame may be under way at both ends.
    #expect(newWrites <= 3 * (newFrames + 2))
  }

  @Test func aFrameThatChangesNothingIsNotSent() throws {
    let probe = try startProbe()
    probe.read(seconds: 0.3)
    let start = probe.output.count

    probe.read(seconds: 0.7)

    #expect(probe.output.count == start)
  }
}
