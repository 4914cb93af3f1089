import Foundation
import Networks

/// What a model file does not say: the data it was trained on and how its images are prepared.
///
/// The card of `NAME.onnx` is `NAME.json` beside it. Every field is optional.
package struct ModelCard: Equatable, Sendable, Encodable {
  /// How an image becomes the input of the network: `(pixel · scale - mean) / std` per channel.
  package struct Input: Equatable, Sendable, Encodable {
    /// With the batch in front, as `[1, 3, 32, 32]`.
    package var shape: [Int]?
    /// The order of the axes, as `NCHW`.
    package var layout: String?
    package var scale: Float?
    /// One number per channel, in units after scaling.
    package var mean: [Float]?
    /// One number per channel, in units after scaling.
    package var std: [Float]?

    package init() {}

    private enum CodingKeys: String, CodingKey, CaseIterable {
      case shape, layout, scale, mean, std
    }

    /// All keys of it.
    static let keys = CodingKeys.allCases.map(\.rawValue)
  }

  package var name: String?
  package var dataset: String?
  package var input: Input?
  /// The names of the classes, in the order of the logits.
  package var classes: [String]?
  /// Between 0 and 1.
  package var testAccuracy: Double?
  /// T, of a spiking network that was trained for one.
  package var timeSteps: Int?
  /// Of a spiking network, in seconds.
  package var dt: Float?
  /// Of a spiking network: which potentials fire.
  package var spikeAt: FiringRule?
  /// Of a spiking network: what a spike leaves behind.
  package var reset: Reset?
  /// As trained: batch normalizations that an export folds count.
  package var parameters: Int?
  /// What the outputs mean; `nil` for classes.
  package var task: TaskName?
  /// How the outputs of a detector are read.
  package var detection: DetectionCard?

  /// A card that says nothing yet.
  package init() {}

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case name, dataset, input, classes, parameters, dt, reset, task, detection
    case timeSteps = "time_steps"
    case testAccuracy = "test_accuracy"
    case spikeAt = "spike_at"
  }

  /// All keys of a card.
  static let keys = CodingKeys.allCases.map(\.rawValue)

  /// The keys that it has and that count for spiking networks alone.
  package var spikingKeys: [String] {
    let kept: [(CodingKeys, Bool)] = [
      (.dt, dt != nil), (.reset, reset != nil), (.spikeAt, spikeAt != nil),
      (.timeSteps, timeSteps != nil),
    ]
    return kept.filter(\.1).map(\.0.rawValue)
  }

  /// Where the card of a model would be.
  package static func path(besideModel model: String) -> String {
    URL(filePath: model).deletingPathExtension().appendingPathExtension("json").relativePath
  }

  /// Throws if the card is about images or classes of other sizes than the network's.
  package func validate(
    for network: AnalogNetwork, file: String
  ) throws(FormatError) {
    try validate(
      input: network.inputShape, classes: network.nodes[network.output].shape.count, file: file)
  }

  /// Throws if the card is about images or classes of other sizes.
  package func validate(
    input shape: MapShape, classes count: Int, file: String
  ) throws(FormatError) {
    let own = [shape.channels, shape.height, shape.width]
    if let stated = input?.shape, Array(stated.dropFirst()) != own {
      throw .card(
        file: file, key: "input.shape", what: "is \(stated), but the model takes \(shape)")
    }
    for (key, numbers) in [("input.mean", input?.mean), ("input.std", input?.std)] {
      // A network of vectors takes pictures whose channels are not its own.
      let isForPictures = shape.isVector && [1, 3].contains(numbers?.count)
      if let numbers, numbers.count != shape.channels, !isForPictures {
        throw .card(
          file: file, key: key,
          what: "needs one number per channel, but has \(numbers.count) for \(shape) input")
      }
    }
    if let classes, classes.count != count {
      throw .card(
        file: file, key: "classes",
        what: "has \(classes.count) names, but the model tells \(count) classes apart")
    }
  }

  /// Throws if a value is impossible by itself.
  func validate(file: String) throws(FormatError) {
    func bad(_ key: String, _ what: String) -> FormatError {
      .card(file: file, key: key, what: what)
    }
    if let shape = input?.shape {
      guard shape.count == 4, shape.allSatisfy((1...(1 << 20)).contains) else {
        throw bad("input.shape", "is \(shape); it must be [1, channels, height, width]")
      }
      for (key, numbers) in [("input.mean", input?.mean), ("input.std", input?.std)] {
        if let numbers, numbers.count != shape[1] {
          throw bad(key, "has \(numbers.count) numbers for \(shape[1]) channels")
        }
      }
    }
    if let layout = input?.layout, layout != "NCHW" {
      throw bad("input.layout", "is '\(layout)'; only NCHW is possible")
    }
    let most = Float.largestInNetworks
    if let scale = input?.scale, !(scale > 0 && scale <= most) {
      throw bad("input.scale", "is \(scale); it must be positive, and at most \(most)")
    }
    if let std = input?.std, !std.allSatisfy({ $0 >= 1 / most && $0 <= most }) {
      throw bad("input.std", "is \(std); all numbers must lie between \(1 / most) and \(most)")
    }
    if let mean = input?.mean, !mean.allSatisfy({ abs($0) <= most }) {
      throw bad("input.mean", "is \(mean); all numbers must lie between ±\(most)")
    }
    if let parameters, parameters < 1 {
      throw bad("parameters", "is \(parameters); it must be positive")
    }
    if let timeSteps, !(1...(1 << 20)).contains(timeSteps) {
      throw bad("time_steps", "is \(timeSteps); it must be positive")
    }
    if let dt, !dt.isFinite || dt <= 0 {
      throw bad("dt", "is \(dt); it must be positive")
    }
    if let testAccuracy, !(0...1).contains(testAccuracy) {
      throw bad("test_accuracy", "is \(testAccuracy); it must lie between 0 and 1")
    }
  }
}
