import Foundation
import Testing

@Suite struct RunTests {
  private static let layerKeys: Set = [
    "name", "neurons", "spikes", "rate", "sin_neurons", "sin_spikes", "sin_ratio", "lead", "lag",
    "mean_potential", "mean_potential_inactive",
  ]

  /// The records of a run and its summary.
  private struct Records {
    var steps: [[String: Any]]
    var summary: [String: Any]

    init(_ more: [String]) throws {
      let text = try output(of: Command.run.arguments(more + ["--format", "ndjson"]))
      let objects = try text.split(separator: "\n").map { try object($0) }
      steps = objects.dropLast()
      summary = try #require(objects.last?["summary"] as? [String: Any])
    }

    func layers(_ step: Int) throws -> [[String: Any]] {
      try #require(steps[step]["layers"] as? [[String: Any]])
    }

    /// A value of one layer over the steps.
    func series(_ key: String, layer: Int) throws -> [Double?] {
      try steps.indices.map { try layers($0)[layer][key] as? Double }
    }
  }

  @Test func everyStepIsARecordWithTheKeysOfTheInterface() throws {
    let records = try Records(["--steps", "6"])

    #expect(records.steps.count == 6)
    for (index, step) in records.steps.enumerated() {
      #expect(Set(step.keys) == ["step", "prediction", "layers"])
      #expect(step["step"] as? Int == index + 1)
      let layers = try records.layers(index)
      #expect(layers.map { $0["name"] as? String } == ["conv1", "conv2", "conv3", "fc1"])
      for layer in layers { #expect(Set(layer.keys) == Self.layerKeys) }
    }
  }

  @Test func theSummaryHasTheAnswersAndTheCost() throws {
    let summary = try Records(["--steps", "20", "--index", "3"]).summary

    #expect(
      Set(summary.keys) == [
        "model", "method", "title", "index", "steps", "prediction", "ann_prediction", "label",
        "synaptic_operations", "notes",
      ])
    #expect(summary["index"] as? Int == 3 && summary["steps"] as? Int == 20)
    #expect(summary["ann_prediction"] as? Int == 1 && summary["label"] as? Int == 1)
    #expect(try #require(summary["synaptic_operations"] as? Int) > 0)
  }

  @Test func countsAddUpAndTheRatioOfSINNeverFalls() throws {
    let records = try Records(["--steps", "24"])
    let text = try output(of: Command.run.arguments(["--steps", "24"]))

    for layer in 0..<4 {
      let spikes = try records.series("spikes", layer: layer).map { try #require($0) }
      let neurons = try #require(try records.layers(0)[layer]["neurons"] as? Double)
      let rates = try records.series("rate", layer: layer).map { try #require($0) }
      let ratios = try records.series("sin_ratio", layer: layer).map { try #require($0) }
      let offenders = try records.series("sin_spikes", layer: layer).map { try #require($0) }
      #expect(zip(spikes, rates).allSatisfy { abs($0 / neurons - $1) < 1e-12 })
      #expect(zip(spikes, offenders).allSatisfy { $0 >= $1 })
      #expect(zip(ratios, ratios.dropFirst() + [1]).allSatisfy { $0 <= $1 })
      let name = try #require(try records.layers(0)[layer]["name"] as? String)
      let row = text.split(separator: "\n").last { $0.hasPrefix("  \(name) ") }
      #expect(row?.split(separator: " ")[2] == "\(Int(spikes.reduce(0, +)))")
    }
  }

  @Test func aBistableRunAnswersAfterItsFirstReadout() throws {
    let model = ["run", Program.model, "--data", Program.images, "--calibration-count", "8"]
    let text = try output(of: model + ["--method", "bistable4", "--format", "ndjson"])
    let steps = try text.split(separator: "\n").dropLast().map { try object($0) }

    // Five groups of layers, each one cycle of four steps behind the one before it; by default
    // a run ends two cycles after the first readout.
    #expect(steps.count == 28)
    for (index, step) in steps.enumerated() {
      let layers = try #require(step["layers"] as? [[String: Any]])
      #expect((step["prediction"] is NSNull) == (index + 1 < 20))
      for key in ["lead", "lag"] {
        #expect(index >= 7 || layers.allSatisfy { $0[key] is NSNull })
        #expect(index < 19 || layers.allSatisfy { $0[key] is Double })
      }
    }
  }

  @Test func theSameRunTwiceIsTheSameText() throws {
    let arguments = Command.run.arguments(["--steps", "12", "--format", "ndjson"])
    #expect(try output(of: arguments) == output(of: arguments))
  }

  @Test func thresholdsByNameEqualThresholdsInOrder() throws {
    let scratch = try Scratch()
    let list = try scratch.file("list.json", "[4.5, 2.75, 11, 2.5]")
    let named = try scratch.file(
      "named.json", #"{"fc1": 2.5, "conv3": 11, "conv2": 2.75, "conv1": 4.5}"#)

    let results = try [list, named].map {
      try output(of: Command.run.arguments(["--steps", "12", "--thresholds", $0]))
    }

    #expect(results[0] == results[1] && results[0].contains("thresholds: given by the user"))
    #expect(try results[0] != output(of: Command.run.arguments(["--steps", "12"])))
  }

  @Test func optionsOverrideTheCardAndTheNotesSaySo() throws {
    let plain = try output(of: Command.run.arguments())
    let same = ["--scale", "0.00392156862745098", "--mean", "0.286", "--std", "0.353"]

    let repeated = try output(of: Command.run.arguments(same))
    let doubtful = try Program.run(Command.run.arguments(["--mean", "0.5", "--std", "0.25"]))
    let changed = doubtful.output

    #expect(plain.contains("(pixels / 255 - 0.286) / 0.353 (model card)"))
    #expect(repeated.contains("(--scale, --mean, --std, model card)"))
    #expect(doubtful.errors.contains("mean is 0.5, in the model card 0.286"))
    #expect(changed.contains("(pixels / 255 - 0.5) / 0.25 (--mean, --std, model card)"))
    let results = [plain, repeated, changed].map { $0.split(separator: "\n").dropFirst(4) }
    #expect(results[0] == results[1] && results[0] != results[2])
  }

  @Test func classNamesOverrideThoseOfTheCard() throws {
    let names = "ant,bee,cow,dog,eel,fly,gnu,hen,ibis,jay"
    let text = try output(of: Command.run.arguments(["--classes", names]))

    #expect(text.contains("image 0 'jay'") && text.contains("ANN 'jay'"))
    #expect(!text.contains("Ankle boot"))
  }

  @Test func aNetworkOfVectorsTakesPicturesWithACardForTheirChannels() throws {
    let scratch = try Scratch()
    let model = try Models.perceptron(
      withCard: #"{"input": {"scale": 0.004, "mean": [0.3], "std": [0.35]}}"#, in: scratch)

    let text = try output(of: Command.run.arguments(model))

    #expect(text.contains("(pixels / 250 - 0.3) / 0.35 (model card)"))
  }

  @Test func rawPicturesOfAnotherSizeAreFittedAndTheNotesSaySo() throws {
    let scratch = try Scratch()
    let path = try scratch.file(
      "rgb.npy", DataFiles.npy([2, 3, 32, 32], (0..<6144).map { UInt8($0 % 251) }))

    let text = try output(of: Command.run.arguments(images: path))

    #expect(text.contains("resized: ") && text.contains("2 given images themselves"))
  }
}
