import Datasets
import ModelFormats
import Networks
import Runs
import SpikeStatistics

/// A network with what its card and the user say about images.
package struct LoadedModel: Sendable {
  package let path: String

  /// The trained network; `nil` of a spiking one, which needs no conversion.
  package let analog: AnalogNetwork?

  /// The spiking network of a NIR file.
  package let spiking: NIRModel?

  package let name: String
  package let inputShape: MapShape
  package let outputs: Int
  /// How many classes the outputs tell apart: two of a single one.
  package var classCount: Int { SpikeStatistics.classCount(ofOutputs: outputs) }
  package let card: ModelCard?
  /// What should be known of the card and of a NIR file before results are trusted, one line each.
  package let warnings: [String]
  package let preprocessing: Preprocessing
  package let classNames: [String]

  /// The options that replaced what the card says about preprocessing.
  private let preprocessingFlags: [String]

  /// Reads a file and the card beside it.
  ///
  /// - Throws: `FormatError`, and `UsageError` where the request does not fit
  ///   the network.
  package init(_ request: ModelRequest) throws {
    path = request.path
    let finding = try ModelCard.finding(besideModel: path)
    card = finding.card
    if path.hasSuffix(".nir") {
      let options = NIROptions(
        timeStep: request.timeStep, reset: request.reset?.reset, rule: card?.spikeAt,
        usualTimeStep: card?.dt, usualReset: card?.reset)
      let model = try NIRReader.model(at: path, options: options)
      (analog, spiking) = (nil, model)
      (name, inputShape) = (model.network.name, model.network.inputShape)
      outputs = model.network.outputCount
    } else {
      if request.timeStep != nil || request.reset != nil {
        throw UsageError(
          description: "'--dt' and '--reset' are for NIR files, but '\(path)' does not end in .nir")
      }
      let network = try ONNXReader.network(at: path)
      (analog, spiking) = (network, nil)
      (name, inputShape) = (network.name, network.inputShape)
      outputs = network.nodes[network.output].shape.count
    }
    warnings = finding.remarks + (spiking?.warnings ?? [])
    try card?.validate(
      input: inputShape, classes: SpikeStatistics.classCount(ofOutputs: outputs),
      file: ModelCard.path(besideModel: path))
    try request.validate(input: inputShape, outputs: SpikeStatistics.classCount(ofOutputs: outputs))
    let input = card?.input
    let mean = request.mean ?? input?.mean ?? [0]
    let std = request.standardDeviation ?? input?.std ?? [1]
    let count = max(mean.count, std.count)
    preprocessing = try Preprocessing(
      scale: request.scale ?? input?.scale ?? 1, mean: mean.repeated(to: count),
      standardDeviation: std.repeated(to: count))
    preprocessingFlags = request.preprocessingFlags
    classNames = request.classNames ?? card?.classes ?? []
  }

  /// The trained network, for what cannot be done without.
  ///
  /// - Parameter purpose: The rest of a sentence: what needs it.
  package func analog(for purpose: String) throws(UsageError) -> AnalogNetwork {
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
  package var preprocessingNote: String {
    let numbers = { (values: [Float]) in values.map { "\($0)" }.joined(separator: ", ") }
    let sources = preprocessingFlags + [card == nil ? "no model card" : "model card"]
    return "pixels x \(preprocessing.scale), minus \(numbers(preprocessing.mean)), divided by "
      + "\(numbers(preprocessing.standardDeviation)) (\(sources.joined(separator: ", ")))"
  }

  /// Whether neither the card nor the user says what becomes of raw pixels.
  var leavesPixelsRaw: Bool {
    let input = card?.input
    return preprocessingFlags.isEmpty && input?.scale == nil && input?.mean == nil
      && input?.std == nil
  }

  /// The name of a class, or its number.
  package func className(_ index: Int) -> String {
    classNames.indices.contains(index) ? classNames[index] : "\(index)"
  }
}

extension ModelRequest.ResetRule {
  fileprivate var reset: Reset { self == .soft ? .bySubtraction : .toZero }
}

extension ModelRequest {
  /// The options in use that say how images are prepared.
  package var preprocessingFlags: [String] {
    [("--scale", scale != nil), ("--mean", mean != nil), ("--std", standardDeviation != nil)]
      .filter(\.1).map(\.0)
  }

  /// Throws where the request is about images or classes of other sizes than the network's.
  fileprivate func validate(input shape: MapShape, outputs: Int) throws(UsageError) {
    let channels = shape.channels
    for (flag, list) in [("--mean", mean), ("--std", standardDeviation)] {
      guard let count = list?.count, count != 1, count != channels, !shape.isVector
      else { continue }
      throw UsageError(
        description: "'\(flag)' has \(count) numbers, but the model takes images of "
          + "\(channels) channels; give one number for each, or one for all")
    }
    if let classNames, classNames.count != outputs {
      throw UsageError(
        description: "'--classes' has \(classNames.count) names, but the model tells \(outputs) "
          + "classes apart; give one name for each")
    }
  }
}

extension [Float] {
  /// One number as so many equal ones; other lists as they are.
  fileprivate func repeated(to count: Int) -> [Float] {
    self.count == 1 ? Array(repeating: self[0], count: count) : self
  }
}
