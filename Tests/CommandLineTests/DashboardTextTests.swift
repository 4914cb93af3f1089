import Foundation
import Testing

/// The dashboard as text, as the bundled demo prints it.
@Suite struct DashboardTextTests {
  private func screen(_ more: [String]) throws -> [Substring] {
    let text = try output(of: ["demo", "--plain-steps", "20"] + more)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  @Test func theDemoFitsTheSmallestUsualTerminal() throws {
    let lines = try screen([])

    #expect(lines.count == 24 && lines.allSatisfy { $0.count <= 80 })
    #expect(lines[0].hasPrefix("1Live ") && lines[0].contains("t=20/"))
    #expect(lines[1].contains("robust") && lines[1].contains("image 0"))
  }

  @Test func asciiMeansASCII() throws {
    let lines = try screen(["--ascii"])

    #expect(lines.count == 24 && lines.allSatisfy { $0.utf8.count <= 80 })
    #expect(lines.allSatisfy { $0.utf8.allSatisfy { (32..<127).contains($0) } })
  }

  /// Each rung of the ladder draws with characters of its own.
  @Test func glyphsAreChosen() throws {
    let screens = try ["braille", "half-block", "octant", "ascii"].map {
      try screen(["--glyphs", $0])
    }

    #expect(try screens[0] == screen([]) && Set(screens).count == 4)
    #expect(screens[3].allSatisfy { $0.utf8.allSatisfy { (32..<127).contains($0) } })
  }

  @Test(arguments: [(200, 60), (132, 43), (40, 10), (1, 1)])
  func everySizeIsKept(columns: Int, rows: Int) throws {
    let lines = try screen(["--plain-size", "\(columns)x\(rows)"])
    #expect(lines.count == rows && lines.allSatisfy { $0.count <= columns })
  }

  /// A place that is not there ends the program as any wrong option does.
  @Test(arguments: ["conv9", "fc1#99999"])
  func placesThatAreNotThereAreRefused(place: String) throws {
    let outcome = try Program.run(["demo", "--plain-steps", "2", "--at", place])

    #expect(outcome.status == 64 && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("spiketop: ") && outcome.errors.contains(place.prefix(3)))
  }

  @Test func keysLeadToOtherScreens() throws {
    let screens = try ["", "i", "2", "3", "p", "?", "M", "2v", "w"].map {
      try screen(["--plain-keys", $0])
    }

    for lines in screens { #expect(lines.count == 24 && lines.allSatisfy { $0.count <= 80 }) }
    #expect(Set(screens.dropFirst()).contains(screens[0]) == false)
  }

  /// A walk over the command line: to a condition, back to it from ahead, and what is on record.
  @Test func conditionsStopRunsInBothDirections() throws {
    let lines = try screen([
      "--plain-keys", "^:break sin(conv2) > 3 && D(conv3) > 0\nm:t 60\nR7",
    ])
    let there = try screen(["--plain-keys", "^:until sin(conv2) > 3 && D(conv3) > 0\n7"])

    let stop = try #require(there.first { $0.contains("reached sin") })
    #expect(there[0].contains("t=\(stop.dropFirst().split(separator: " ")[0])/"))
    #expect(lines.contains { $0.contains(" 1  on        1 ") }, "one hit, on the way back")
  }

  @Test func aRefusedConditionNamesTheColumn() throws {
    let lines = try screen(["--plain-keys", ":until sin(conv9) > 0\n"])

    #expect(
      lines.contains(" error: column 11: there is no layer 'conv9'; did you mean conv1?"),
      "\(lines)")
  }

  @Test(arguments: ["max", "hard", "bistable4"])
  func everyMethodHasAScreen(method: String) throws {
    let lines = try screen(["--method", method, "--index", "7"])
    #expect(lines[1].contains(method.prefix(8)) && lines[1].contains("image 7"))
  }

  @Test func theSameDemoTwiceIsTheSameScreen() throws {
    #expect(try screen([]) == screen([]))
  }
}
