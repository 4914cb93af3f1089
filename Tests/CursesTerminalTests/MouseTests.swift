import CursesTerminal
import TerminalUI
import Testing

/// Reports of the mouse in SGR form, alone and through a terminal.
@Suite(.serialized, .ownThread) struct MouseTests {
  @Test(
    arguments: [
      ("0;1;1M", MouseReport(.press, at: Position(row: 0, column: 0))),
      ("0;231;5M", MouseReport(.press, at: Position(row: 4, column: 230))),
      ("0;9999;5000m", MouseReport(.release, at: Position(row: 4999, column: 9998))),
      ("32;224;2M", MouseReport(.drag, at: Position(row: 1, column: 223))),
      ("64;3;4M", MouseReport(.wheelUp, at: Position(row: 3, column: 2))),
      ("65;3;4M", MouseReport(.wheelDown, at: Position(row: 3, column: 2))),
      ("69;3;4M", MouseReport(.wheelDown, at: Position(row: 3, column: 2), isShifted: true)),
      ("24;3;4M", MouseReport(.press, at: Position(row: 3, column: 2))),
    ])
  func reportsAreRead(text: String, report: MouseReport) {
    #expect(mouseReport(text) == report)
  }

  @Test(arguments: [
    "", "M", "0;1M", "0;1;1", "0;1;1X", "0;0;1M", "0;1;0M", ";;M", "a;1;1M", "-1;1;1M", "1;1;1M",
    "2;1;1M", "35;1;1M", "66;1;1M", "0;1;1;1M", "0;99999999999999999999;1M", "0;70000;1M",
  ])
  func whatHasNoUseIsNone(text: String) {
    #expect(mouseReport(text) == nil)
  }

  /// Under tmux and screen the terminal database knows only reports that end at column 223.
  @Test(arguments: ["xterm-256color", "tmux-256color", "screen-256color"])
  func theMouseWorksBeyondColumn223(name: String) throws {
    let probe = try #require(
      TerminalProcess(
        [probePath()], environment: probeEnvironment(["TERM": name]), rows: 24, columns: 260))
    #expect(probe.read(until: "segfault"))

    for (index, (bytes, words)) in [
      ("\u{1b}[<0;231;5M", "press at 230,4"), ("\u{1b}[<32;250;6M", "drag at 249,5"),
      ("\u{1b}[<0;251;7m", "release at 250,6"), ("\u{1b}[<65;252;8M", "wheelDown at 251,7"),
      ("\u{1b}[<68;252;8M", "wheelUp at 251,7 shifted"),
    ].enumerated() {
      let start = probe.output.count
      probe.send(bytes)
      probe.read(seconds: 0.2)
      // Only changed cells are sent, so ask for the whole screen; that is a key, and nothing else
      // is.
      probe.send("\u{0c}")
      let line = "keys \(index + 1) last resized  mouse \(words)"
      #expect(probe.read(until: line, from: start), "\(words)")
    }
    probe.send("q")
    #expect(probe.waitForEnd() == .exited(0))
    #expect(probe.isMouseOff)
  }

  @Test func brokenReportsAreNoKeys() throws {
    let probe = try startProbe()

    for bytes in [
      "\u{1b}[<0;231M", "\u{1b}[<M", "\u{1b}[<1;1;1M", "\u{1b}[<123456789;1234567890;1M",
    ] {
      probe.send(bytes)
    }
    probe.read(seconds: 0.4)
    let start = probe.output.count
    probe.send("\u{0c}")

    #expect(probe.read(until: "keys 1 last resized", from: start), "no byte of them is a key")
    probe.send("q")
    #expect(probe.waitForEnd() == .exited(0))
    expectUsableTerminal(probe)
  }
}
