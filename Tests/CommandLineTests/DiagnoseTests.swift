import Datasets
import Foundation
import Tensors
import Testing

/// The diagnosis as a user gets it, with mistakes made as users make them.
@Suite struct DiagnoseTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private func diagnose(
    _ model: String = Program.model, _ more: [String] = [], count: Int = 30
  ) -> [String] {
    let steps = more.contains("--steps") ? [] : ["--steps", "64"]
    return ["diagnose", model, "--data", Program.images, "--count", "\(count)"] + steps + more
  }

  private func report(_ arguments: [String]) throws -> [String: Any] {
    try object(try output(of: arguments + ["--format", "json"]))
  }

  private func findings(_ report: [String: Any]) throws -> [[String: Any]] {
    try #require(report["findings"] as? [[String: Any]])
  }

  @Test func theReportHasTheKeysOfTheInterface() throws {
    let report = try report(diagnose())
    let layers = try #require(report["layers"] as? [[String: Any]])
    let readout = try #require(report["readout"] as? [String: Int])

    #expect(
      Set(report.keys) == [
        "model", "method", "steps", "count", "requested", "verdict", "ann_accuracy",
        "snn_accuracy", "agreement", "promised_accuracy", "findings", "absent", "layers",
        "attribution_images", "ranking", "readout", "notes",
      ])
    #expect(report["model"] as? String == "fashion-lenet")
    #expect(report["method"] as? String == "robust 99.9%" && report["steps"] as? Int == 64)
    #expect(report["count"] as? Int == 30 && report["requested"] as? Int == 30)
    for key in ["ann_accuracy", "snn_accuracy", "agreement", "promised_accuracy"] {
      #expect((0.5...1).contains(try #require(report[key] as? Double)), "\(key)")
    }
    #expect(Set(readout.keys) == ["images", "agreeing", "agreeing_at_last_step"])
    #expect(readout["images"] == report["attribution_images"] as? Int)
    #expect(layers.map { $0["name"] as? String } == ["conv1", "conv2", "conv3", "fc1"])
    #expect(
      Set(try #require(report["ranking"] as? [String])) == ["conv1", "conv2", "conv3", "fc1"])
    for layer in layers {
      #expect(
        Set(layer.keys) == [
          "name", "theta", "attribution", "error", "sin_ratio", "missed_ratio", "silent_share",
          "saturated_share", "first_spike", "bias_applied", "bias_balance", "bias_fit",
        ])
      let attribution = try #require(layer["attribution"] as? [String: Any])
      #expect(
        Set(attribution.keys) == [
          "layer", "error_removed", "error_alone", "agreeing_without", "agreeing_alone",
        ])
      let error = try #require(layer["error"] as? [String: Double])
      #expect(
        Set(error.keys) == ["propagated", "clipping", "quantisation", "unevenness", "total"])
      #expect(abs(try #require(layer["bias_applied"] as? Double) - 1) < 0.01)
    }
  }

  @Test func theSoundNetworkIsCalledSound() throws {
    let report = try report(diagnose())
    let text = try output(of: diagnose())

    #expect(report["verdict"] as? String == "sound")
    #expect(try findings(report).isEmpty)
    #expect((report["absent"] as? [String])?.count == 10)
    #expect(text.contains("\nSound: no known mistake, and no worse than the ANN"))
  }

  /// Mistakes that options can make, with what their remedy gives.
  @Test(arguments: [
    (["--std", "1.412"], "input_statistics"), (["--std", "0.7"], "input_statistics"),
    (["--std", "0.088"], "input_statistics"),
    (["--mean", "2", "--scale", "0.01"], "input_statistics"), (["--steps", "8"], "latency"),
    (["--steps", "1"], "latency"), (["--method", "bistable", "--steps", "8"], "latency"),
    (["--method", "hard"], "reset_to_zero"),
  ])
  func mistakesInOptionsAreNamedFirst(options: [String], id: String) throws {
    let report = try report(diagnose(Program.model, options))
    let first = try #require(try findings(report).first)
    let tried = try #require(first["tried"] as? [String: Double])

    #expect(report["verdict"] as? String == "faulty")
    #expect(first["id"] as? String == id && first["layer"] is NSNull)
    #expect(Set(tried.keys) == ["accuracy_before", "accuracy_after", "ann_accuracy_after"])
    #expect(tried["accuracy_before"] == report["snn_accuracy"] as? Double)
    let won = try #require(tried["accuracy_after"]) - (tried["accuracy_before"] ?? 0)
    #expect(won > 0 || id == "reset_to_zero")
    #expect((report["absent"] as? [String])?.contains(id) == false)
  }

  /// Another method costs no more in each run, so that it is tried first; where it wins half of
  /// what is missing, more steps are not tried at all.
  @Test(arguments: ["8", "4"])
  func otherMethodsAtThisTAreTriedBeforeMoreSteps(steps: String) throws {
    let first = try #require(
      try findings(try report(diagnose(Program.model, ["--steps", steps]))).first)
    let tried = try #require(first["tried"] as? [String: Double])
    let others = try #require(first["others"] as? [[String: Any]])
    let command = try #require(first["remedy"] as? String)
    let commands = [command] + others.compactMap { $0["remedy"] as? String }
    #expect(first["id"] as? String == "latency")

    #expect(
      commands.contains { $0.contains("--method advanced") && $0.contains("--steps \(steps)") })
    let (before, after) = (try #require(tried["accuracy_before"]), tried["accuracy_after"] ?? 0)
    let missing = try #require(tried["ann_accuracy_after"]) - before
    let hasMoreSteps = commands.contains { !$0.contains("--steps \(steps)") }
    #expect(hasMoreSteps == (after - before < missing / 2) || !command.contains("--steps \(steps)"))
    // The best of all is what to do.
    for other in others { #expect(after >= (other["accuracy_after"] as? Double ?? 1)) }
  }

  /// Where the card itself is wrong, the images say what it should be.
  @Test func aWrongCardIsFoundOutAndTheRemedyIsWhatToType() throws {
    let scratch = try Scratch()
    let model = try scratch.file("net.onnx", Data(contentsOf: URL(filePath: Program.model)))
    let card = try String(contentsOfFile: Program.card, encoding: .utf8)
    #expect(card.contains("0.353"))
    _ = try scratch.file("net.json", card.replacing("0.353", with: "0.7"))

    let first = try #require(try findings(try report(diagnose(model))).first)

    #expect(first["id"] as? String == "input_statistics")
    let remedy = try #require(first["remedy"] as? String)
    #expect(remedy.contains(/--mean=0\.2[78]\d? --std=0\.3[45]\d?/))
    let tried = try #require(first["tried"] as? [String: Double])
    #expect(try #require(tried["accuracy_after"]) > (tried["accuracy_before"] ?? 1) + 0.3)
  }

  /// Then the remedy is tried by how often both networks give the same answer.
  @Test func imagesWithoutLabelsDiagnoseToo() throws {
    let scratch = try Scratch()
    let name = "t10k-images-idx3-ubyte.gz"
    let images = try scratch.file(
      name, Data(contentsOf: URL(filePath: Program.images).appending(path: name)))

    let report = try report([
      "diagnose", Program.model, "--data", images, "--calibration", Program.images,
      "--calibration-count", "64", "--count", "20", "--method", "hard", "--steps", "32",
    ])
    let first = try #require(try findings(report).first)
    let tried = try #require(first["tried"] as? [String: Any])

    #expect(report["ann_accuracy"] is NSNull && report["snn_accuracy"] is NSNull)
    #expect(first["id"] as? String == "reset_to_zero")
    #expect(tried["ann_accuracy_after"] is NSNull)
    #expect(tried["accuracy_before"] as? Double == report["agreement"] as? Double)
    #expect((0...1).contains(try #require(tried["accuracy_after"] as? Double)))
  }

  @Test(arguments: 0..<4)
  func aThresholdThatIsTooHighIsNamedFirst(layer: Int) throws {
    var thresholds = [4.449, 2.644, 10.575, 2.787]
    thresholds[layer] *= 10
    let path = try scratch.file("thresholds.json", "\(thresholds)")

    let report = try report(diagnose(Program.model, ["--thresholds", path]))
    let first = try #require(try findings(report).first)

    #expect(first["id"] as? String == "threshold_outlier")
    #expect(first["layer"] as? String == ["conv1", "conv2", "conv3", "fc1"][layer])
    #expect((first["remedy"] as? String)?.contains("--thresholds") == false)
    let tried = try #require(first["tried"] as? [String: Double])
    #expect(try #require(tried["accuracy_after"]) > 0.8)
  }

  /// A model file whose weights are spoilt.
  @Test(arguments: [
    ("onnx::Conv_41", 2 as Float, "biases", "conv1"), ("onnx::Conv_44", 2, "biases", "conv2"),
    ("onnx::Conv_47", 2, "biases", "conv3"), ("13.bias", -1000, "silent_layer", "fc1"),
  ])
  func mistakesInTheModelAreNamedFirst(
    tensor: String, factor: Float, id: String, layer: String
  ) throws {
    let model = try Models.weights(tensor, in: scratch) { values in
      values = values.map { factor > 0 ? $0 * factor : factor }
    }
    try FileManager.default.copyItem(atPath: Program.card, toPath: scratch.path("weights.json"))

    let report = try report(diagnose(model))
    let first = try #require(try findings(report).first)

    #expect(first["id"] as? String == id && first["layer"] as? String == layer)
    #expect(first["tried"] is NSNull && (first["remedy"] as? String)?.isEmpty == false)
  }

  /// What is printed as the remedy gives what is printed as its result.
  @Test(arguments: [
    ["--steps", "8", "--calibration-count", "30", "--half-charge"],
    ["--std", "1.412", "--percentile", "99", "--corrector", "srp", "--trial-steps", "3"],
    ["--method", "hard", "--mean=0.3", "--percentile-over", "all"],
  ])
  func theRemedyIsACommandLineThatGivesWhatItSays(options: [String]) throws {
    let report = try report(diagnose(Program.model, options))
    let first = try #require(try findings(report).first)
    let remedy = try #require(first["remedy"] as? String)
    let tried = try #require(first["tried"] as? [String: Double])

    #expect(remedy.hasPrefix("spiketop evaluate ") && remedy.contains("--count 30"))
    let outcome = try Program.shell(
      "$SPIKETOP \(remedy.dropFirst("spiketop ".count)) --format json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let evaluated = try object(outcome.output)
    let methods = try #require(evaluated["methods"] as? [String: [String: Any]])
    let accuracy = try #require(methods.values.first?["accuracy"] as? [String: Double])
    #expect(accuracy.count == 1 && accuracy.values.first == tried["accuracy_after"])
    #expect(evaluated["ann_accuracy"] as? Double == tried["ann_accuracy_after"])
  }

  @Test func imagesWithoutLabelsHaveNoAccuracy() throws {
    let path = scratch.path("images.npy")
    var images = Tensor(zeros: [6, 1, 28, 28])
    for index in images.elements.indices {
      images.elements[index] = Float(index * 37 % 101) / 50 - 1
    }
    try NPYFile.encoded(images).write(to: URL(filePath: path))

    let report = try report([
      "diagnose", Program.model, "--data", path, "--calibration", Program.images, "--steps", "16",
    ])

    for key in ["ann_accuracy", "snn_accuracy"] { #expect(report[key] is NSNull, "\(key)") }
    #expect((0...1).contains(try #require(report["agreement"] as? Double)))
    #expect(report["count"] as? Int == 6)
  }

  @Test func cycleCodingHasNoAnswerInOneStep() throws {
    let report = try report(diagnose(Program.model, ["--method", "bistable8", "--steps", "80"]))

    #expect(report["readout"] is NSNull && report["steps"] as? Int == 80)
  }

  @Test func theTableTellsFindingsLayersAndReadout() throws {
    let text = try output(of: diagnose(Program.model, ["--steps", "8"]))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)

    #expect(lines.first == "fashion-lenet, robust 99.9%, T = 8, 30 images")
    #expect(lines.contains("1 found, worst first:") && lines.contains("1. latency"))
    for (start, count) in [
      ("   accuracy ", 1), ("   why: ", 1), ("   do:  spiketop evaluate ", 1),
      ("   tried on the same images: SNN ", 1), ("layer       theta removed", 1), ("conv", 3),
      ("fc1", 1), ("looked for and not found: silent layer, input statistics", 1),
      ("the output is accumulated over all steps: ", 1),
    ] {
      #expect(lines.count { $0.hasPrefix(start) } == count, "\(start)")
    }
    let body = lines.drop { !$0.isEmpty }
    // What is to be typed stays in one line.
    let isCommand = { (line: Substring) in line.hasPrefix("   do:  ") || line.hasPrefix("   also: ")
    }
    #expect(body.allSatisfy { $0.count <= 80 || isCommand($0) })
  }

  @Test func theNumberOfThreadsChangesNothing() throws {
    let results = try ["1", "2"].map {
      try output(of: diagnose(Program.model, ["--threads", $0, "--format", "json"], count: 12))
    }

    #expect(results[0] == results[1])
  }

  @Test func whereNothingIsSaidTheMethodDecidesAboutTheSteps() throws {
    for (method, steps) in [("robust", 256), ("light", 32), ("light@16", 16)] {
      let report = try report([
        "diagnose", Program.model, "--data", Program.images, "--calibration-count", "16", "--count",
        "2", "--method", method,
      ])
      #expect(report["steps"] as? Int == steps, "\(method)")
    }
  }

  @Test(arguments: [
    ("--count=0", "'--count' is 0"), ("--threads=0", "'--threads' is 0"),
    ("--steps=0", "'--steps' is 0"), ("--steps=8,16", "8,16"),
    ("--method=max,robust", "'max,robust'"),
    ("--format=csv", "'table' and 'json'"),
  ])
  func impossibleValuesAreNamed(option: String, mention: String) throws {
    try expectRefusal(
      ["diagnose", Program.model, "--data", Program.images, option], 64, mention)
  }

  @Test func theHelpTellsOptionsAndCommands() throws {
    let own = try output(of: ["diagnose", "--help"])
    for option in ["<model>", "--data", "--method", "--steps", "--count", "--format"] {
      #expect(own.contains(option), "\(option)")
    }
    #expect(try output(of: ["--help"]).contains("\n  diagnose "))
  }

  @Test func anInterruptedDiagnosisPrintsWhatIsDone() throws {
    let terminal = try Terminal()
    let printed = try scratch.newFile("stdout")
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = diagnose(
      Program.model, ["--steps", "2000", "--format", "json"], count: 200)
    process.standardOutput = try FileHandle(forWritingTo: printed)
    process.standardError = terminal.handle

    // Progress shows only where it can be taken back.
    process.environment = ProcessInfo.processInfo.environment.merging(["TERM": "xterm"]) { $1 }
    try process.runWithAllSignals()
    let isShown = terminal.waits(for: "diagnosing ", seconds: 60)
    process.interrupt()
    process.waitUntilExit()

    #expect(isShown)
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    let report = try object(String(contentsOf: printed, encoding: .utf8))
    #expect((1..<200).contains(try #require(report["count"] as? Int)))
    #expect(report["requested"] as? Int == 200 && report["attribution_images"] is NSNull)
  }
}
