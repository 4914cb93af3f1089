import Foundation
import ModelFormats
import Testing

/// Files that are no model, or none that can spike, before every command that takes one.
@Suite struct ModelRefusalTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test(arguments: Command.allCases)
  func aMissingModelIsNoInput(command: Command) throws {
    let path = scratch.path("absent.onnx")
    try expectRefusal(command.arguments(path), 66, path, "check the name")
  }

  @Test(arguments: Command.allCases)
  func aDirectoryIsNoModel(command: Command) throws {
    let path = try scratch.directory("folder.onnx")
    try expectRefusal(command.arguments(path), 66, path, "not a regular file")
  }

  @Test(arguments: Command.allCases)
  func anEmptyModelIsRefused(command: Command) throws {
    let path = try scratch.file("empty.onnx", "")
    try expectRefusal(command.arguments(path), 65, path, "empty", "torch.onnx.export")
  }

  @Test(arguments: Command.allCases)
  func aTruncatedModelIsRefused(command: Command) throws {
    let whole = try Data(contentsOf: URL(filePath: Program.model))
    let path = try scratch.file("half.onnx", whole.prefix(whole.count / 2))
    try expectRefusal(command.arguments(path), 65, path, "truncated", "torch.onnx.export")
  }

  @Test(arguments: Command.allCases)
  func randomBytesAreNoModel(command: Command) throws {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<10_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let path = try scratch.file("random.onnx", Data([0xff] + bytes))
    try expectRefusal(command.arguments(path), 65, path, "torch.onnx.export")
  }

  @Test(arguments: Command.allCases)
  func aHugeModelIsRefusedWithoutReadingIt(command: Command) throws {
    let path = try scratch.sparseFile("huge.onnx", gigabytes: 5)
    try expectRefusal(command.arguments(path), 65, path, "5368709120 bytes")
  }

  @Test(arguments: Command.allCases)
  func aCheckpointOfPyTorchIsNamedAsSuch(command: Command) throws {
    let archive = try scratch.file("net.pt", Data([0x50, 0x4b, 3, 4]) + Data(count: 100))
    let pickle = try scratch.file("net.pkl", Data([0x80, 4, 0x95]) + Data(count: 100))

    try expectRefusal(command.arguments(archive), 65, archive, "zip archive", "torch.onnx.export")
    try expectRefusal(command.arguments(pickle), 65, pickle, "pickle", "torch.onnx.export")
  }

  @Test(arguments: Command.allCases)
  func anUnknownOperatorIsNamedWithItsNode(command: Command) throws {
    let path = try Models.replacing("Relu", with: "Gelu", in: scratch)
    try expectRefusal(command.arguments(path), 65, path, "Gelu (node '/2/Relu')", "train it again")
  }

  /// The first image says how large it is, the option where there is none.
  @Test func anOpenImageSizeIsThatOfTheData() throws {
    let path = try Models.save("dynamic.onnx", in: scratch) {
      $0.input[0].type.tensorType.shape.dim[2].dimParam = "height"
    }
    try expectRefusal(
      ["inspect", path], 65, path, "'height'", "--input-shape", "only the batch dynamic")
    let told = try Program.run(["inspect", path, "--input-shape", "1x28x28"])
    #expect(told.status == 0 && told.output.contains("1x28x28"))
    for command in [Command.run, .evaluate, .diagnose, .convert] {
      #expect(try Program.run(command.arguments(path)).status == 0, "\(command)")
    }
  }

  @Test(arguments: Command.allCases)
  func shapesThatContradictEachOtherAreRefused(command: Command) throws {
    let path = try Models.save("shape.onnx", in: scratch) {
      $0.input[0].type.tensorType.shape.dim[1].dimValue = 3
    }
    try expectRefusal(command.arguments(path), 65, path, "'/0/Conv'", "3x28x28", "export")
  }

  @Test(arguments: Command.allCases, [Float.nan, .infinity])
  func weightsThatAreNotFiniteAreRefused(command: Command, value: Float) throws {
    let path = try Models.weights("13.weight", in: scratch) { $0[7] = value }
    try expectRefusal(command.arguments(path), 65, path, "'13.weight'", "train the model again")
  }

  /// But for `diagnose`, which says so in its report.
  @Test(arguments: [Command.run, .evaluate, .watch])
  func aLayerThatIsSilentInCalibrationIsNamed(command: Command) throws {
    let path = try Models.weights("13.bias", in: scratch) { $0 = $0.map { _ in -1e6 } }
    try expectRefusal(command.arguments(path), 65, "'fc1'", "--calibration", "--thresholds")
  }

  /// The bundled network with max pools in place of average pools.
  private func maxPooled() throws -> String {
    try Models.save("max.onnx", in: scratch) { graph in
      for index in graph.node.indices where graph.node[index].opType == "AveragePool" {
        let isLast = graph.node[index].name.hasPrefix("/11")
        let size: [Int64] = isLast ? [7, 7] : [2, 2]
        graph.node[index].opType = "MaxPool"
        graph.node[index].attribute = [
          Models.integers("kernel_shape", size),
          Models.integers("strides", size),
        ]
      }
    }
  }

  @Test(arguments: ["gated", "lossless"])
  func maxPoolingRunsByEitherRule(rule: String) throws {
    let path = try maxPooled()
    for command in Command.withMethods {
      let more = command == .watch ? ["--plain-steps", "3"] : []
      let outcome = try Program.run(command.arguments(path, ["--max-pool", rule] + more))
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    try expectRefusal(Command.run.arguments(path, ["--max-pool", "mean"]), 64, "'mean'")
  }

  @Test(arguments: Command.withMethods)
  func aClipBelowZeroIsOneFromZeroBetweenOffsets(command: Command) throws {
    let bounds = [Models.scalar("low", -1), Models.scalar("high", 6)]
    let path = try Models.replacing("Relu", with: "Clip", inputs: bounds, in: scratch)

    #expect(try Program.run(Command.inspect.arguments(path)).status == 0)
    let more = command == .watch ? ["--plain-steps", "3"] : []
    let outcome = try Program.run(command.arguments(path, more))
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test(arguments: Command.withImages)
  func aNetworkWithoutActivationsCannotSpike(command: Command) throws {
    let path = try Models.replacing("Relu", with: "Identity", in: scratch)
    try expectRefusal(command.arguments(path), 65, "no ReLU", "train one with ReLU")
  }
}
