import Conversion
import Foundation
import Testing

/// The conversion methods and their options, from outside.
@Suite struct MethodTests {
  private func converted(_ more: [String]) throws -> [String: Any] {
    try object(try output(of: Command.convert.arguments(more)))
  }

  private func layers(_ more: [String]) throws -> [[String: Any]] {
    try #require(try converted(more)["layers"] as? [[String: Any]])
  }

  @Test func theFileSaysWhatTheConversionAdds() throws {
    let network = try converted(["--method", "robust"])
    let layers = try #require(network["layers"] as? [[String: Any]])

    #expect(network["format"] as? String == "spiketop-network" && network["version"] as? Int == 1)
    #expect(network["method"] as? String == "robust 99.9%")
    #expect(network["coding"] as? String == "rate")
    #expect(layers.map { $0["name"] as? String } == ["conv1", "conv2", "conv3", "fc1", "fc2"])
    #expect(
      layers.compactMap { $0["activation"] as? String } == ["relu1", "relu2", "relu3", "relu4"])
    for layer in layers.dropLast() {
      #expect(layer["neuron"] as? String == "integrate_and_fire")
      #expect(layer["reset"] as? String == "subtraction")
      #expect(try #require(layer["threshold"] as? Double) > 0)
    }
    #expect(layers.last?["neuron"] as? String == "readout")
    #expect(layers[1]["sources"] as? [String] == ["conv1"])
  }

  @Test func everyMethodConvertsOrSaysWhyNot() throws {
    for name in MethodRegistry.standard.names {
      let outcome = try Program.run(Command.convert.arguments(["--method", name]))
      if ["trained", "fast-snn"].contains(name) {
        #expect(outcome.status == 65 && outcome.errors.contains("'relu1'"))
      } else {
        #expect(outcome.status == 0, "\(name): \(outcome.errors)")
      }
    }
  }

  @Test func optionsReachTheNeurons() throws {
    let burst = try layers(["--method", "burst", "--burst", "3"])
    let half = try layers(["--method", "max", "--half-charge"])
    let shifted = try layers(["--method", "rts", "--steps", "10"])
    let bistable = try layers(["--method", "bistable", "--phases", "4"])

    #expect(burst[0]["maximum_spikes"] as? Int == 3)
    let threshold = try #require(half[0]["threshold"] as? Double)
    let potential = try #require((half[0]["initial_potential"] as? [Double])?.first)
    #expect(abs(potential - threshold / 2) < 1e-5 * threshold)
    let bias = try #require((shifted[0]["bias_current"] as? [Double])?.first)
    #expect(abs(bias - threshold / 20) < 1e-5 * threshold)
    #expect(bistable[0]["phases"] as? Int == 4 && bistable[1]["delay"] as? Int == 2)
  }

  /// A file says when the readout begins to listen, or is not written.
  @Test func aLateReadoutIsSaidOrRefused() throws {
    let scratch = try Scratch()
    for (start, step) in [("3", 3), ("auto", 4)] {
      #expect(try converted(["--readout-from", start])["readout_from"] as? Int == step)
      let outcome = try Program.run(
        Command.convert.arguments(["--readout-from", start, "--output", scratch.path("late.nir")]))
      #expect(outcome.status == 65 && outcome.errors.contains("leave out --readout-from"))
      #expect(!FileManager.default.fileExists(atPath: scratch.path("late.nir")))
    }
    #expect(try converted([])["readout_from"] == nil)
    #expect(try converted(["--readout-from", "0"])["readout_from"] == nil)
  }

  @Test func shortFormsEqualTheirOptions() throws {
    for (form, options) in [
      ("burst3", ["--method", "burst", "--burst", "3"]),
      ("bistable6", ["--method", "bistable", "--phases", "6"]),
      ("max-half", ["--method", "max", "--half-charge"]),
      ("half", ["--method", "robust", "--half-charge"]),
      ("mmse@9", ["--method", "mmse", "--steps", "9"]),
    ] {
      #expect(try text(layers(["--method", form])) == text(layers(options)), "\(form)")
    }
  }

  /// Half of the values are zeros, so the same percentile lies lower among all of them.
  @Test func percentilesCanCountZeros() throws {
    let thresholds = { (population: String) in
      try self.layers(["--percentile", "99.5", "--percentile-over", population])
        .compactMap { $0["threshold"] as? Double }
    }
    let (positive, all) = (try thresholds("positive"), try thresholds("all"))

    #expect(zip(positive, all).allSatisfy { $0 > $1 })
  }

  @Test func writtenThresholdsCanBeImposed() throws {
    let scratch = try Scratch()
    let file = scratch.path("net.json")
    let arguments = ["--method", "mmse", "--steps", "9"]
    _ = try output(of: Command.convert.arguments(arguments + ["--output", file]))

    let outcome = try Program.run(
      Command.convert.arguments(["--method", "max", "--thresholds", file]))
    let imposed = try #require(try object(outcome.output)["layers"] as? [[String: Any]])
    let written = try layers(arguments)

    #expect(
      imposed.map { $0["threshold"] as? Double } == written.map { $0["threshold"] as? Double })
    // Which go with its bias currents.
    #expect(outcome.status == 0 && outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("its bias currents are not"))
  }

  @Test func aReportGivesEachMethodItsThresholds() throws {
    let scratch = try Scratch()
    let report = try output(
      of: Command.evaluate.arguments(["--method", "max,mmse@4", "--format", "json"]))
    let file = try scratch.file("report.json", report)
    let thresholds = { (method: String, more: [String]) in
      try self.layers(["--method", method] + more).map { $0["threshold"] as? Double }
    }

    for method in ["max", "mmse@4"] {
      #expect(try thresholds(method, ["--thresholds", file]) == thresholds(method, []))
    }
    try expectRefusal(
      Command.convert.arguments(["--method", "hard", "--thresholds", file]), 65, file, "'hard'",
      "max, mmse@4")
  }

  @Test(arguments: ["srp", "cos", "spicalib"])
  func correctorsRunOnAnyRate(corrector: String) throws {
    let outcome = try Program.run(
      Command.evaluate.arguments([
        "--method", "max,burst,hard,light@4", "--corrector", corrector, "--format", "json",
      ]))

    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func chosenCalibrationImagesReplaceTheFirst() throws {
    let scratch = try Scratch()
    let indices = Data("\u{93}NUMPY\u{1}\u{0}".unicodeScalars.map { UInt8($0.value) })
    let header = "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }"
    let padded = header.padding(toLength: 117, withPad: " ", startingAt: 0) + "\n"
    let path = { (numbers: [UInt8]) in
      try scratch.file(
        "indices.npy",
        indices + Data([118, 0]) + Data(padded.utf8)
          + Data(numbers.flatMap { [$0, 0, 0, 0] }))
    }

    let first = try layers(["--method", "max", "--calibration-count", "2"])
    let same = try layers(["--method", "max", "--calibration-indices", path([0, 1])])
    let others = try layers(["--method", "max", "--calibration-indices", path([7, 3])])

    #expect(try text(same) == text(first))
    #expect(try text(others) != text(first))
    try expectRefusal(
      Command.convert.arguments(["--calibration-indices", path([0, 255, 255])]), 65,
      "indices.npy")
  }

  private func text(_ layers: [[String: Any]]) throws -> String {
    String(
      decoding: try JSONSerialization.data(withJSONObject: layers, options: .sortedKeys),
      as: UTF8.self)
  }
}

