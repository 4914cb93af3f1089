import Foundation
import Testing

/// What the README shows is so.
@Suite struct ReadmeTests {
  /// Each condition holds somewhere in the run that the bundled network makes.
  @Test func itsConditionsAreMetByTheBundledNetwork() throws {
    let lines = try readme().split(separator: "\n")
    let typed = lines.compactMap { $0.firstMatch(of: /^:((?:until|break|back) .+?)  +/)?.1 }
    #expect(typed.count >= 3)
    for condition in typed {
      // A break stops the next run, and the way back begins further on.
      let commands =
        condition.hasPrefix("break ")
        ? "\(condition)\nuntil t > 127"
        : condition.hasPrefix("back ") ? "until t > 100\n\(condition)" : String(condition)

      let outcome = try Program.shell("echo '\(commands)' | $SPIKETOP demo --line")

      let last = outcome.outputLines.last ?? ""
      #expect(last.hasPrefix("reached ") || last.hasPrefix("break 1: "), "\(condition): \(last)")
    }
  }

  /// What it searches for is there early in the run, in the middle and at its end.
  @Test(arguments: [8, 31, 128])
  func itsSearchFindsNeurons(step: Int) throws {
    let text = try #require(try readme().firstMatch(of: /finds neurons, as `(.+?)`/)?.1)

    let outcome = try Program.shell(
      "printf ':t \(step)\\n/\\n\(text)\\n' | $SPIKETOP demo --line")

    #expect(outcome.outputLines.last?.contains("match 1 of ") == true, "\(outcome.outputLines)")
  }

  private func readme() throws -> String {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "README.md")
    return try String(contentsOf: file, encoding: .utf8)
  }
}
