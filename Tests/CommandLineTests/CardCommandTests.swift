import Experiments
import Foundation
import ModelFormats
import Testing

/// Cards that are named, written, and missed.
@Suite struct CardCommandTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private var labelled: [String] { ["--data", Program.images, "--count", "60"] }

  @Test func theCardThatIsWrittenPreparesImagesAsTheTrainingDid() throws {
    let model = try Models.save("bare.onnx", in: scratch) { _ in }
    let outcome = try Program.run(["card", model] + labelled)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("pixels from 0 to 255"), "\(outcome)")

    let card = try #require(try ModelCard.card(besideModel: model))
    let scale = try #require(card.input?.scale)
    #expect(abs(scale - 1 / 255) < 1e-6)
    #expect(card.input?.shape == [1, 1, 28, 28])
    // Those of the training are 0.286 and 0.353.
    #expect(abs((card.input?.mean?[0] ?? 9) - 0.286) < 0.1)
    #expect(abs((card.input?.std?[0] ?? 9) - 0.353) < 0.1)

    let again = try Program.run(["card", model] + labelled)
    #expect(again.status == 73, "a card is never replaced: \(again)")
  }

  /// Every usual preparation can be applied, to grey images and to those in colour.
  @Test(arguments: 1...4)
  func usualPreparationsCanBeApplied(channels: Int) throws {
    let (mean, deviation) = (
      Array(repeating: Float(0.4), count: channels), Array(repeating: Float(0.2), count: channels)
    )
    let usual = PreprocessingCandidate.usual(
      channels: channels, mean: mean, deviation: deviation)
    #expect(usual.count >= 5)
    for candidate in usual {
      let preprocessing = try candidate.preprocessing()
      #expect([1, channels].contains(preprocessing.mean.count), "\(candidate.name)")
    }
  }

  @Test func withoutLabelsNothingIsGuessed() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Program.images)
    let name = try #require(names.first { $0.hasPrefix("t10k-images") })
    let folder = URL(filePath: Program.images)
    let images = try scratch.file(
      name, Data(contentsOf: folder.appending(path: name).resolvingSymlinksInPath()))
    let model = try Models.save("bare.onnx", in: scratch) { _ in }
    try expectRefusal(["card", model, "--data", images], 64, images, "has no labels")
  }

  @Test func aNamedCardTakesThePlaceOfTheOneBeside() throws {
    let model = try Models.save(withCard: #"{"name": "beside"}"#, in: scratch)
    let card = try scratch.file(
      "other.json", #"{"name": "other", "input": {"scale": "1/255", "mean": [0.286]}}"#)
    let outcome = try Program.run(["inspect", model, "--card", card])
    #expect(outcome.status == 0 && outcome.output.contains(card), "\(outcome)")

    let none = try scratch.file("none.json", #"{"accuracy": 1}"#)
    try expectRefusal(["inspect", model, "--card", none], 65, none, "no model card")
    try expectRefusal(["inspect", model, "--card", scratch.path("absent.json")], 66, "absent.json")
  }

  @Test func whatIsForSpikingNetworksAloneIsSaidToBeUnused() throws {
    let model = try Models.save(
      withCard: #"{"dt": 0.001, "reset": "hard", "input": {"scale": "1/255"}}"#, in: scratch)
    let outcome = try Program.run(["inspect", model])
    #expect(outcome.status == 0, "\(outcome)")
    let told = outcome.errorLines + outcome.output.split(separator: "\n")
    let note = "'dt', 'reset' not used: for trained spiking networks"
    #expect(told.contains { $0.contains(note) }, "\(told)")
  }

  @Test func numbersMayBeFractions() throws {
    let plain = try Program.run(
      Command.run.arguments(["--scale", "0.00392156862745098", "--mean", "0.286"]))
    let fraction = try Program.run(Command.run.arguments(["--scale", "1/255", "--mean", "0.286"]))
    #expect(plain.status == 0 && plain.output == fraction.output)
    try expectRefusal(Command.run.arguments(["--scale", "1/0"]), 64, "--scale")
  }

  @Test(arguments: [Command.evaluate, .run])
  func lostPreprocessingIsSaid(command: Command) throws {
    let model = try Models.save("bare.onnx", in: scratch) { _ in }
    let more = command == .evaluate ? ["--method", "ann"] : []
    var arguments = command.arguments(
      model, ["--scale", "1", "--mean", "200", "--std", "1"] + more)
    if let place = arguments.firstIndex(of: "--count") { arguments[place + 1] = "40" }
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("lost preprocessing"), "\(outcome)")
    #expect(outcome.errors.contains("spiketop diagnose"), "\(outcome)")

    let right = try Program.run(command.arguments())
    #expect(!right.errors.contains("lost preprocessing"), "\(right)")
  }
}
