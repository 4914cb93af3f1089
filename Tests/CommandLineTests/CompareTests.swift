import Foundation
import Testing

/// Two networks in lock-step, as the bundled demo prints them.
@Suite struct CompareTests {
  private func screen(_ more: [String]) throws -> [Substring] {
    let text = try output(
      of: ["demo", "--plain-steps", "24", "--plain-keys", "6", "--plain-size", "120x40"] + more)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  /// What the screen shows in a sentence.
  private func insight(of lines: [Substring]) -> Substring { lines[lines.count - 2] }

  @Test func equalNetworksNeverDiverge() throws {
    let lines = try screen(["--compare", "robust"])

    #expect(insight(of: lines).contains("no spike differs up to t=24"), "\(lines)")
  }

  @Test(arguments: [
    ("half", "B half 99.9%", "first difference t="),
    ("robust:percentile=99.5", "B robust 99.5%", "first difference t="),
    (":half-charge", "B robust 99.9%, half charge", "first difference t="),
    (":precision=q15", "B robust 99.9%, q15", "t="),
    ("bistable:phases=4", "B bistable (reconstruction) P=4", "so rates and outputs are compared"),
    ("bistable4", "B bistable (reconstruction) P=4", "rates beside cycles of 2x4 steps"),
  ])
  func whatDiffersIsSaidAfterAColon(text: String, title: String, headline: String) throws {
    let lines = try screen(["--compare", text, "--plain-size", "200x60"])

    #expect(lines[1].contains(title), "\(lines[1])")
    #expect(insight(of: lines).contains(headline), "\(lines)")
  }

  /// Both networks move by every command: the screen does not tell how a step was reached.
  @Test func goingThereAndBackIsTheSameScreen() throws {
    let there = try screen(["--compare", "half"])

    for keys in ["6,,..", "6^:t 24\n", "6HH,:t 24\n"] {
      #expect(try screen(["--compare", "half", "--plain-keys", keys]) == there, "\(keys)")
    }
  }

  @Test(arguments: [
    ("magic", 64, "'magic', but the methods are"), ("", 64, "name a method"),
    ("bistable:phases=99", 64, "'--phases' is 99"), ("half:colour=3", 64, "no option 'colour'"),
    (":precision=q7", 64, "the precision is 'q7', but may be fp32, q15, int8"),
    ("robust:percentile", 64, "--percentile"),
  ])
  func whatCannotBeComparedIsRefused(text: String, status: Int32, mention: String) throws {
    try expectRefusal(["demo", "--compare", text], status, "compare '\(text)'", mention)
  }

  @Test func whatTheNetworkCannotDoIsToldInOneLine() throws {
    for (text, mention) in [
      (":precision=q15,corrector=spicalib", "use fp32"), ("hard:percentile=90", "from 99.0 up"),
    ] {
      let outcome = try Program.run(["demo", "--plain-steps", "2", "--compare", text])
      #expect(outcome.status != 0 && outcome.output.isEmpty)
      #expect(outcome.errorLines.count == 1 && outcome.errors.contains(mention))
    }
  }
}
