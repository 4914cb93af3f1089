import Datasets
import Foundation
import PlainText
import Tensors
import Testing
import spiketop

/// Finite numbers that are too large to compute with are found where they enter.
@Suite struct AbsurdNumberTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  /// One weight of the first layer, or all of them.
  private func model(_ value: Float, all: Bool = false) throws -> String {
    try Models.save("weights.onnx", in: scratch) { graph in
      let index = try #require(graph.initializer.firstIndex { $0.dims.count == 4 })
      var values = graph.initializer[index].rawData.withUnsafeBytes {
        Array($0.bindMemory(to: Float.self))
      }
      for position in values.indices where all || position == 0 { values[position] = value }
      graph.initializer[index].rawData = values.withUnsafeBytes { Data($0) }
    }
  }

  @Test(arguments: Command.allCases, [Float(3e38), -1e38, 1e20])
  func weightsAreNamed(command: Command, value: Float) throws {
    let path = try model(value)
    try expectRefusal(command.arguments(path), 65, path, "node '", "train the model again")
  }

  @Test(arguments: [
    "--corrector srp --trial-steps", "--corrector cos --trial-steps",
    "--corrector spicalib --allowance", "--shuffle", "--readout-from", "--method burst --burst",
  ])
  func countsAreBounded(options: String) throws {
    let words = options.split(separator: " ").map(String.init)
    for number in ["9223372036854775807", "4294967296", "99999999999"] {
      let outcome = try Program.run(
        ["run", Program.model, "--data", Program.images, "--steps", "2"] + words + [number])
      #expect(outcome.status == 64 && outcome.output.isEmpty, "\(options) \(number)")
      #expect(outcome.errors.contains(words[words.count - 1]), "\(outcome.errors)")
    }
  }

  /// Each weight is possible, but not what they make of an image.
  @Test(arguments: Command.withMethods)
  func activationsNameTheirLayer(command: Command) throws {
    let path = try model(1e15, all: true)
    try expectRefusal(
      command.arguments(path, ["--scale", "1"]), 65, "layer '", "on an image", "scale the images")
  }

  @Test(arguments: ["1e38", "1e-40"])
  func thresholdsAreNamed(value: String) throws {
    let path = try scratch.file("t.json", "[\(value), 1, 1, 1]")
    let outcome = try Program.run(
      Command.run.arguments(["--thresholds", path]))
    #expect(outcome.status == 65 && outcome.errorLines.count == 1, "\(outcome)")
    #expect(outcome.errors.contains("threshold"), "\(outcome)")
  }

  @Test func numbersThatJSONHasNoWordsForAreNull() throws {
    let numbers: [String: [Double]] = ["a": [1.5, .nan, .infinity, -.infinity]]

    let text = jsonText(numbers)

    #expect(text == #"{"a":[1.5,null,null,null]}"#)
    #expect(jsonText([Float.nan]) == "[null]")
  }

  /// A clip without an upper bound, whose bound is infinite.
  @Test func anOpenClipIsInspected() throws {
    let path = try Models.replacing(
      "Relu", with: "Clip", inputs: [Models.scalar("low", -1)], in: scratch)
    let text = try output(of: ["inspect", path, "--format", "json"])
    #expect(try !object(text).isEmpty)
  }
}
