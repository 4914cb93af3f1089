import AnalogPass
import Datasets
import Foundation
import ModelFormats
import Testing

@Suite struct EvaluateTests {
  private let brief = ["--steps", "4,16,32", "--method", "max,robust,bistable4", "--count", "6"]

  private func report(_ more: [String]) throws -> [String: Any] {
    try object(try output(of: Command.evaluate.arguments(more + ["--format", "json"])))
  }

  @Test func theReportHasTheKeysOfTheInterface() throws {
    let report = try report(brief)
    let methods = try #require(report["methods"] as? [String: [String: Any]])

    #expect(
      Set(report.keys) == [
        "model", "count", "ann_accuracy", "methods", "notes", "requested", "ann",
        "energy_assumptions",
      ])
    #expect(report["model"] as? String == "fashion-lenet" && report["count"] as? Int == 6)
    #expect((0...1).contains(try #require(report["ann_accuracy"] as? Double)))
    #expect(Set(methods.keys) == ["max", "robust", "bistable4"])
    for method in methods.values {
      let ratios = try #require(method["sin_ratio"] as? [String: [Double]])
      #expect(Set(ratios.keys) == ["4", "16", "32"] && ratios.values.allSatisfy { $0.count == 4 })
      #expect((method["spikes_per_neuron_step"] as? [Double])?.count == 4)
      #expect((method["theta"] as? [Double])?.allSatisfy { $0 > 0 } == true)
      #expect(method["layers"] as? [String] == ["conv1", "conv2", "conv3", "fc1"])
      #expect(Set((method["latency"] as? [String: Any] ?? [:]).keys) == ["5", "1", "0.5"])
      #expect((method["spikes"] as? [String: Double])?.count == 3)
    }
  }

  @Test func accuracyIsNullBeforeTheFirstReadout() throws {
    let methods = try #require(try report(brief)["methods"] as? [String: [String: Any]])
    let bistable = try #require(methods["bistable4"]?["accuracy"] as? [String: Any])
    let robust = try #require(methods["robust"]?["accuracy"] as? [String: Any])

    #expect(bistable["4"] is NSNull && bistable["16"] is NSNull && bistable["32"] is Double)
    #expect(robust.values.allSatisfy { $0 is Double })
  }

  @Test func theNumberOfThreadsChangesNothing() throws {
    let arguments = Command.evaluate.arguments(brief + ["--format", "json"])

    let results = try ["1", "2"].map { try output(of: arguments + ["--threads", $0]) }

    #expect(results[0] == results[1])
  }

  @Test func theTableListsEveryMethodOnce() throws {
    let text = try output(
      of: Command.evaluate.arguments(["--steps", "4", "--method", "max, robust,max"]))
    let rows = text.split(separator: "\n")

    #expect(rows.count { $0.hasPrefix("max ") } == 1)
    #expect(rows.count { $0.hasPrefix("robust 99.9% ") } == 1)
    #expect(rows.count { $0.hasPrefix("  calibrated on the first 8 of 256 images of train") } == 1)
  }

  @Test func logitsAreThoseOfTheForwardPass() throws {
    let scratch = try Scratch()
    let path = scratch.path("logits.npy")

    let text = try output(
      of: Command.evaluate.arguments(["--method", "ann", "--count", "3", "--logits", path]))

    #expect(!text.contains("calibrated"))
    let written = try NPYFile.read(path)
    #expect(written.shape == [3, 10])
    #expect(written.floats == (try logitsOfForwardPass(count: 3)))
  }

  private func logitsOfForwardPass(count: Int) throws -> [Float] {
    let network = try ONNXReader.network(at: Program.model)
    let card = try #require(try ModelCard.card(besideModel: Program.model)?.input)
    let preprocessing = try Preprocessing(
      scale: #require(card.scale), mean: #require(card.mean), standardDeviation: #require(card.std))
    let images = try ImageDataset.open(Program.images)
    var pass = ForwardPass(network)
    return try (0..<count).flatMap { index in
      let image = try images.input(
        at: index, for: network.inputShape, preprocessing: preprocessing)
      return pass.activations(of: image).logits
    }
  }
}
