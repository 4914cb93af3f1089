import Datasets
import ModelFormats
import Networks
import Runs

/// A network with what its card and the user say about images.
package struct LoadedModel: Sendable {
  package let path: String

  /// Of the file.
  let content: ModelContent

  /// The trained network; `nil` of a spiking one, which needs no conversion.
  package let analog: AnalogNetwork?

  /// The spiking network of a NIR file.
  package let spiking: NIRModel?

  package let name: String
  package let inputShape: MapShape
  /// The shapes of the outputs; at least one.
  package let outputShapes: [MapShape]
  /// What the outputs mean.
  package let task: NetworkTask
  /// How pictures of another size are made to fit.
  package let fit: InputFit
  /// How many classes the outputs tell apart: two of a single one.
  package var classCount: Int { task.classCount(ofOutputs: outputShapes) }
  package let card: ModelCard?

  /// Where the card is, or would be.
  package let cardPath: String

  /// What should be known of the card and of a NIR file before results are trusted, one line each.
  package private(set) var warnings: [String]
  package let preprocessing: Preprocessing
  package let classNames: [String]

  /// The options that replaced what the card says about preprocessing.
  private let preprocessingFlags: [String]

  /// Reads a file and the card beside it.
  ///
  /// - Parameter images: Those that say how large an image is where nothing else does.
  /// - Throws: `FormatError`, `InstallationError` where a library is missing, and `UsageError`
  ///   where the request does not fit the network.
  package init(_ request: ModelRequest, images: String? = nil) throws {
    path = request.path
    content = ModelContent(of: path)
    cardPath = request.card ?? ModelCard.path(besideModel: path)
    let finding =
      try request.card.map { try ModelCard.finding(at: $0) }
      ?? ModelCard.finding(besideModel: path)
    card = finding.card
    classNames = request.classNames ?? card?.classes ?? []
    let (found, outputs) = try LoadedNetwork.read(
      request, card: card, images: images)
    (name, inputShape, outputShapes) = (found.name, found.inputShape, outputs.map(\.shape))
    task = try request.task(
      by: card, at: cardPath, of: found, for: outputs, classNames: classNames)
    (analog, spiking) = found.doing(task)
    fit = task.inputFit(by: card)
    warnings = finding.remarks + (spiking?.warnings ?? []) + (analog?.notes ?? [])
    let count = task.classCount(ofOutputs: outputShapes)
    try card?.validate(input: inputShape, classes: count, file: cardPath)
    try request.validate(input: inputShape, outputs: count)
    let input = card?.input
    let mean = request.mean ?? input?.mean ?? [0]
    let std = request.standardDeviation ?? input?.std ?? [1]
    let channels = max(mean.count, std.count)
    preprocessing = try Preprocessing(
      scale: request.scale ?? input?.scale ?? 1, mean: mean.repeated(to: channels),
      standardDeviation: std.repeated(to: channels))
    preprocessingFlags = request.preprocessingFlags
    if analog != nil, let keys = card?.spikingKeys, !keys.isEmpty {
      warnings.append(
        "\(cardPath): \(keys.map { "'\($0)'" }.joined(separator: ", ")) not used: for trained "
          + "spiking networks (.nir) only")
    }
    if analog?.takesPixels == true, preprocessing != .none { warnings.append(preparesPixels) }
    if request.inputShape != nil {
      try NetworkKind.trained.check(["--input-shape"], before: self)
    }
    if analog != nil { try InstallationError.checkDenseProducts() }
  }

  /// The trained network, for what cannot be done without.
  ///
  /// - Parameter purpose: The rest of a sentence: what needs it.
  package func analog(for purpose: String) throws(UsageError) -> AnalogNetwork {
    guard let analog else {
      throw UsageError(
        description:
          "'\(path)' is a spiking network already, without an ANN; \(purpose) a trained one")
    }
    return analog
  }

  /// What is said of a scale, a mean or a deviation before a file that takes pixels as they are.
  private var preparesPixels: String {
    "the image of the file is of bytes, from 0 to 255, but \(preprocessingWords) goes in "
      + "(\(preprocessingSources)); leave scale, mean and std to the file"
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

  /// What is done to raw pixels, as a short formula.
  var preprocessingWords: String {
    let numbers = { (values: [Float]) in
      let same = values.allSatisfy { $0 == values.first }
      return same
        ? "\(values.first ?? 0)" : "[" + values.map { "\($0)" }.joined(separator: " ") + "]"
    }
    let (scale, mean, deviation) = (
      preprocessing.scale, preprocessing.mean, preprocessing.standardDeviation
    )
    let divisor = (1 / scale).rounded()
    var words = "pixels"
    if scale != 1 {
      words +=
        (2...65_536).contains(divisor) && 1 / divisor == scale
        ? " / \(Int(divisor))" : " x \(scale)"
    }
    if mean.contains(where: { $0 != 0 }) { words = "(\(words) - \(numbers(mean)))" }
    if deviation.contains(where: { $0 != 1 }) { words += " / \(numbers(deviation))" }
    return words == "pixels" ? "none, pixels as they are stored" : words
  }

  /// What is done to raw pixels, and who says so, in one line; evaluations are known again by it.
  package var preprocessingNote: String {
    "\(preprocessingNumbers) (\(preprocessingSources))"
  }

  /// What is done to raw pixels, whoever says so.
  var preprocessingNumbers: String {
    let numbers = { (values: [Float]) in values.map { "\($0)" }.joined(separator: ", ") }
    return "pixels x \(preprocessing.scale), minus \(numbers(preprocessing.mean)), divided by "
      + numbers(preprocessing.standardDeviation)
  }

  /// Who says what is done to raw pixels.
  var preprocessingSources: String {
    (preprocessingFlags + [card == nil ? "no model card" : "model card"]).joined(separator: ", ")
  }

  /// Whether neither the card nor the user nor the network says what becomes of raw pixels.
  var leavesPixelsRaw: Bool {
    let input = card?.input
    return !(analog?.scalesPixels ?? false) && preprocessingFlags.isEmpty && input?.scale == nil
      && input?.mean == nil
      && input?.std == nil
  }

  /// The name of a class, or its number.
  package func className(_ index: Int) -> String {
    classNames.indices.contains(index) ? classNames[index] : "\(index)"
  }
}

extension AnalogNetwork {
  /// Whether the file says that pixels go in from 0 to 255, or all that reads the image makes its
  /// numbers much smaller first, as layers do that take such pixels.
  var scalesPixels: Bool {
    if takesPixels { return true }
    let readers = nodes.filter { $0.inputs.contains(0) }
    return !readers.isEmpty
      && readers.allSatisfy { node in
        if case .channelAffine(let layer) = node.operation {
          return layer.factor.allSatisfy { abs($0) < Self.smallFactor }
        }
        if case .unitAffine(let layer) = node.operation {
          return layer.factor.allSatisfy { abs($0) < Self.smallFactor }
        }
        return false
      }
  }

  /// Factors below it are made for pixels from 0 to 255; a rule of ours.
  private static let smallFactor: Float = 0.05
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
