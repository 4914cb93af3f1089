import Datasets
import Foundation
import Testing

/// Whole models of Keras 2 and 3, against what Keras itself predicts; `make_keras.py` made them.
@Suite struct KerasTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../References/keras").standardizedFileURL

  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private static func file(_ name: String) -> String { folder.appending(path: name).path }

  /// Networks by file, and what stands behind their logits.
  private static let models: [(file: String, tail: @Sendable ([Float]) -> [Float])] = [
    ("convnet.keras", softmax), ("residual.keras", sigmoid), ("keras2.keras", sigmoid),
    ("keras2.h5", sigmoid), ("lengths.keras", { $0 }), ("channels-first.keras", { $0 }),
    ("matrix.h5", { $0 }), ("names.keras", { $0 }), ("parts.keras", { $0 }),
    ("functions.keras", { logits in softmax(logits).map { log($0) } }),
    ("constants.keras", { $0 }), ("merges.keras", { $0 }), ("moves.keras", { $0 }),
    ("pieces.keras", tangent), ("pieces.h5", tangent), ("arrangements.keras", { $0 }),
    ("accents.keras", { $0 }), ("accents.h5", { $0 }), ("crop.keras", { $0 }),
    ("cut.keras", { $0 }),
  ]

  @Test(arguments: models.map(\.file))
  func outputsAreThoseOfKeras(file: String) throws {
    let tail = try #require(Self.models.first { $0.file == file }).tail
    let stem = String(file.prefix { $0 != "." })
    let logits = scratch.path("logits.npy")
    let outcome = try Program.run([
      "evaluate", Self.file(file), "--data", Self.file("\(stem).x.npy"), "--method", "ann",
      "--logits", logits,
    ])
    #expect(outcome.status == 0, "\(outcome)")

    let right = try NPYFile.read(Self.file("\(stem).y.npy"))
    let found = try NPYFile.read(logits)
    #expect(found.shape == right.shape)
    let classes = right.shape[1]
    for start in stride(from: 0, to: right.count, by: classes) {
      let own = tail(Array(found.floats[start..<(start + classes)]))
      for (value, expected) in zip(own, right.floats[start...]) {
        #expect(abs(value - expected) <= 1e-4 * max(1, abs(expected)), "\(file)")
      }
    }
  }

  /// A choice of a class at the end leaves the numbers that it chooses by.
  @Test func aChoiceIsTheLargestLogit() throws {
    let logits = scratch.path("logits.npy")
    let outcome = try Program.run([
      "evaluate", Self.file("choice.keras"), "--data", Self.file("choice.x.npy"), "--method",
      "ann", "--logits", logits,
    ])
    #expect(outcome.status == 0, "\(outcome)")
    let right = try NPYFile.read(Self.file("choice.y.npy")).floats.map { Int($0) }
    let found = try NPYFile.read(logits)
    #expect(found.shape == [right.count, 3])
    for (index, choice) in right.enumerated() {
      let numbers = found.floats[index * 3..<(index + 1) * 3]
      #expect(numbers.max() == numbers[index * 3 + choice])
    }
  }

  /// Behind what no spikes stand for, every option of an activation counts.
  @Test func activationsOfATailKeepTheirOptions() throws {
    let outcome = try Program.run([
      "run", Self.file("boxes.keras"), "--data", Self.file("boxes.x.npy"), "--method", "max",
      "--steps", "1024", "--format", "ndjson",
    ])
    #expect(outcome.status == 0, "\(outcome)")
    let lines = outcome.output.split(separator: "\n")
    let last = try #require(lines.last { $0.contains("\"step\":1024") })
    let step = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
    let boxes = try #require(step?["boxes"] as? [[String: Any]])
    let found = boxes.compactMap { $0["box"] as? [String: Double] }
    let right = try NPYFile.read(Self.file("boxes.y.npy")).floats.prefix(8).map { Double($0) }

    #expect(found.count == 2)
    for corners in [right[..<4], right[4...]].map(Array.init) {
      #expect(
        found.contains {
          abs(($0["x"] ?? .nan) - corners[0]) < 0.02
            && abs(($0["y"] ?? .nan) - corners[1]) < 0.02
            && abs(($0["width"] ?? .nan) - (corners[2] - corners[0])) < 0.02
            && abs(($0["height"] ?? .nan) - (corners[3] - corners[1])) < 0.02
        }, "\(corners): \(found)")
    }
  }

  /// Shares of classes at every place are those of a segmenter, without a card that says so.
  @Test func sharesAtEveryPlaceAreASegmenters() throws {
    let outcome = try Program.run(["inspect", Self.file("places.keras")])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("segmentation: the class of every place"), "\(outcome)")
    #expect(outcome.output.contains("3x6x4"), "\(outcome)")
  }

  /// Height and width that a model leaves open are those of the images, or what is said.
  @Test func openLengthsAreThoseOfTheImages() throws {
    let (open, logits) = (Self.file("open.keras"), scratch.path("logits.npy"))
    let outcome = try Program.run([
      "evaluate", open, "--data", Self.file("residual.x.npy"), "--method", "ann", "--logits",
      logits,
    ])
    #expect(outcome.status == 0, "\(outcome)")
    let right = try NPYFile.read(Self.file("residual.y.npy")).floats
    let found = sigmoid(try NPYFile.read(logits).floats)
    #expect(zip(found, right).allSatisfy { abs($0 - $1) <= 1e-4 })

    let unsaid = try Program.run(["inspect", open])
    #expect(unsaid.status == 65 && unsaid.errors.contains("--input-shape"), "\(unsaid)")
    let said = try Program.run(["inspect", open, "--input-shape", "2x9x8"])
    #expect(said.status == 0 && said.output.contains("2x9x8"), "\(said)")
    let wrong = try Program.run(["inspect", open, "--input-shape", "5x9x8"])
    #expect(wrong.status == 65 && wrong.errors.contains("not of 5x9x8"), "\(wrong.errors)")
  }

  /// The readout of the spiking form comes to the logits; one network has nothing that spikes.
  @Test(arguments: models.map(\.file).filter { !$0.hasPrefix("names") })
  func spikesAgreeWithTheNetwork(file: String) throws {
    let stem = String(file.prefix { $0 != "." })
    let outcome = try Program.run([
      "evaluate", Self.file(file), "--data", Self.file("\(stem).x.npy"), "--method", "max",
      "--steps", "1024", "--format", "json",
    ])
    #expect(outcome.status == 0, "\(outcome)")
    let report = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let methods = (report as? [String: Any])?["methods"] as? [String: Any]
    let agreement = (methods?["max"] as? [String: Any])?["agreement"] as? [String: Any]
    #expect(agreement?["1024"] as? Double == 1, "\(outcome.output)")
  }

  @Test(arguments: [
    ("bad-lambda.keras", ["Lambda (node 'twice')", "train it again"]),
    ("bad-own-class.keras", ["MyDense", "Lambda (node 'twice')"]),
    ("bad-own-module.keras", ["mymodule>Dense", "mypackage>Identity (node 'twice')"]),
    ("bad-own-activation.keras", ["'first'", "activation is 'mymodule>ReLU'"]),
    ("bad-scale.keras", ["'rescaling'", "scale' is not a number"]),
    ("bad-missing.keras", ["'first'", "'bias' are not in the file"]),
    ("bad-other-shape.keras", ["'first'", "for 5 units"]),
    ("bad-other-owner.keras", ["'first'", "those of 'second'"]),
    ("bad-not-finite.keras", ["'first'", "NaN"]),
    ("bad-data-format.keras", ["'zero_padding2d'", "data_format is 'x'", "channels_last"]),
    ("bad-padding.keras", ["'separable_conv2d'", "padding is 'x'", "same"]),
    ("bad-interpolation.keras", ["'up_sampling2d'", "interpolation is 'x'", "model.export("]),
    ("bad-activation.keras", ["'separable_conv2d'", "activation is 'Neg'", "relu"]),
    ("bad-falling.keras", ["Elu (node 'last')"]), ("bad-option.keras", ["'last'", "'beta'"]),
    ("bad-lora.h5", ["'first'", "LoRA", "as .keras"]),
    ("bad-gate.keras", ["Sigmoid (node 'gate')", "no firing rate follows"]),
    ("bad-further-result.keras", ["'both'", "takes result 3 of 'split'", "model.export("]),
    ("bad-dtype.keras", ["'zero_padding2d'", "quantised", "before it is"]),
  ])
  func whatIsWrongIsNamed(file: String, mentions: [String]) throws {
    try expectRefusal(["inspect", Self.file(file)], 65, mentioning: [file] + mentions)
  }

  @Test(arguments: ["residual.keras", "keras2.h5"])
  func truncatedFilesAreRefused(file: String) throws {
    let whole = try Data(contentsOf: URL(filePath: Self.file(file)))
    for part in 1..<8 {
      let path = try scratch.file("\(part)-\(file)", whole.prefix(whole.count * part / 8))
      try expectRefusal(["inspect", path], 65, path)
    }
  }
}

@Sendable private func softmax(_ logits: [Float]) -> [Float] {
  let largest = logits.max() ?? 0
  let powers = logits.map { exp($0 - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}

@Sendable private func tangent(_ logits: [Float]) -> [Float] { logits.map { tanh($0) } }

@Sendable private func sigmoid(_ logits: [Float]) -> [Float] { logits.map { 1 / (1 + exp(-$0)) } }
