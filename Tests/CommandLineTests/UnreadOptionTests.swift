import Datasets
import Foundation
import Tensors
import Testing

/// Options that do nothing: nobody gives one to have nothing done.
@Suite struct UnreadOptionTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  /// The commands whose method is the one that is named; in a dashboard others can be chosen.
  private static let commands: [Command] = [.run, .evaluate, .convert, .diagnose]

  @Test(arguments: [
    (["--method", "max", "--burst", "7"], "'--burst' needs '--method burst'"),
    (["--method", "max", "--calibrate-weights"], "needs '--method advanced'"),
    (["--method", "max", "--percentile", "50"], "'--percentile' needs '--method robust', 'hard'"),
    (["--phases", "4"], "'--phases' needs '--method bistable'"),
    (["--trial-steps", "4"], "'--trial-steps' needs '--corrector srp' or 'cos'"),
  ])
  func optionsOfOtherMethodsAreRefused(options: [String], mention: String) throws {
    for command in Self.commands {
      try expectRefusal(command.arguments(options), 64, mention)
    }
  }

  @Test func otherCommandsRefuseThemToo() throws {
    let network = [Program.model, "--data", Program.images, "--method", "max", "--burst", "7"]
    let picture = ["-o", scratch.path("a.svg")]
    for words in [
      ["record"] + network + ["-o", scratch.path("a.snn")], ["bench"] + network,
      ["figure", "raster"] + network + picture, ["replay", "a", "--"] + network,
      ["evaluate", Program.model, "--method", "ann", "--percentile", "99"],
    ] {
      try expectRefusal(words, 64, "needs '--method ")
    }
  }

  /// One method of several is enough, a short form as good as a name, and a value that holds anyway
  /// does no harm.
  @Test(arguments: [
    ["--method", "max,half", "--percentile", "99"], ["--method", "burst3-half", "--percentile=99"],
    ["--method", "max", "--percentile", "99.9"],
  ])
  func optionsOfOneMethodAreRead(options: [String]) throws {
    let outcome = try Program.run(Command.evaluate.arguments(options))
    #expect(outcome.status == 0, "\(outcome)")
  }

  /// What a dashboard was told holds for a method that is chosen there later.
  @Test func aDashboardKeepsThemForOtherMethods() throws {
    let outcome = try Program.run(
      Command.watch.arguments(["--method", "max", "--percentile", "50", "--plain-steps", "1"]))
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test func potentialsAreKeptInRecordings() throws {
    try expectRefusal(
      Command.run.arguments(["--potentials", "all"]), 64, "'--potentials' needs '--record FILE'")
  }

  /// A spiking network is not converted, so it has no use for what conversions read.
  @Test(arguments: [
    ["--percentile", "50"], ["--max-pool", "gated"], ["--burst", "3", "--method", "burst"],
    ["--half-charge"], ["--channel-wise"], ["--calibration", "F"], ["--calibration-count", "8"],
    ["--calibration-indices", "F"], ["--input-shape", "1x2x2"],
  ])
  func aSpikingNetworkIsNotConverted(options: [String]) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../References/nir/line.nir")
    let image = Tensor(shape: [1, 2, 1, 8], elements: Array(repeating: 1, count: 16))
    let data = try scratch.file("x.npy", NPYFile.encoded(image))
    for command in ["run", "evaluate"] {
      let outcome = try Program.run(
        [command, url.path, "--data", data, "--dt", "0.001", "--reset", "soft"] + options)
      #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome)")
      #expect(outcome.errorLines.count == 1, "\(outcome)")
      #expect(outcome.errors.contains("is a spiking network already"), "\(outcome)")
    }
  }

  /// Which class was taken for another is known where an image has one.
  @Test func onlyClassifiersConfuseClasses() throws {
    let card = #"{"task": "segmentation"}"#
    let path = try Models.save(withCard: card, in: scratch)
    try expectRefusal(
      ["evaluate", path, "--data", Program.images, "--count", "1", "--confusion"], 64,
      "'--confusion' is for classifiers")
  }
}
