import Foundation
import Testing

/// The probe on terminals and in locales of many kinds.
@Suite(.serialized, .ownThread) struct TerminalKindTests {
  @Test(arguments: ["xterm-256color", "tmux-256color", "screen-256color", "linux", "vt100"])
  func runsOnKnownTerminals(name: String) throws {
    let probe = try startProbe(environment: ["TERM": name])

    let colors = ["linux": 8, "vt100": 0][name] ?? 256
    #expect(probe.output.contains("colors \(colors) "))
    probe.send("q")
    #expect(probe.waitForEnd() == .exited(0))
    #expect(probe.isCooked)
  }

  @Test(arguments: ["", "nonsense", "dumb", nil])
  func refusesOtherTerminals(name: String?) throws {
    let probe = try #require(
      TerminalProcess([probePath()], environment: probeEnvironment(["TERM": name])))

    #expect(probe.waitForEnd() == .exited(69))
    #expect(probe.output.contains("TERM"))
    #expect(!probe.output.contains("\u{1b}"))
    #expect(probe.isCooked)
  }

  /// The cause is said, and the terminal is left as it was.
  @Test(arguments: [(24, 65_535), (65_535, 80), (20_000, 20_000)])
  func refusesTerminalsThatAreTooLarge(rows: UInt16, columns: UInt16) throws {
    let probe = try #require(
      TerminalProcess(
        [probePath()], environment: probeEnvironment(), rows: rows, columns: columns))

    try expectTooLarge(probe, columns: Int(columns), rows: Int(rows))
  }

  /// As 'stty cols 70000' leaves it in a shell that keeps the number.
  @Test func refusesSizesOfTheEnvironmentThatAreTooLarge() throws {
    let probe = try #require(
      TerminalProcess([probePath()], environment: probeEnvironment(["COLUMNS": "70000"])))

    try expectTooLarge(probe, columns: 70_000, rows: 24)
  }

  private func expectTooLarge(_ probe: TerminalProcess, columns: Int, rows: Int) throws {
    #expect(probe.waitForEnd() == .exited(69))
    #expect(probe.output.contains("\(columns) columns and \(rows) rows, which are too many"))
    #expect(probe.hasNoEscapeCodes && probe.hasModeOfStart)
  }

  @Test func usesDirectColorsWhereTheDatabaseHasThem() throws {
    guard let database = try directColorDatabase() else {
      print("skipped: tic is absent")
      return
    }
    let probe = try startProbe(environment: ["TERM": "probe-direct", "TERMINFO": database])

    #expect(probe.output.contains("colors 16777216 "))
    // Vermilion, palette index 166.
    #expect(probe.output.contains("48:2:") || probe.output.contains("38:2::215:95:0m"))
    probe.send("q")
    #expect(probe.waitForEnd() == .exited(0))
    expectUsableTerminal(probe)
  }

  @Test(arguments: [
    ("C", "ascii"), ("POSIX", "ascii"), ("xx_YY", "ascii"), ("xx_YY.UTF-8", "braille"),
    ("C.UTF-8", "braille"),
  ])
  func choosesGlyphsByTheLocale(locale: String, glyphs: String) throws {
    let probe = try startProbe(environment: ["LC_ALL": locale])

    #expect(probe.output.contains(glyphs))
    #expect(probe.isOutputASCII == (glyphs == "ascii"))
  }

  @Test func optionsWinOverTheLocale() throws {
    let braille = try startProbe(["--utf8"], environment: ["LC_ALL": "C"])
    let ascii = try startProbe(["--ascii"])

    #expect(braille.output.contains("\u{e2}\u{94}\u{8c}"))
    #expect(ascii.isOutputASCII)
  }

  @Test(arguments: [("", 256), ("0", 0), ("1", 0)])
  func obeysNoColor(value: String, colors: Int) throws {
    let probe = try startProbe(environment: ["NO_COLOR": value])

    #expect(probe.output.contains("colors \(colors) "))
    #expect(probe.output.contains("\u{1b}[38;5;") == (colors > 0))
    // White on black, which ncurses takes for the default once its colours are started.
    #expect(!probe.output.contains("\u{1b}[37m"))
  }

  @Test(arguments: [("mono", 0), ("8", 8), ("16", 16), ("256", 256)])
  func colorsCanBeForced(name: String, colors: Int) throws {
    let probe = try startProbe(["--colors", name], environment: ["NO_COLOR": "1"])

    #expect(probe.output.contains("colors \(colors) "))
  }

  @Test func deliversSpecialKeys() throws {
    let probe = try startProbe()

    for (bytes, key) in [
      ("\u{1b}OA", "up"), ("\u{1b}OP", "function(1)"), ("\t", "tab"), ("\r", "enter"),
      ("\u{1b}[Z", "backtab"), ("\u{7f}", "backspace"), ("\u{1b}[6~", "pageDown"),
      ("\u{1b}[3~", "delete"), ("\u{15}", "control(\"u\")"), ("é", "character("),
      ("\u{0c}", "resized"), ("\u{1b}", "escape"),
    ] {
      let start = probe.output.count
      probe.send(bytes)
      probe.read(seconds: 0.25)
      // Only changed cells are sent, so ask for the whole screen.
      if key != "resized" { #expect(screenText(probe, from: start).contains(key), "\(key)") }
    }
  }

  /// What the terminal got since `start`, after a redraw in full.
  private func screenText(_ probe: TerminalProcess, from start: Int) -> String {
    probe.resize(rows: 24, columns: 81)
    probe.resize(rows: 24, columns: 80)
    probe.read(seconds: 0.1)
    return String(probe.output.dropFirst(start))
  }

  /// A terminal database of one terminal with direct colours.
  private func directColorDatabase() throws -> String? {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/tic") else { return nil }
    let folder = FileManager.default.temporaryDirectory.appending(path: "spiketop-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let source = """
      probe-direct|test, RGB, colors#0x1000000, pairs#0x7FFF, op=\\E[39;49m,
      \tsetaf=\\E[%?%p1%{8}%<%t3%p1%d%e38:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&%d%;m,
      \tsetab=\\E[%?%p1%{8}%<%t4%p1%d%e48:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&%d%;m,
      \tuse=xterm-256color,

      """
    let file = folder.appending(path: "probe.ti")
    try Data(source.utf8).write(to: file)
    let tic = try Process.run(
      URL(filePath: "/usr/bin/tic"), arguments: ["-x", "-o", folder.path, file.path])
    tic.waitUntilExit()
    return folder.path
  }
}
