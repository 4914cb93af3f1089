import Foundation
import Testing

/// The configuration file: what it sets, that its defaults are the defaults, and how it is refused.
@Suite struct ConfigurationTests {
  private func screen(_ configuration: String, _ more: [String] = []) throws -> Program.Outcome {
    let scratch = try Scratch()
    let file = try scratch.file("config.toml", configuration)
    return try Program.run(["demo", "--plain-steps", "8", "--config", file] + more)
  }

  private func defaults() throws -> String { try output(of: ["config"]) }

  /// The file that is printed, as it is and without the marks of comments before its settings,
  /// gives what no file gives.
  @Test func thePrintedFileHasTheDefaults() throws {
    let text = try defaults()
    let active = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.contains(#/^# [a-z-]+ = /#) ? line.dropFirst(2) : line
    }.joined(separator: "\n")
    #expect(active != text)

    let plain = try output(of: ["demo", "--plain-steps", "8", "--plain-keys", "?"])
    for configuration in [text, active, ""] {
      let outcome = try screen(configuration, ["--plain-keys", "?"])
      #expect(outcome.errors.isEmpty && outcome.output == plain)
    }
  }

  @Test func everyActionHasItsLine() throws {
    let text = try defaults()

    for name in ["toggle-run", "show-sin", "export", "next-theme", "quit", "remove"] {
      #expect(text.contains("\n# \(name) = [\""), "\(name)")
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 130 })
  }

  @Test func keysAreBoundAndShownInTheFooter() throws {
    let screen = try screen(
      "[keys]\nstep-forward = \"n\"\nhelp = [\"F1\", \"#\"]\nquit = [\"Ctrl-x\"]",
      ["--plain-keys", "nnn", "--plain-size", "160x30"]
    ).output

    #expect(screen.contains("t=11/"))
    #expect(screen.contains("n step") && screen.contains("F1 help"))
  }

  @Test(arguments: [
    ("theme = \"pink\"", 1, "'theme'", "\"dark\", \"light\", \"mono\""),
    ("\n\n# a\nspeed = 0\n", 4, "'speed'", "from 0.1 to 1000000"),
    ("speed = \"fast\"", 1, "'speed'", "\"max\""),
    ("[memory]\ncheckpoints = 1.5", 2, "'memory.checkpoints'", "whole number of MiB"),
    ("memory.spikes = 0", 1, "'memory.spikes'", "from 1 to 1048576"),
    ("mouse = 1", 1, "'mouse'", "true or false"),
    ("them = \"dark\"", 1, "'them'", "is not known; 'spiketop config'"),
    ("[keys]\nfly = \"f\"", 2, "'keys.fly'", "is no action; 'spiketop config'"),
    ("[keys]\nquit = [\n \"Q\",\n \"Strg-q\" ]", 2, "'keys.quit'", "no key 'Strg-q'; write"),
    ("[keys]\nquit = 1", 2, "'keys.quit'", "in quotes"),
    (
      "[keys]\nhelp = \"x\"\n\nquit = \"x\"\n", 4, "'keys.quit'", "which 'keys.help' has too; give"
    ),
    ("theme = {}", 1, "'theme'", "\"dark\", \"light\", \"mono\""),
    ("colour = {}", 1, "'colour'", "is not known"), ("memory = 5", 1, "'memory'", "is not known"),
    ("theme = dark", 1, "'theme = dark'", "is no TOML"),
    ("speed = 1\nspeed = 2", 2, "'speed = 2'", "cannot redefine"),
    ("[keys", 1, "'[keys'", "is no TOML"),
    ("[=]", 1, "line 1", "a table without a name"),
    ("speed = 1\n[[ é", 2, "line 2", "a table without a name"),
    ("[[[a]]]", 1, "line 1", "a table without a name"),
    ("[keys]\nquit = [\n[ [\"Q\"] ] ]\n[\n", 4, "line 4", "a table without a name"),
  ])
  func errorsNameLineAndKey(text: String, line: Int, key: String, reason: String) throws {
    let outcome = try screen(text)

    #expect(outcome.status == 65 && outcome.output.isEmpty && outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("config.toml, line \(line): "), "\(outcome.errors)")
    #expect(outcome.errors.contains(key) && outcome.errors.contains(reason), "\(outcome.errors)")
  }

  @Test func aFileThatIsNotThereIsRefusedWhereItWasNamed() throws {
    try expectRefusal(
      ["demo", "--plain-steps", "1", "--config", "/nowhere/config.toml"], 66, "/nowhere/",
      "'spiketop config'")
  }

  @Test func theUsualPlaceIsThatOfTheEnvironment() throws {
    let scratch = try Scratch()
    let folder = try scratch.directory("spiketop")
    try Data("[keys]\nhelp = \"F9\"\n".utf8).write(to: URL(filePath: folder + "/config.toml"))
    let home = URL(filePath: folder).deletingLastPathComponent().path

    let configured = try Program.shell(
      "XDG_CONFIG_HOME='\(home)' $SPIKETOP demo --plain-steps 1 --plain-size 160x30")
    let path = try Program.shell("XDG_CONFIG_HOME='\(home)' $SPIKETOP config --path")
    let other = try Program.shell("XDG_CONFIG_HOME= HOME='\(home)' $SPIKETOP config --path")

    #expect(configured.output.contains("F9 help"))
    #expect(path.output == "\(home)/spiketop/config.toml\n")
    #expect(other.output.hasSuffix("/.config/spiketop/config.toml\n"))
  }

  @Test func optionsWinOverTheFile() throws {
    let ascii = try screen("glyphs = \"ascii\"").output
    #expect(ascii.utf8.allSatisfy { $0 < 128 })

    #expect(try screen("glyphs = \"ascii\"", ["--utf8"]).output.contains("─"))
  }

  /// Each is refused before it is read as TOML, which takes the square of the lines to say where a
  /// mistake is, and a stack as deep as keys nest.
  @Test(arguments: [
    (String(repeating: "x1 = 1\n", count: 20_000), "at most 65536"),
    (String(repeating: "\n", count: 1001), "at most 1000 lines"),
    (String(repeating: "a.", count: 30_000) + "b = 1", "at most 1000 bytes"),
    (
      "[" + String(repeating: "a.", count: 490) + "a]\n" + String(repeating: "b.", count: 490)
        + "b = 1", "is not known"
    ),
  ])
  func longFilesAreRefused(text: String, mention: String) throws {
    let outcome = try screen(text)

    #expect(outcome.status == 65 && outcome.output.isEmpty && outcome.errorLines.count == 1)
    #expect(outcome.errors.contains(mention), "\(outcome.errors)")
  }
}
