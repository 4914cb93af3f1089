import ArgumentParser
import Datasets
import Foundation
import ModelFormats
import Networks

/// Which network, and how its images are prepared.
struct ModelOptions: ParsableArguments {
  @Argument(help: "The trained network, an ONNX file.", completion: .file(extensions: ["onnx"]))
  var model: String

  @OptionGroup var card: CardOptions

  func load() throws -> LoadedModel {
    try LoadedModel(path: model, overrides: card)
  }
}

/// What overrides the model card.
struct CardOptions: ParsableArguments {
  @Option(help: "Factor for raw pixels, before mean and std; overrides the model card.")
  var scale: Float?

  @Option(help: "Mean per channel after scaling, as 0.49,0.48,0.45; overrides the model card.")
  var mean: NumberList?

  @Option(help: "Standard deviation per channel, as 0.25,0.24,0.26; overrides the model card.")
  var std: NumberList?

  @Option(help: "Class names in the order of the outputs, as cat,dog; overrides the model card.")
  var classes: String?

  func validate() throws {
    if let scale, !scale.isFinite || scale == 0 {
      throw ValidationError("'--scale' is \(scale), but must be finite and not zero.")
    }
    if let mean, !mean.numbers.allSatisfy(\.isFinite) {
      throw ValidationError("'--mean' is \(mean.numbers), but must be finite.")
    }
    if let std, !std.numbers.allSatisfy({ $0.isFinite && $0 > 0 }) {
      throw ValidationError("'--std' is \(std.numbers), but must be positive and finite.")
    }
  }

  /// The class names, if the user gave some.
  var classNames: [String]? {
    classes?.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// The options in use that say how images are prepared.
  var preprocessingFlags: [String] {
    [("--scale", scale != nil), ("--mean", mean != nil), ("--std", std != nil)]
      .filter(\.1).map(\.0)
  }

  /// Throws where the options are about images or classes of other sizes than the network's.
  func validate(for network: AnalogNetwork) throws(UsageError) {
    let channels = network.inputShape.channels
    for (flag, list) in [("--mean", mean), ("--std", std)] {
      guard let count = list?.numbers.count, count != 1, count != channels,
        !network.inputShape.isVector
      else { continue }
      throw UsageError(
        description: "'\(flag)' has \(count) numbers, but the model takes images of "
          + "\(channels) channels; give one number for each, or one for all")
    }
    let outputs = network.nodes[network.output].shape.count
    if let names = classNames, names.count != outputs {
      throw UsageError(
        description: "'--classes' has \(names.count) names, but the model tells \(outputs) classes "
          + "apart; give one name for each")
    }
  }
}

/// Numbers separated by commas.
struct NumberList: ExpressibleByArgument, Equatable {
  let numbers: [Float]

  init(_ numbers: [Float]) {
    self.numbers = numbers
  }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Float($0.trimmingCharacters(in: .whitespaces)) }
    guard !numbers.isEmpty, numbers.count == parts.count else { return nil }
    self.numbers = numbers
  }
}

/// A network with what its card and the command line say about images.
struct LoadedModel {
  let path: String
  let network: AnalogNetwork
  let card: ModelCard?
  let preprocessing: Preprocessing
  let classNames: [String]

  /// The options that replaced what the card says about preprocessing.
  private let preprocessingFlags: [String]

  init(path: String, overrides: CardOptions) throws {
    self.path = path
    network = try ONNXReader.network(at: path)
    card = try ModelCard.card(besideModel: path)
    try card?.validate(for: network, file: ModelCard.path(besideModel: path))
    try overrides.validate(for: network)
    let input = card?.input
    let mean = overrides.mean?.numbers ?? input?.mean ?? [0]
    let std = overrides.std?.numbers ?? input?.std ?? [1]
    let count = max(mean.count, std.count)
    preprocessing = try Preprocessing(
      scale: overrides.scale ?? input?.scale ?? 1, mean: mean.repeated(to: count),
      standardDeviation: std.repeated(to: count))
    preprocessingFlags = overrides.preprocessingFlags
    classNames = overrides.classNames ?? card?.classes ?? []
  }

  /// In which way images are prepared unlike the card says; `nil` if they are as it says.
  var preprocessingDifference: String? {
    guard let input = card?.input else { return nil }
    let count = preprocessing.mean.count
    let differing = [
      ("scale", [preprocessing.scale], [input.scale ?? 1]),
      ("mean", preprocessing.mean, (input.mean ?? [0]).repeated(to: count)),
      ("std", preprocessing.standardDeviation, (input.std ?? [1]).repeated(to: count)),
    ].filter { $0.1 != $0.2 }
    guard !differing.isEmpty else { return nil }
    let list = { (numbers: [Float]) in numbers.map { "\($0)" }.joined(separator: ", ") }
    return differing.map { "\($0.0) is \(list($0.1)), in the model card \(list($0.2))" }
      .joined(separator: "; ")
  }

  /// What is done to raw pixels, in one line.
  var preprocessingNote: String {
    let numbers = { (values: [Float]) in values.map { "\($0)" }.joined(separator: ", ") }
    let sources = preprocessingFlags + [card == nil ? "no model card" : "model card"]
    return "pixels x \(preprocessing.scale), minus \(numbers(preprocessing.mean)), divided by "
      + "\(numbers(preprocessing.standardDeviation)) (\(sources.joined(separator: ", ")))"
  }

  /// The name of a class, or its number.
  func className(_ index: Int) -> String {
    classNames.indices.contains(index) ? classNames[index] : "\(index)"
  }
}

extension [Float] {
  /// One number as so many equal ones; other lists as they are.
  fileprivate func repeated(to count: Int) -> [Float] {
    self.count == 1 ? Array(repeating: self[0], count: count) : self
  }
}
