import Foundation
import Testing

/// Options with values that cannot be meant.
@Suite struct OptionRefusalTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test(arguments: Command.withMethods)
  func aMissingThresholdFileIsNoInput(command: Command) throws {
    let path = scratch.path("absent.json")
    try expectRefusal(command.arguments(["--thresholds", path]), 66, path, "name a JSON file")
  }

  @Test(arguments: [
    (#"{"conv1": "#, "not valid JSON"), (#"{"conv1": "high"}"#, "'conv1' is not a number"),
    (#"{"conv1": 1, "conv1": 2}"#, "'conv1' is there twice"),
    ("[1, 2]", "2 thresholds for 4"), (#"{"conv1": 1}"#, "no threshold for layer 'conv2'"),
    (#"{"conv1": 1, "conv2": 1, "conv3": 1, "fc1": 1, "fc9": 1}"#, "'fc9'"),
    ("[1, 0, 1, 1]", "threshold 0.0 for layer 'conv2'"),
    ("[1, 1, 1, -1]", "threshold -1.0 for layer 'fc1'"),
  ])
  func badThresholdsAreNamed(content: String, mention: String) throws {
    let path = try scratch.file("thresholds.json", content)
    for command in Command.withMethods {
      try expectThresholdRefusal(command.arguments(["--thresholds", path]), path, mention)
    }
  }

  private func expectThresholdRefusal(
    _ arguments: [String], _ path: String, _ mention: String
  ) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 65 && outcome.output.isEmpty && outcome.errorLines.count == 1)
    #expect(outcome.errors.hasPrefix("spiketop: \(path): ") && outcome.errors.contains(mention))
  }

  @Test(arguments: Command.withImages)
  func anUnknownMethodIsRefusedWithTheList(command: Command) throws {
    try expectRefusal(
      command.arguments(["--method", "magic"]), 64, "'magic'", "max, robust, hard, half, burst")
    try expectRefusal(["demo", "--method", "magic"], 64, "'magic'", "spiketop demo --help")
  }

  @Test(arguments: Command.withImages, ["0", "17"])
  func phasesOutOfRangeAreRefused(command: Command, phases: String) throws {
    try expectRefusal(
      command.arguments(["--phases", phases]), 64, "'--phases' is \(phases)", "1 and 16")
    try expectRefusal(
      command.arguments(["--method", "bistable\(phases)"]), 64, "'bistable\(phases)'",
      "1 to 16 phases")
  }

  @Test(arguments: ["--phases", "--burst"])
  func theRangeIsNamedToThoseWhoAreFarOutOfIt(option: String) throws {
    try expectRefusal(
      Command.run.arguments([option, "9223372036854775807"]), 64, "'\(option)' is 9.22", "1 and ")
  }

  @Test(arguments: Command.withImages, ["0", "101", "nan"])
  func aPercentileOutOfRangeIsRefused(command: Command, percentile: String) throws {
    try expectRefusal(
      command.arguments(["--percentile", percentile]), 64, "'--percentile' is \(percentile)",
      "up to 100")
  }

  @Test(arguments: Command.withImages, ["0", "-1", "many"])
  func aNumberOfStepsThatIsNotPositiveIsRefused(command: Command, steps: String) throws {
    let arguments = Array(command.arguments(["--steps"]).dropLast())
    try expectRefusal(arguments + ["--steps=\(steps)"], 64, "--steps", steps)
  }

  @Test(arguments: [
    ("--count=0", "'--count' is 0"), ("--threads=0", "'--threads' is 0"),
    ("--calibration-count=0", "'--calibration-count' is 0"), ("--method=,", "must name a method"),
    ("--steps=1,x", "'1,x'"), ("--format=xml", "'table', 'json' or 'csv'"),
    ("--save-every=0", "'--save-every' is 0"), ("--save-every=nan", "'--save-every' is nan"),
  ])
  func impossibleValuesOfEvaluateAreNamed(option: String, mention: String) throws {
    let arguments = ["evaluate", Program.model, "--data", Program.images, option]
    try expectRefusal(arguments, 64, mention)
  }

  /// Thresholds that no network has come from the option, not from the network.
  @Test func aRateThatNoThresholdReachesIsRefused() throws {
    try expectRefusal(
      ["bench", "lenet", "--rate=1e-300", "--steps", "2", "--repetitions", "1"], 64,
      "'--rate' is 1e-300", "layer 'conv1'", "choose a larger one")
  }

  @Test(arguments: Command.withImages)
  func optionsThatDoNotFitTheNetworkAreNamed(command: Command) throws {
    try expectRefusal(command.arguments(["--classes", "cat,dog"]), 64, "'--classes'", "10 classes")
    try expectRefusal(command.arguments(["--mean", "1,2"]), 64, "'--mean'", "1 channels")
    try expectRefusal(command.arguments(["--std", "1,2"]), 64, "'--std'", "1 channels")
    try expectRefusal(command.arguments(["--mean", "x"]), 64, "'--mean")
    try expectRefusal(command.arguments(["--scale", "0"]), 64, "'--scale' is 0")
    try expectRefusal(command.arguments(["--std", "0"]), 64, "'--std' is [0.0]")
  }

  @Test func logitsThatCannotBeWrittenAreRefused() throws {
    let (absent, folder) = (scratch.path("absent/x.npy"), try scratch.directory("x.npy"))
    let ann = ["--method", "ann", "--logits"]

    try expectRefusal(
      Command.evaluate.arguments(ann + [absent]), 73, absent, "No such file", "another place")
    try expectRefusal(
      Command.evaluate.arguments(ann + [folder]), 73, folder, "directory", "another place")
  }

  @Test(arguments: [
    ["frobnicate"], ["run"], ["inspect", "a", "b"], ["run", "a", "--loud"],
    ["run", "a", "--steps"], ["run", "a", "--steps", "x"], ["evaluate", "a", "--format", "xml"],
    ["replay", "a", "--", "b", "--loud"], ["attach", "nowhere"], ["figure", "x", "a", "-o", "b"],
    ["--loud"], ["watch"], ["bench", "a", "b"], ["run", "a", "--mouse=yes"],
  ])
  func wrongUsagePointsToTheHelp(arguments: [String]) throws {
    try expectRefusal(arguments, 64, "spiketop: ", "--help'")
  }

  /// What is typed is named, and no escape code in it is sent.
  @Test func whatIsTypedIsVisible() throws {
    let typed = "a\u{1B}[31m\nb"
    let outcome = try Program.run(["run", "x", "--steps", typed])
    #expect(outcome.status == 64 && outcome.errorLines.count == 1, "\(outcome)")
    #expect(!outcome.errors.contains("\u{1B}"))
  }

  /// The command that is meant is known where none is given.
  @Test(arguments: [["resnet.onnx"], ["frobnicate"], ["demo", "frobnicate"]])
  func whatIsNoCommandIsSaidToBeNone(arguments: [String]) throws {
    let stray = arguments.last ?? ""
    try expectRefusal(
      arguments, 64, "'\(stray)' is no command; 'spiketop watch \(stray)'", "spiketop --help")
  }

  /// What follows an unknown option is no command that was meant.
  @Test(arguments: [
    ["demo", "--loud", "4"], ["--loud", "4"], ["demo", "--loud=4", "frobnicate"],
  ])
  func unknownOptionsOfTheDemoAreNamed(arguments: [String]) throws {
    try expectRefusal(arguments, 64, "unknown option '--loud'", "--help'")
  }

  @Test(arguments: ["run", "watch", "record", "demo"])
  func helpShowsNoValuesOfTheProgramsOwn(command: String) throws {
    let outcome = try Program.run([command, "--help"])
    #expect(outcome.status == 0 && !outcome.output.contains("ProbeList"))
    #expect(!outcome.output.contains("strays"))
  }

  /// The program with nothing beside it says what it lacks, and shows other networks.
  @Test func aProgramWithoutItsFolderSaysSo() throws {
    let scratch = try Scratch()
    let lonely = "'\(scratch.path("spiketop"))'"
    let outcome = try Program.shell("cp $SPIKETOP \(lonely); exec \(lonely) demo --plain-steps 1")
    #expect(outcome.status == 69 && outcome.errorLines.count == 1, "\(outcome)")
    #expect(outcome.errors.contains("spiketop_Assets.resources: the folder with the bundled"))
    #expect(try Program.shell("\(lonely) inspect $MODEL").status == 0)
  }

  @Test(arguments: [["demo"], [], Command.watch.arguments()])
  func theDashboardNeedsATerminal(arguments: [String]) throws {
    try expectRefusal(arguments, 69, "needs a terminal", "use 'spiketop run'", "--line")
  }

  @Test(arguments: [
    ("--plain-steps=-1", "'--plain-steps' is -1"), ("--plain-size=0x0", "'0x0'"),
    ("--plain-size=wide", "'wide'"), ("--colors=7", "'7'"),
  ])
  func impossibleValuesOfTheDisplayAreNamed(option: String, mention: String) throws {
    try expectRefusal(["demo", option], 64, mention)
  }
}
