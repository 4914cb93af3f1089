import Foundation
import Testing

/// Model cards that are broken or belong to another network.
@Suite struct CardRefusalTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test(arguments: Command.allCases)
  func aCardThatIsNoJSONIsRefused(command: Command) throws {
    try expectCardRefusal(command, #"{"name": "#, "not valid JSON")
  }

  @Test(arguments: Command.allCases)
  func aCardForAnotherNumberOfClassesIsRefused(command: Command) throws {
    try expectCardRefusal(command, #"{"classes": ["cat", "dog"]}"#, "'classes'", "2 names", "10")
  }

  @Test(arguments: Command.allCases)
  func aCardForAnotherShapeIsRefused(command: Command) throws {
    try expectCardRefusal(
      command, #"{"input": {"shape": [1, 3, 32, 32]}}"#, "'input.shape'", "1x28x28")
  }

  @Test(arguments: [
    (#"[]"#, "not an object"), (#"null"#, "null"), ("", "not valid JSON"),
    (#"{"name": 5}"#, "'name' is not text"), (#"{"classes": 5}"#, "'classes' is not a list"),
    (#"{"input": {"std": [0]}}"#, "'input.std'"), (#"{"input": {"scale": -1}}"#, "'input.scale'"),
    (#"{"input": {"mean": [1, 2, 3]}}"#, "'input.mean'"),
    (#"{"input": {"layout": "NHWC"}}"#, "only NCHW"),
  ])
  func impossibleValuesOfACardAreNamed(card: String, mention: String) throws {
    try expectCardRefusal(.inspect, card, mention)
  }

  @Test(arguments: Command.withImages)
  func aCardThatNamesAnAbsentDataSetAsksForData(command: Command) throws {
    let model = try Models.save(withCard: #"{"dataset": "ImageNet"}"#, in: scratch)
    try expectRefusal(command.arguments(model, images: nil), 64, "'ImageNet'", "--data")
  }

  @Test(arguments: Command.withImages)
  func aModelWithoutACardAsksForData(command: Command) throws {
    let model = try Models.save("bare.onnx", in: scratch) { _ in }
    try expectRefusal(command.arguments(model, images: nil), 64, "no card", "--data")
  }

  private func expectCardRefusal(
    _ command: Command, _ card: String, _ mentions: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let model = try Models.save(withCard: card, in: scratch)
    try expectRefusal(
      command.arguments(model), 65,
      mentioning: mentions + [scratch.path("net.json"), "correct the model card"],
      sourceLocation: sourceLocation)
  }
}
