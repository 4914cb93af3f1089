import Foundation
import Testing

/// What the README shows is so.
@Suite struct ReadmeTests {
  /// Each condition holds somewhere in the run that the bundled network makes.
  @Test func itsConditionsAreMetByTheBundledNetwork() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "README.md")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
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
}
