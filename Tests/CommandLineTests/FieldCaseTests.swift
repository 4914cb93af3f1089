import Datasets
import ExampleNetworks
import Foundation
import Testing

/// Small networks of the kinds that people have reported to programs like this one, with the
/// numbers that the framework they come from gives.
@Suite struct FieldCaseTests {
  @Test func thereAreCases() {
    #expect(FieldCase.bundled.count >= 84)
  }

  @Test(arguments: FieldCase.all)
  func theAnalogNetworkGivesTheRightNumbers(test: FieldCase) throws {
    let scratch = try Scratch()
    let output = scratch.path("logits.npy")
    let outcome = try Program.run([
      "evaluate", test.model, "--data", test.images, "--method", "ann", "--logits", output,
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    guard outcome.status == 0 else { return }

    let (given, wanted) = (try rows(output), try rows(test.right))
    #expect(given.count == wanted.count)
    let largest = wanted.joined().map(abs).max() ?? 0
    let differences = Self.answers.compactMap { answer -> Float? in
      let rows = given.map(answer)
      guard rows.map(\.count) == wanted.map(\.count) else { return nil }
      return zip(rows.joined(), wanted.joined()).map { abs($0 - $1) }.max()
    }
    #expect(
      differences.min().map { $0 <= 1e-4 * max(1, largest) } == true,
      "differences \(differences) of numbers up to \(largest)")
  }

  /// Height and width that a file leaves open are those of the images, or what is said.
  @Test func openLengthsAreThoseOfTheImages() throws {
    let scratch = try Scratch()
    let stem = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../References/open-lengths/dynamic_hw").standardizedFileURL.path
    let output = scratch.path("logits.npy")
    let outcome = try Program.run([
      "evaluate", "\(stem).onnx", "--data", "\(stem)_x.npy", "--method", "ann", "--logits", output,
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")

    let (given, wanted) = (try rows(output), try rows("\(stem)_logits.npy"))
    #expect(zip(given.joined(), wanted.joined()).allSatisfy { abs($0 - $1) <= 1e-4 })
    let unsaid = try Program.run(["inspect", "\(stem).onnx"])
    #expect(unsaid.status == 65 && unsaid.errors.contains("--input-shape"))
    let said = try Program.run(["inspect", "\(stem).onnx", "--input-shape", "3x24x20"])
    #expect(said.status == 0 && said.output.contains("24"), "\(said.errors)")
    let wrong = try Program.run(["inspect", "\(stem).onnx", "--input-shape", "5x24x20"])
    #expect(wrong.status == 65 && wrong.errors.contains("not of 5x24x20"), "\(wrong.errors)")
  }

  /// Networks in whole numbers say what is not as in their file.
  @Test func roundingThatIsLeftOutIsSaid() throws {
    let model = try #require(FieldCase.bundled.first { $0.name == "whole-numbers/qoperator.onnx" })
    let outcome = try Program.run(["inspect", model.model])

    #expect(outcome.status == 0 && outcome.errors.contains("activations are not rounded"))
  }

  /// One output tells two classes apart, wherever answers are shown.
  @Test(arguments: ["06-single-logit/model.onnx", "06-single-logit/sigmoid.model.onnx"])
  func oneOutputIsTwoClassesOnEveryScreen(name: String) throws {
    let test = try #require(FieldCase.bundled.first { $0.name == name })
    let data = ["--data", test.images, "--calibration", test.images]
    for key in "123456789G" {
      let screen = try Program.run(
        ["watch", test.model, "--plain-steps", "8", "--plain-keys", "\(key)"]
          + ["--plain-size", "120x40"] + data)
      #expect(screen.status == 0, "\(key): \(screen.errors)")
      #expect(screen.output.contains("ANN 1") || screen.output.contains("ANN 0"))
    }
    let table = try Program.run(
      ["evaluate", test.model, "--method", "ann", "--confusion", "--format", "csv"] + data)
    #expect(table.status == 0, "\(table.errors)")
  }

  /// What an order-preserving last node may have made of the logits.
  private static let answers: [@Sendable ([Float]) -> [Float]] = [
    { $0 },
    { softmax($0) },
    { softmax($0).map { log($0) } },
    { $0.map { 1 / (1 + exp(-$0)) } },
    { row in [Float(row.indices.max { row[$0] < row[$1] } ?? 0)] },
  ]

  private static func softmax(_ row: [Float]) -> [Float] {
    let powers = row.map { exp($0 - (row.max() ?? 0)) }
    return powers.map { $0 / powers.reduce(0, +) }
  }

  /// One row of numbers per image.
  private func rows(_ path: String) throws -> [[Float]] {
    let array = try NPYFile.read(path)
    let width = array.shape.dropFirst().reduce(1, *)
    let numbers = array.floats
    return (0..<array.shape[0]).map { Array(numbers[($0 * width)..<(($0 + 1) * width)]) }
  }
}
