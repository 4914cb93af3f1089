import CursesTerminal
import Foundation
import TerminalUI
import Testing

/// Colours of 24 bits where the terminal database promises 256.
@Suite(.serialized, .ownThread) struct DirectColorsTests {
  private static let terminals = ["xterm-256color", "tmux-256color", "screen-256color"]

  /// Whether the database of this computer knows a terminal.
  private static func isKnown(_ terminal: String) -> Bool {
    ["/usr/share/terminfo", "/lib/terminfo", "/etc/terminfo"].contains {
      FileManager.default.fileExists(atPath: "\($0)/\(terminal.prefix(1))/\(terminal)")
    }
  }

  /// The probe shows a picture whose pixels go from the darkest of viridis to the brightest one.
  @Test(arguments: terminals.filter(isKnown))
  func picturesHaveTheColoursOfTheirPixels(terminal: String) throws {
    let probe = try startProbe(environment: ["TERM": terminal, "COLORTERM": "truecolor"])

    #expect(probe.output.contains("colors 16777216"))
    for color in ["68;1;84", "253;231;37"] {
      #expect(probe.output.contains("8;2;\(color)"), "\(color)")
    }
    #expect(!probe.output.contains("8;5;"))
    probe.send("q")
    #expect(probe.waitForEnd() == .exited(0))
    expectUsableTerminal(probe)
  }

  /// What an entry of the database gives beside colours stays.
  @Test func keysAndMovesStay() throws {
    let probe = try startProbe(["--colors", "truecolor"])
    // Only what has changed is written.
    for (sequence, name) in [("OA", "up"), ("OP", "function(1)"), ("[6~", "pageDown")] {
      let start = probe.output.count
      probe.send("\u{1b}\(sequence)")
      #expect(probe.read(until: name, from: start), "\(name)")
    }
    probe.send("q")
    #expect(probe.waitForEnd() == .exited(0))
    expectUsableTerminal(probe)
  }

  @Test(
    arguments: [
      ([], ["COLORTERM": nil]), ([], ["COLORTERM": "truecolor", "NO_COLOR": "1"]),
      (["--colors", "256"], ["COLORTERM": "truecolor"]), ([], ["COLORTERM": "yes"]),
      ([], ["COLORTERM": "truecolor", "TERM": "linux"]),
    ] as [([String], [String: String?])])
  func nobodyElseGetsThem(arguments: [String], environment: [String: String?]) throws {
    let probe = try startProbe(arguments, environment: environment)

    #expect(!probe.output.contains("8;2;"))
  }

  @Test(arguments: [
    (ColorDepth?.none, String?.none, String?.none, Int?.none), (nil, "truecolor", nil, 256),
    (nil, "24bit", "", 256), (nil, "truecolor", "1", nil), (.trueColor, nil, "1", 8),
    (.palette, "truecolor", nil, nil), (nil, "", nil, nil),
  ])
  func optionsWinOverTheEnvironment(
    colors: ColorDepth?, colorTerm: String?, noColor: String?, least: Int?
  ) {
    var options = TerminalOptions()
    options.colors = colors

    #expect(options.leastColorsForDirect(colorTerm: colorTerm, noColor: noColor) == least)
  }
}
