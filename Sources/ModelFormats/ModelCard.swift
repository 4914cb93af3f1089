import Foundation
import InputFiles
import Networks

/// What a model file does not say: the data it was trained on and how its images are prepared.
///
/// The card of `NAME.onnx` is `NAME.json` beside it. Every field is optional.
package struct ModelCard: Equatable, Sendable, Codable {
  /// How an image becomes the input of the network: `(pixel · scale - mean) / std` per channel.
  package struct Input: Equatable, Sendable, Codable {
    /// With the batch in front, as `[1, 3, 32, 32]`.
    package var shape: [Int]?
    /// The order of the axes, as `NCHW`.
    package var layout: String?
    package var scale: Float?
    /// One number per channel, in units after scaling.
    package var mean: [Float]?
    /// One number per channel, in units after scaling.
    package var std: [Float]?
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
  /// As trained: batch normalizations that an export folds count.
  package var parameters: Int?

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case name, dataset, input, classes, parameters, dt
    case timeSteps = "time_steps"
    case testAccuracy = "test_accuracy"
    case spikeAt = "spike_at"
  }

  /// What an object of JSON is told by.
  private struct Keys: Decodable {
    /// Whether it has any key of a card, and does not call itself something else.
    let areOfACard: Bool

    private enum OtherKeys: String, CodingKey { case format }

    init(from decoder: any Decoder) throws {
      let keys = try decoder.container(keyedBy: CodingKeys.self)
      let others = try decoder.container(keyedBy: OtherKeys.self)
      areOfACard = !keys.allKeys.isEmpty && !others.contains(.format)
    }
  }

  /// Where the card of a model would be.
  package static func path(besideModel model: String) -> String {
    URL(filePath: model).deletingPathExtension().appendingPathExtension("json").relativePath
  }

  /// The card beside a model, or `nil` if there is none.
  ///
  /// Other programs, and conversions, leave JSON objects there too: what has none of a card's keys
  /// is no card.
  package static func card(besideModel model: String) throws(FormatError) -> ModelCard? {
    let path = path(besideModel: model)
    guard InputFile.isThere(path) else { return nil }
    let data = Data(try contents(of: path, limit: sizeLimit))
    if let keys = try? JSONDecoder().decode(Keys.self, from: data), !keys.areOfACard { return nil }
    return try card(data, file: path)
  }

  /// Whether a file holds what only cards do, whatever else is wrong with it.
  package static func isCard(at path: String) -> Bool {
    guard let content = try? InputFile.contents(of: path, limit: sizeLimit),
      let keys = try? JSONDecoder().decode(Keys.self, from: Data(content))
    else { return false }
    return keys.areOfACard
  }

  /// The card in a file.
  package static func card(at path: String) throws(FormatError) -> ModelCard {
    try card(Data(try contents(of: path, limit: sizeLimit)), file: path)
  }

  /// In bytes; the names of 20,000 classes take a tenth.
  private static let sizeLimit = 1 << 22

  private static func card(_ data: Data, file path: String) throws(FormatError) -> ModelCard {
    let card: ModelCard
    do {
      card = try JSONDecoder().decode(ModelCard.self, from: data)
    } catch let error as DecodingError {
      throw FormatError(error, file: path)
    } catch {
      throw .card(file: path, key: "", what: "not a JSON object")
    }
    try card.validate(file: path)
    return card
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
  private func validate(file: String) throws(FormatError) {
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

extension FormatError {
  /// A decoding error with the key that it is about.
  fileprivate init(_ error: DecodingError, file: String) {
    let (path, what): ([any CodingKey], String) =
      switch error {
      case .typeMismatch(let type, let context): (context.codingPath, "is not \(noun(type))")
      case .valueNotFound(_, let context): (context.codingPath, "is null")
      case .keyNotFound(let key, let context): (context.codingPath + [key], "is missing")
      case .dataCorrupted(let context): (context.codingPath, "is not valid JSON for a model card")
      @unknown default: ([], "is not a model card")
      }
    let key = path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    let sentence = key.isEmpty ? "the file \(what)" : what
    self = .card(file: file, key: key, what: sentence)
  }
}

private func noun(_ type: Any.Type) -> String {
  switch type {
  case is String.Type: "text"
  case is Int.Type, is [Int].Type: "an integer"
  case is Float.Type, is Double.Type: "a number"
  case is [Any].Type: "a list"
  case is [String: Any].Type: "an object"
  default: "of the right type"
  }
}
