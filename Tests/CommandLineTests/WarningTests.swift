import Foundation
import Testing

/// What may make results mean nothing is said on standard error, once, and among the notes.
@Suite struct WarningTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private func warnings(_ arguments: [String]) throws -> [Substring] {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    #expect(outcome.errorLines.allSatisfy { $0.hasPrefix("spiketop: warning: ") })
    return outcome.errorLines
  }

  @Test(arguments: Command.withMethods)
  func pixelsWithoutACardAreSaid(command: Command) throws {
    let model = try Models.save("bare.onnx", in: scratch) { _ in }

    let plain = command == .watch ? ["--plain-steps", "2"] : []

    let bare = try warnings(command.arguments(model, plain))
    let scaled = try warnings(command.arguments(model, plain + ["--scale", "0.004"]))

    #expect(bare.count == 1 && bare[0].contains("no model card: pixels go in as 0 to 255"))
    #expect(bare[0].contains("--scale, --mean and --std") && bare[0].contains("bare.json"))
    #expect(scaled.allSatisfy { $0.contains("looks like lost preprocessing") })
  }

  /// A file that takes bytes makes of pixels itself what it needs.
  @Test func aFileOfBytesNeedsNoScale() throws {
    let model = try Models.save("bytes.onnx", in: scratch) { graph in
      let name = graph.input[0].name
      graph.input[0].type.tensorType.elemType = 2
      for index in graph.node.indices {
        graph.node[index].input = graph.node[index].input.map { $0 == name ? "floats" : $0 }
      }
      graph.node.insert(
        .with {
          ($0.opType, $0.input, $0.output) = ("Cast", [name], ["floats"])
          $0.attribute = [.with { ($0.name, $0.i) = ("to", 1) }]
        }, at: 0)
    }

    let bare = try warnings(Command.evaluate.arguments(model))
    let scaled = try warnings(Command.evaluate.arguments(model, ["--scale", "0.004"]))
    let inspected = try Program.run(["inspect", model])

    #expect(!bare.contains { $0.contains("no model card") })
    #expect(scaled.contains { $0.contains("the image of the file is of bytes, from 0 to 255") })
    #expect(inspected.output.contains("pixels go in as they are, from 0 to 255"))
  }

  @Test func warningsAreAmongTheNotes() throws {
    let model = try Models.save("bare.onnx", in: scratch) { _ in }
    for command in [Command.evaluate, .diagnose, .convert] {
      let format = command == .convert ? [] : ["--format", "json"]
      let outcome = try Program.run(command.arguments(model, format))

      let notes = try #require(try object(outcome.output)["notes"] as? [String])
      #expect(notes.last?.hasPrefix("warning: no model card") == true, "\(notes)")
    }
  }

  @Test(arguments: [Command.evaluate, .inspect])
  func whatIsNoCardIsSaid(command: Command) throws {
    let model = try Models.save(withCard: #"{"mean": [0.5], "std": [2]}"#, in: scratch)

    let lines = try warnings(command.arguments(model))

    #expect(lines[0].contains("net.json is no model card") && lines[0].contains("'mean'"))
    #expect(lines.count == (command == .inspect ? 1 : 2))
  }

  @Test func anUnknownKeyOfACardIsSaid() throws {
    let model = try Models.save(withCard: #"{"input": {"scal": 0.5}}"#, in: scratch)

    let lines = try warnings(Command.evaluate.arguments(model))

    #expect(lines.count == 2 && lines[0].contains("did you mean 'scale'?"))
    #expect(lines[1].contains("says nothing of 'input'"))
  }

  @Test func imagesOfAnotherDataSetAreSaid() throws {
    let images = try scratch.file("test_batch.bin", Data(count: 2 * 3073))

    let lines = try warnings(Command.evaluate.arguments(images: images, ["--method", "ann"]))

    #expect(lines.count == 1 && lines[0].contains("is CIFAR-10, but the model card is for Fashion"))
  }

  @Test func whatThresholdFilesLoseIsSaid() throws {
    let file = scratch.path("light.json")
    _ = try warnings(Command.convert.arguments(["--method", "light", "--output", file]))

    let lines = try warnings(
      Command.evaluate.arguments(["--method", "max,half", "--thresholds", file]))

    #expect(lines.count == 1 && lines[0].contains("bias currents"))
  }

  /// A truth value for each image is a mask, and not the numbers 0 and 1.
  @Test func truthValuesChooseCalibrationImages() throws {
    let isChosen = (0..<256).map { UInt8($0 == 3 || $0 == 7 ? 1 : 0) }
    let mask = try scratch.file("mask.npy", bytes("|b1", isChosen))
    let numbers = try scratch.file("numbers.npy", bytes("|u1", [3, 7]))
    let short = try scratch.file("short.npy", bytes("|b1", [1, 0, 1]))
    let layers = { (file: String) in
      try object(output(of: Command.convert.arguments(["--calibration-indices", file])))["layers"]
        as? NSArray
    }

    #expect(try layers(mask) == layers(numbers))
    try expectRefusal(
      Command.convert.arguments(["--calibration-indices", short]), 65, "short.npy", "[3]", "256")
  }

  private func bytes(_ type: String, _ numbers: [UInt8]) -> Data {
    let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(numbers.count),), }"
    let padded = header.padding(toLength: 117, withPad: " ", startingAt: 0) + "\n"
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0]) + Data(padded.utf8) + Data(numbers)
  }
}
