import Evaluation
import Foundation
import InputFiles
import Networks
import PlainText

/// What an evaluation is about, as far as its results depend on it.
package struct EvaluationFingerprint: Codable, Equatable, Sendable {
  /// What is known before any calibration.
  package struct Subject: Codable, Equatable, Sendable {
    var model: String
    var modelContent: String
    var images: String
    var preprocessing: String
    package var count: Int
    var methods: [String]
    /// What images and labels hold; `nil` in files of earlier versions, and where a date tells it.
    var contents: DataContents?

    private enum CodingKeys: String, CodingKey {
      case model
      case modelContent
      case images
      case preprocessing
      case count
      case methods
      case contents
    }
  }

  /// A network as it is evaluated.
  struct Network: Codable, Equatable, Sendable {
    var label: String
    var title: String
    var steps: [Int]
    var thresholds: [Float]
    /// Weights, neurons and what else a calibration may have changed; `nil` in files that spell
    /// these in an earlier way, under the key `content`.
    var settings: String?

    private enum CodingKeys: String, CodingKey {
      case label
      case title
      case steps
      case thresholds
      case settings
    }
  }

  var subject: Subject
  var networks: [Network]

  private enum CodingKeys: String, CodingKey {
    case subject
    case networks
  }

  package init(_ subject: Subject, plan: EvaluationPlan) {
    self.subject = subject
    networks = plan.entries.map(Network.init)
  }

  /// What is not as in an earlier evaluation; `nil` if everything is.
  func difference(from earlier: EvaluationFingerprint) -> String? {
    if let difference = subject.difference(from: earlier.subject) { return difference }
    for (now, before) in zip(networks, earlier.networks) {
      if let difference = now.difference(from: before) { return difference }
    }
    return networks.count == earlier.networks.count
      ? nil : "it has \(earlier.networks.count) networks, not \(networks.count)"
  }
}

extension EvaluationFingerprint.Subject {
  /// - Parameter contents: What images and labels hold; `nil` where nothing is held against it.
  init(
    _ conversion: ConversionContext, count: Int, methods: [String], contents: DataContents?
  ) throws {
    let (path, images) = (conversion.model.path, conversion.data.images)
    model = URL(filePath: path).standardizedFileURL.path
    var content = try Checksum(of: InputFile(path))
    for node in conversion.model.analog?.nodes ?? [] {
      if let weights = node.operation.weights { content.add(weights.weight.elements) }
    }
    modelContent = content.text
    self.images = "\(images.name), \(images.count) (\(images.kind))"
    let task = conversion.model.task
    let annotations =
      conversion.data.annotations?.path ?? conversion.data.labelMaps?.path ?? "none"
    preprocessing =
      conversion.model.preprocessingNote
      + (task.isClassification
        ? ""
        : "; pictures by \(conversion.model.fit.rawValue); \(jsonText(task)), "
          + "annotations \(annotations)")
    self.count = count
    self.methods = methods
    self.contents = contents
  }

  /// The same wherever model and images lie, and whoever says how images are prepared: contents are
  /// told otherwise.
  func withoutPlaces(of conversion: ConversionContext) -> Self {
    var subject = self
    let task = conversion.model.task
    subject.model = ""
    subject.images = "\(conversion.data.images.count) (\(conversion.data.images.kind))"
    subject.preprocessing =
      conversion.model.preprocessingNumbers
      + (task.isClassification
        ? "" : "; pictures by \(conversion.model.fit.rawValue); \(jsonText(task))")
    return subject
  }

  func difference(from earlier: Self) -> String? {
    if model != earlier.model { return "its model is '\(earlier.model)', not '\(model)'" }
    if modelContent != earlier.modelContent { return "the model '\(model)' has changed since" }
    if images != earlier.images { return "its images are '\(earlier.images)', not '\(images)'" }
    if preprocessing != earlier.preprocessing {
      return preprocessingDifference(earlier.preprocessing, preprocessing)
    }
    if count != earlier.count { return "its '--count' is \(earlier.count), not \(count)" }
    if methods != earlier.methods {
      let (before, now) = (earlier.methods.joined(separator: ","), methods.joined(separator: ","))
      return "its '--method' is '\(before)', not '\(now)'"
    }
    guard let contents else { return nil }
    // Numbers of unknown images are not mixed with those of others.
    guard let before = earlier.contents else { return "it does not say what its images held" }
    return contents.difference(from: before)
  }
}

extension EvaluationFingerprint.Network {
  fileprivate init(_ entry: EvaluationPlan.Entry) {
    label = entry.label
    title = entry.title
    steps = entry.steps
    thresholds = entry.thresholds
    var settings = Checksum()
    let network = entry.packed.network
    settings.add(network.corrector?.written ?? "")
    settings.add(written(network.coding))
    for layer in network.layers {
      settings.add(layer.name)
      settings.add(written(layer.neuron))
      settings.add(layer.initialPotential.values)
      settings.add(layer.biasCurrent)
      for stage in layer.projections.flatMap(\.stages) {
        if let weights = stage.operation.weights { settings.add(weights.weight.elements) }
      }
    }
    self.settings = settings.text
  }

  fileprivate func difference(from earlier: Self) -> String? {
    if label != earlier.label { return "its method is '\(earlier.label)', not '\(label)'" }
    if steps != earlier.steps {
      let texts = [earlier.steps, steps].map { $0.map(String.init).joined(separator: ",") }
      return "its '--steps' of '\(label)' are \(texts[0]), not \(texts[1])"
    }
    if title != earlier.title { return "its '\(label)' is '\(earlier.title)', not '\(title)'" }
    if thresholds != earlier.thresholds { return "its thresholds of '\(label)' are others" }
    guard let before = earlier.settings else { return nil }
    return settings == before ? nil : "its calibration of '\(label)' is another"
  }
}

/// A value as run files spell it.
private func written(_ value: some Encodable) -> String { jsonText(value, nonFinite: .words) }

extension SpikeCorrector {
  fileprivate var written: String {
    switch self {
    case .residualMask(let steps): "residual mask \(steps)"
    case .offsetSpikes(let steps): "offset spikes \(steps)"
    case .negativeSpikes(let allowance): "negative spikes \(allowance)"
    }
  }
}

extension InitialPotential {
  /// None at rest, one for all neurons, or one for each.
  fileprivate var values: [Float] {
    switch self {
    case .rest: []
    case .uniform(let potential): [potential]
    case .perNeuron(let potentials): potentials
    }
  }
}
