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
}

/// Numbers separated by commas.
struct NumberList: ExpressibleByArgument, Equatable {
  let numbers: [Float]

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

  init(path: String, overrides: CardOptions) throws {
    self.path = path
    network = try ONNXReader.network(at: path)
    card = try ModelCard.card(besideModel: path)
    try card?.validate(for: network, file: ModelCard.path(besideModel: path))
    let input = card?.input
    let scale = overrides.scale ?? input?.scale
    let mean = overrides.mean?.numbers ?? input?.mean
    let std = overrides.std?.numbers ?? input?.std
    preprocessing = try Preprocessing(
      scale: scale ?? 1, mean: mean ?? [0], standardDeviation: std ?? (mean ?? [0]).map { _ in 1 })
    classNames =
      overrides.classes.map { $0.split(separator: ",").map(String.init) } ?? card?.classes ?? []
  }

  /// What is done to raw pixels, in one line.
  var preprocessingNote: String {
    let numbers = { (values: [Float]) in values.map { "\($0)" }.joined(separator: ", ") }
    let source = card == nil ? "no model card" : "model card"
    return "pixels x \(preprocessing.scale), minus \(numbers(preprocessing.mean)), divided by "
      + "\(numbers(preprocessing.standardDeviation)) (\(source))"
  }

  /// The name of a class, or its number.
  func className(_ index: Int) -> String {
    classNames.indices.contains(index) ? classNames[index] : "\(index)"
  }
}
