import Foundation
import ModelFormats
import Testing

/// Whatever names a file or an argument has in it, a terminal obeys none of them.
@Suite struct VisibleOutputTests {
  private let scratch: Scratch

  /// Clears the screen, breaks lines, reorders and hides.
  private static let hostile =
    "x\u{1B}[2J\u{9B}31m\u{7F}\n\r\t\u{202E}\u{200B}\u{2028}\u{E0041},\"="

  init() throws {
    scratch = try Scratch()
  }

  /// The bundled network with hostile names, and classes of such names.
  private func model() throws -> String {
    let names = (0..<10).map { "\"\(escapedForJSON(Self.hostile))\($0)\"" }
    var card = try String(contentsOfFile: Program.card, encoding: .utf8)
    card.replace(
      #/"classes"\s*:\s*\[[^\]]*\]/#, with: "\"classes\": [\(names.joined(separator: ","))]")
    _ = try scratch.file("net.json", card)
    return try Models.save("net.onnx", in: scratch) { graph in
      for index in graph.node.indices { graph.node[index].name = "=\(Self.hostile)\(index)" }
      graph.name = Self.hostile
    }
  }

  private func escapedForJSON(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      String(scalar).utf16.map { unit in
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined()
    }.joined()
  }

  private func expectVisible(
    _ outcome: Program.Outcome, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for text in [outcome.output, outcome.errors] {
      let hidden = text.unicodeScalars.filter { scalar in
        scalar != "\n"
          && [.control, .format, .lineSeparator].contains(scalar.properties.generalCategory)
      }
      #expect(hidden.isEmpty, "\(outcome)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [
    "inspect $NET", "inspect $NET --format json",
    "run $NET --data $IMAGES --steps 2", "run $NET --data $IMAGES --steps 2 --format ndjson",
    "evaluate $NET --data $IMAGES --count 2 --steps 2 --per-class --format table",
    "evaluate $NET --data $IMAGES --count 2 --steps 2 --per-class --format json",
    "evaluate $NET --data $IMAGES --count 2 --steps 2 --per-class --format csv",
    "diagnose $NET --data $IMAGES --count 2 --steps 2",
    "diagnose $NET --data $IMAGES --count 2 --steps 2 --format json",
    "convert $NET --output -", "watch $NET --data $IMAGES --plain-steps 2",
    "watch $NET --data $IMAGES --plain-steps 2 --plain-keys 4",
    "bench $NET --data $IMAGES --steps 2 --repetitions 1 --layers",
  ])
  func namesOfAModelAreVisible(command: String) throws {
    let calibration = command.hasPrefix("inspect") ? "" : "--calibration-count 8"
    let outcome = try Program.shell(
      "NET='\(try model())'; exec $SPIKETOP \(command) \(calibration)")

    #expect(outcome.status == 0, "\(outcome)")
    expectVisible(outcome)
  }

  @Test func namesInSentencesAreVisible() throws {
    let outcome = try Program.shell(
      "printf 'step 2\\nscreen sin\\ninspect\\nhelp\\nfoo\\033[2J\\n' | $SPIKETOP watch "
        + "'\(try model())' --data $IMAGES --calibration-count 8 --line")

    #expect(outcome.status == 0 && outcome.output.contains("Step 2"), "\(outcome)")
    expectVisible(outcome)
  }

  @Test(arguments: [
    ["inspect", "a\u{1B}[31m\nb.onnx"], ["run", "x\u{9B}"], ["--\u{1B}]0;t\u{7}"],
    ["run", "a.onnx", "--steps", "\u{1B}[2J\n1"],
    ["evaluate", "a.onnx", "--method", "\u{202E}abc"],
    ["frobnicate\u{1B}"], ["export", "a\u{1B}c.snn", "--format", "csv", "--output", "-"],
    ["replay", "\u{1B}[2J"], ["attach", "unix:/nowhere\u{1B}/s", "--plain-steps", "1"],
    ["demo", "--config", "\u{1B}.toml", "--plain-steps", "1"],
    ["watch", "\u{7F}", "--compare", "\n"],
  ])
  func argumentsAreVisible(arguments: [String]) throws {
    let outcome = try Program.run(arguments)

    #expect(outcome.status != 0 && outcome.status < 128 && !outcome.errors.isEmpty, "\(outcome)")
    expectVisible(outcome)
    if outcome.status != 64 { #expect(outcome.errorLines.count == 1, "\(outcome)") }
  }

  /// What a configuration, a card and a table of spikes say of themselves.
  @Test func contentsOfTextFilesAreVisible() throws {
    let configuration = try scratch.file("a.toml", "theme = \"\u{1B}[2J\"\n\"\u{9B}\" = 1\n")
    let card = try Models.save(withCard: #"{"input": {"shape": "\u001b[2J"}}"#, in: scratch)
    let spikes = try scratch.file("a.csv", "step,layer,neuron\n1,\u{1B}[2J,\u{1B}\n")

    for arguments in [
      ["demo", "--config", configuration, "--plain-steps", "1"], ["inspect", card],
      ["export", spikes, "--format", "csv", "--output", "-"],
    ] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 65 && outcome.errorLines.count == 1, "\(outcome)")
      expectVisible(outcome)
    }
  }

  @Test func aNameOfTenThousandCharactersIsNotSaidWhole() throws {
    let name = String(repeating: "x", count: 10_000)
    let model = try Models.save("long.onnx", in: scratch) { graph in
      graph.node[0].name = name
      graph.node[0].opType = "Frobnicate"
    }

    let outcome = try Program.run(["inspect", model])

    #expect(outcome.status == 65 && outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("… (10,000 characters)") && outcome.errors.count < 1000)
    #expect(outcome.errors.contains("; build the network without and train it again"))
  }

  /// Names go into a table of spikes, and come back from it as they were.
  @Test func namesInTablesComeBack() throws {
    let run = scratch.path("run.snn")
    _ = try Program.run(
      ["record", try model(), "--data", Program.images, "--calibration-count", "8", "--steps", "4"]
        + ["--output", run])
    let table = try Program.run(["export", run, "--format", "csv", "--output", "-"])
    let file = try scratch.file("a.csv", table.output)

    let again = try Program.run(["export", file, "--format", "csv", "--output", "-"])

    #expect(table.status == 0 && again.status == 0, "\(again.errors)")
    #expect(table.outputLines.count > 10 && again.output == table.output)
    expectVisible(table)
  }
}
