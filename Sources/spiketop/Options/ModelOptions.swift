import ArgumentParser
import Datasets
import Foundation
import ModelFormats
import Networks

/// Which network, and how its images are prepared.
struct ModelOptions: ParsableArguments {
  @Argument(
    help: "The network: a trained one in ONNX, or a spiking one in NIR.",
    completion: .file(extensions: ["onnx", "nir"]))
  var model: String

  @OptionGroup var card: CardOptions
  @OptionGroup var time: TimeOptions

  func load() throws -> LoadedModel {
    try LoadedModel(path: model, overrides: card, time: time)
  }
}

/// What NIR files leave open.
struct TimeOptions: ParsableArguments {
  enum ResetRule: String, ExpressibleByArgument, CaseIterable {
    case soft, hard

    var reset: Reset { self == .soft ? .bySubtraction : .toZero }
  }

  @Option(
    help: "The time step of a NIR network in seconds. Default: what file or model card say.")
  var dt: Float?

  @Option(
    help: "After a spike in a NIR network: soft subtracts the threshold, hard sets v_reset.")
  var reset: ResetRule?

  func validate() throws {
    if let dt, !dt.isFinite || dt <= 0 {
      throw ValidationError("'--dt' is \(dt), but must be positive and finite.")
    }
  }
}

extension CardOptions {
  /// The card as it is.
  static var none: CardOptions {
    var options = CardOptions()
    (options.scale, options.mean, options.std, options.classes) = (nil, nil, nil, nil)
    return options
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
  func validate(input shape: MapShape, outputs: Int) throws(UsageError) {
    let channels = shape.channels
    for (flag, list) in [("--mean", mean), ("--std", std)] {
      guard let count = list?.numbers.count, count != 1, count != channels,
        !shape.isVector
      else { continue }
      throw UsageError(
        description: "'\(flag)' has \(count) numbers, but the model takes images of "
          + "\(channels) channels; give one number for each, or one for all")
    }
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

  /// The trained network; `nil` of a spiking one, which needs no conversion.
  let analog: AnalogNetwork?

  /// The spiking network of a NIR file.
  let spiking: NIRModel?

  let name: String
  let inputShape: MapShape
  /// The number of classes.
  let outputs: Int
  let card: ModelCard?
  let preprocessing: Preprocessing
  let classNames: [String]

  /// The options that replaced what the card says about preprocessing.
  private let preprocessingFlags: [String]

  init(path: String, overrides: CardOptions, time: TimeOptions) throws {
    self.path = path
    if path.hasSuffix(".nir") {
      try IsolatedFileCheck.survive(path)
      card = try ModelCard.card(besideModel: path)
      let options = NIROptions(
        timeStep: time.dt, reset: time.reset?.reset, usualTimeStep: card?.dt)
      let model = try NIRReader.model(at: path, options: options)
      (analog, spiking) = (nil, model)
      (name, inputShape) = (model.network.name, model.network.inputShape)
      outputs = model.network.outputCount
    } else {
      if time.dt != nil || time.reset != nil {
        throw UsageError(
          description: "'--dt' and '--reset' are for NIR files, but '\(path)' does not end in .nir")
      }
      let network = try ONNXReader.network(at: path)
      card = try ModelCard.card(besideModel: path)
      (analog, spiking) = (network, nil)
      (name, inputShape) = (network.name, network.inputShape)
      outputs = network.nodes[network.output].shape.count
    }
    try card?.validate(
      input: inputShape, classes: outputs, file: ModelCard.path(besideModel: path))
    try overrides.validate(input: inputShape, outputs: outputs)
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

  /// The trained network, for what cannot be done without.
  ///
  /// - Parameter purpose: The rest of a sentence: what needs it.
  func analog(for purpose: String) throws(UsageError) -> AnalogNetwork {
    guard let analog else {
      throw UsageError(
        description:
          "'\(path)' is a spiking network already, without an ANN; \(purpose) an ONNX model")
    }
    return analog
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
