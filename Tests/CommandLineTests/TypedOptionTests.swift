import Foundation
import Testing
import spiketop

/// Options as they are typed, with values that may be negative.
@Suite struct TypedOptionTests {
  /// As everywhere, what an alias of the shell says can be said again.
  @Test func theLastOfTwoCounts() throws {
    let outcomes = try [["--index", "1", "--index", "2"], ["--index", "2"]].map {
      try Program.run(Command.run.arguments($0))
    }
    #expect(outcomes[0].status == 0 && outcomes[0].output == outcomes[1].output, "\(outcomes)")
  }

  @Test(arguments: [
    ("run a --steps -1", "'--steps' is -1"), ("run a --dt -0.001", "'--dt' is -0.001"),
    ("run a --min-score -nan", "'--min-score'"), ("evaluate a --count -1", "'--count' is -1"),
    ("run a --index -3", "'--index' is -3"), ("bench --seed -1", "'-1' is invalid for '--seed"),
    ("demo --plain-steps -1", "'--plain-steps' is -1"), ("run a --std -.5", "'--std' is [-0.5]"),
    ("replay a -- b --steps -1", "'--steps' is -1"), ("run a --steps -x", "Missing value"),
  ])
  func whatIsWrongWithANegativeValueIsSaid(line: String, mention: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let outcome = try Program.run(words)
    #expect(outcome.status == 64 && outcome.errorLines.count == 1, "\(outcome)")
    #expect(outcome.errors.lowercased().contains(mention.lowercased()), "\(outcome)")
  }

  /// Means of channels may well be negative.
  @Test func negativeValuesAreTaken() throws {
    let outcomes = try [["--mean", "-0.5"], ["--mean=-0.5"]].map {
      try Program.run(Command.run.arguments($0))
    }
    #expect(outcomes[0].status == 0 && outcomes[0].output == outcomes[1].output, "\(outcomes)")
  }

  @Test func valuesAreJoinedToOptionsThatTakeSome() {
    let options = TypedOptions(ofCommandIn: ["convert"])
    let typed =
      ["convert", "-1", "--force", "-1", "-o", "-2", "--mean", "-.5,1", "--", "--std", "-1"]
    #expect(
      options.joiningNegativeValues(in: typed)
        == ["convert", "-1", "--force", "-1", "--output=-2", "--mean=-.5,1", "--", "--std", "-1"])
  }

  /// The unit of a time step is named, which is another one where spikes are read.
  @Test(arguments: [
    ("run a --dt 0", "a positive number of seconds, as 0.001"),
    ("run a --dt 1ms", "'--dt <seconds>': give a number of seconds, as 0.001"),
    ("inspect a --dt -1", "a positive number of seconds, as 0.001"),
    ("export a --format csv -o - --dt 0", "a positive number of ms, as 0.1"),
    ("replay a --dt 1s", "'--dt <ms>': give a number of ms, as 0.1"),
  ])
  func theUnitOfATimeStepIsNamed(line: String, mention: String) throws {
    try expectRefusal(line.split(separator: " ").map(String.init), 64, mention)
  }

  @Test(arguments: [("run", "<seconds>", "in seconds"), ("export", "<ms>", "in ms")])
  func helpNamesTheUnitOfATimeStep(command: String, name: String, unit: String) throws {
    let help = try Program.run([command, "--help"]).output
    #expect(help.contains("--dt \(name)") && help.contains(unit), "\(help)")
  }

  @Test func aWordThatIsNoneIsNamedOnce() throws {
    let outcome = try Program.run(["run", "a", "--readout-from", "x"])
    #expect(outcome.status == 64 && outcome.errorLines.count == 1, "\(outcome)")
    #expect(outcome.errors.components(separatedBy: "invalid").count == 2, "\(outcome)")
    #expect(outcome.errors.contains("give a whole number, or 'auto'"), "\(outcome)")
  }
}
