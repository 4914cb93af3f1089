import Foundation
import Testing

/// The dashboard itself on pseudo-terminals: however it ends, wherever it runs, the terminal is
/// afterwards as it was.
@Suite(.serialized, .ownThread) struct ProductTests {
  private func start(
    _ arguments: [String] = [], environment: [String: String?] = [:], waitsFor text: String = "SIN",
    rows: UInt16 = 24, columns: UInt16 = 80
  ) throws -> TerminalProcess {
    let product = URL(filePath: try probePath()).deletingLastPathComponent()
      .appending(path: "spiketop").path
    let process = try #require(
      TerminalProcess(
        [product, "demo"] + arguments, environment: probeEnvironment(environment), rows: rows,
        columns: columns))
    #expect(process.read(until: text, seconds: 60), "\(process.output.suffix(300))")
    return process
  }

  @Test(arguments: ["xterm-256color", "tmux-256color", "screen", "linux", "vt100"])
  func quitsOnEveryTerminal(name: String) throws {
    let product = try start(environment: ["TERM": name])

    product.send("q")

    #expect(product.waitForEnd() == .exited(0))
    #expect(product.hasModeOfStart && product.isMouseOff)
    if name != "linux", name != "vt100" { expectUsableTerminal(product) }
  }

  @Test(arguments: [
    SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGSEGV, SIGTRAP, SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGUSR1,
    SIGUSR2, SIGALRM, SIGVTALRM, SIGXCPU, SIGSYS,
  ])
  func endsBySignalsWithTheirStatus(signal: Int32) throws {
    let product = try start()

    kill(product.id, signal)

    #expect(product.waitForEnd() == .signaled(signal))
    expectUsableTerminal(product)
  }

  /// Nothing is sent to it, not even how far the work for it has come.
  @Test func leavesATerminalAloneThatIsTooLarge() throws {
    let product = try start(waitsFor: "too many", columns: 65_535)

    #expect(product.waitForEnd() == .exited(69))
    #expect(product.output.hasPrefix("spiketop: the terminal has 65535 columns and 24 rows"))
    #expect(product.hasNoEscapeCodes && product.hasModeOfStart)
  }

  /// ^S stops what the dashboard sends.
  @Test func endsWhereTheTerminalTakesNothing() throws {
    let product = try start()
    product.send("\u{13}")
    product.read(seconds: 1)

    kill(product.id, SIGTERM)

    #expect(product.waitForEnd() == .signaled(SIGTERM))
    expectUsableTerminal(product)
  }

  @Test func endsByControlC() throws {
    let product = try start()

    product.send("\u{03}")

    #expect(product.waitForEnd() == .signaled(SIGINT))
    expectUsableTerminal(product)
  }

  @Test func stopsAndContinues() throws {
    let product = URL(filePath: try probePath()).deletingLastPathComponent()
      .appending(path: "spiketop").path
    let shell =
      "set -m; '\(product)' demo --paused; echo stopped $?; sleep 0.3; fg; echo status $?"
    let process = try #require(
      TerminalProcess(["/bin/bash", "-c", shell], environment: probeEnvironment()))
    #expect(process.read(until: "SIN", seconds: 60))

    process.send("\u{1a}")

    #expect(process.read(until: "stopped 148"))
    #expect(process.isCooked && process.isMouseOff)
    let start = process.output.count
    #expect(process.read(until: "1Live", from: start))
    #expect(!process.isCooked && !process.isMouseOff)
    process.send("q")
    #expect(process.read(until: "status 0"))
    expectUsableTerminal(process)
  }

  @Test func survivesAResizeStormUnderKeysAndClicks() throws {
    let product = try start()
    let sizes = [(50, 200), (5, 20), (1, 1), (2, 300), (16, 60), (60, 240), (24, 100)]

    for (index, (rows, columns)) in (sizes + sizes.reversed() + sizes).enumerated() {
      product.resize(rows: UInt16(rows), columns: UInt16(columns))
      product.send(["i", "\r", "?", "\u{1b}", "1", "\u{1b}[<0;30;8M", "2"][index % 7])
      product.read(seconds: 0.05)
    }
    product.send("\u{1b}\u{1b}")
    product.read(seconds: 0.3)
    product.send("q")

    #expect(product.waitForEnd() == .exited(0))
    expectUsableTerminal(product)
  }

  @Test(arguments: ["", "nonsense", nil])
  func unknownTerminalsGetOneLineAndNoEscapeCodes(name: String?) throws {
    let product = try start(environment: ["TERM": name], waitsFor: "TERM=xterm-256color")

    #expect(product.waitForEnd() == .exited(69))
    #expect(product.hasNoEscapeCodes && product.hasModeOfStart)
  }

  @Test func aDumbTerminalGetsLines() throws {
    let product = try start(environment: ["TERM": "dumb"], waitsFor: "An empty line reads")

    product.send("step 3\nquit\n")

    #expect(product.waitForEnd() == .exited(0))
    #expect(product.output.contains("Step 3 of "))
    #expect(product.hasNoEscapeCodes && product.hasModeOfStart)
  }

  @Test func theCLocaleGetsASCII() throws {
    let product = try start(environment: ["LC_ALL": "C"])

    product.send("i")
    product.read(seconds: 0.3)
    product.send("q")

    #expect(product.waitForEnd() == .exited(0))
    #expect(product.isOutputASCII)
    expectUsableTerminal(product)
  }

  @Test func withoutATerminalThereAreNoEscapeCodes() throws {
    let product = URL(filePath: try probePath()).deletingLastPathComponent()
      .appending(path: "spiketop").path
    let shell =
      "'\(product)' demo 2>&1 | cat; '\(product)' demo </dev/null 2>&1 | cat; "
      + "'\(product)' demo </dev/null 2>/dev/null; echo status $?"
    let process = try #require(
      TerminalProcess(["/bin/bash", "-c", shell], environment: probeEnvironment()))

    #expect(process.read(until: "status 69", seconds: 60))
    #expect(process.hasNoEscapeCodes && process.hasModeOfStart)
  }

  @Test func aClickOnTheFooterAndADragOnTheRulerDoWhatTheySay() throws {
    let product = try start(["--paused"], waitsFor: "conv1", rows: 40, columns: 240)

    // The ruler is the fourth row; of its 139 cells for 128 steps the first one stands for step 1,
    // the one 22 further right for step 21.
    product.send("\u{1b}[<0;35;4M\u{1b}[<32;57;9M\u{1b}[<0;57;9m")
    product.read(seconds: 0.5)
    // Only changed cells are sent, so ask for the whole screen.
    product.send("\u{0c}")
    #expect(product.read(until: "t=21/"))
    let start = product.output.count
    // The first hint of the footer is the one that runs.
    product.send("\u{1b}[<0;2;40M")
    #expect(product.read(until: "RUN", from: start))
    product.send("q")
    #expect(product.waitForEnd() == .exited(0))
    expectUsableTerminal(product)
  }

  /// The multiplexer restores its own screen; what is seen afterwards must be the shell.
  @Test func leavesTheScreenOfTmuxAsItWas() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/tmux") else {
      print("skipped: tmux is absent")
      return
    }
    let product = URL(filePath: try probePath()).deletingLastPathComponent()
      .appending(path: "spiketop").path
    let socket = "spiketop-test-\(ProcessInfo.processInfo.processIdentifier)"
    let shell = """
      run() { tmux -L \(socket) -f /dev/null "$@"; }
      run new-session -d -x 100 -y 30 "echo before; '\(product)' demo; echo status $?; stty -a | \
      grep -c ' echo '; cat"
      for i in $(seq 100); do run capture-pane -p | grep -q fashion-lenet && break; sleep 0.2; done
      run send-keys i; sleep 0.5; run capture-pane -p | grep -c 'SIN of inactive'
      run send-keys q; sleep 1; run capture-pane -p; run kill-server
      """
    let process = try #require(
      TerminalProcess(["/bin/bash", "-c", shell], environment: probeEnvironment(["TMUX": nil])))

    #expect(process.waitForEnd(seconds: 60) == .exited(0))
    let lines = process.output.split(whereSeparator: \.isNewline).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    #expect(lines.starts(with: ["1", "before", "status 0", "1"]), "\(lines)")
  }
}