/// Options of methods and correctors that cannot be meant.
@Suite struct MethodRefusalTests {
  @Test(arguments: [
    (["--burst", "0"], "'--burst' is 0"), (["--corrector", "magic"], "'magic'"),
    (["--trial-steps", "4"], "'--trial-steps' needs '--corrector srp'"),
    (["--corrector", "srp", "--trial-steps", "0"], "'--trial-steps' is 0"),
    (["--allowance", "2"], "'--allowance' needs '--corrector spicalib'"),
    (["--method", "max8"], "'max8'"), (["--method", "robust-noSN"], "'robust-noSN'"),
    (["--method", "robust@8"], "'robust@8'"), (["--method", "light@0"], "'light@0'"),
  ])
  func impossibleValuesAreNamed(options: [String], mention: String) throws {
    for command in Command.withMethods {
      try expectRefusal(command.arguments(options), 64, mention)
    }
  }

  @Test func negativeSpikesDoNotSuitBinaryDigits() throws {
    try expectRefusal(
      Command.convert.arguments(["--method", "bistable", "--corrector", "spicalib"]), 65,
      "'bistable'", "--corrector srp")
  }

  @Test func placesThatCannotBeWrittenAreRefused() throws {
    let scratch = try Scratch()
    let absent = scratch.path("absent/net.json")

    try expectRefusal(
      Command.convert.arguments(["--output", absent]), 73, absent, "another place")
    try expectRefusal(
      Command.convert.arguments(["--output", "net.txt"]), 64, "'net.txt'", ".json")
  }

  @Test func imagesAreAskedForOnlyWhereTheyAreNeeded() throws {
    let scratch = try Scratch()
    let thresholds = try scratch.file("thresholds.json", "[1, 2, 3, 4]")
    let model = try Models.save("net.onnx", in: scratch) { _ in }

    let outcome = try Program.run(["convert", model, "--thresholds", thresholds, "-o", "-"])

    #expect(outcome.status == 0)
    try expectRefusal(["convert", model, "-o", "-"], 64, "--data")
    try expectRefusal(
      ["convert", model, "--thresholds", thresholds, "--method", "light", "-o", "-"], 64, "--data")
  }
}
