import AnalogPass
import Assets
import Conversion
import Datasets
import Evaluation
import Foundation
import ModelFormats
import Networks
import Proofs
import SpikingEngine
import Tensors
import Testing

/// A mistake that is made on purpose.
enum PlantedFault: Equatable, CustomTestStringConvertible {
  case none
  /// The images are divided by another number than those of the training.
  case standardDeviation(factor: Float)
  case threshold(layer: String, factor: Float)
  case resetToZero
  case steps(Int)
  /// After the training, as by a normalization that is folded twice.
  case doubledBiases(layer: String)
  /// No weights and no biases are left.
  case pruned(layer: String)

  var testDescription: String {
    switch self {
    case .none: "sound"
    case .standardDeviation(let factor): "std x \(factor)"
    case .threshold(let layer, let factor): "threshold of \(layer) x \(factor)"
    case .resetToZero: "reset to zero"
    case .steps(let steps): "T = \(steps)"
    case .doubledBiases(let layer): "biases of \(layer) doubled"
    case .pruned(let layer): "\(layer) pruned"
    }
  }

  /// What the diagnosis must call it, and where it must find it; `nil` for nothing.
  var expected: (id: Finding.Kind, layer: String?)? {
    switch self {
    case .none: nil
    case .standardDeviation: (.inputStatistics, nil)
    case .threshold(let layer, _): (.thresholdOutlier, layer)
    case .resetToZero: (.resetToZero, nil)
    case .steps: (.latency, nil)
    case .doubledBiases(let layer): (.biases, layer)
    case .pruned(let layer): (.silentLayer, layer)
    }
  }
}

/// A trained network of the reference, to be spoilt and diagnosed.
struct DiagnosisBench {
  private let bench: ReferenceBench
  private let training: ImageDataset
  private let promisedAccuracy: Double?
  private let threads = ProcessInfo.processInfo.activeProcessorCount

  /// `nil` where the files are absent.
  init?(_ reference: ReferenceNetwork, for proof: String) throws {
    guard let files = reference.files(for: proof),
      let training = reference.trainingImages
    else { return nil }
    bench = try ReferenceBench(model: files.model, images: files.images)
    self.training = try ImageDataset.open(training.path)
    promisedAccuracy = try ModelCard.card(besideModel: files.model.path)?.testAccuracy
      .map { Double($0) }
  }

  /// The diagnosis of the network with one fault, converted by `robust`.
  ///
  /// - Parameters:
  ///   - available: The number of images on which the trained network alone is tried.
  ///   - calibrationCount: The number of training images for the thresholds.
  func report(
    on fault: PlantedFault, steps: Int, count: Int, available: Int, calibrationCount: Int
  ) throws -> DiagnosisReport {
    let (images, network) = (bench.images, bench.network.spoilt(by: fault))
    let preprocessing = try bench.preprocessing.spoilt(by: fault)
    let input = { @Sendable (set: ImageDataset, index: Int) in
      try set.input(at: index, for: network.inputShape, preprocessing: preprocessing)
    }
    let statistics = try ActivationStatistics.collected(
      from: network, count: calibrationCount, lowestPercentile: 99, threads: threads,
      image: { [training] in try input(training, $0) })
    let context = try DiagnosisContext(
      network, fault, statistics: statistics, steps: steps, promisedAccuracy: promisedAccuracy)
    let evidence = try #require(
      try DiagnosisEvidence.measured(
        of: context,
        images: DiagnosisImages(count: count, available: available, threads: threads) {
          (try input(images, $0), images.label(at: $0))
        }))
    let mistakes = KnownMistakes(evidence)
    let found = mistakes.findings
    return DiagnosisReport(
      evidence, findings: found.isEmpty ? [mistakes.general].compactMap(\.self) : found,
      requested: count, notes: [])
  }
}

extension DiagnosisContext {
  fileprivate init(
    _ network: AnalogNetwork, _ fault: PlantedFault, statistics: ActivationStatistics,
    steps: Int, promisedAccuracy: Double?
  ) throws {
    var thresholds = try statistics.layers.map { layer in
      let threshold = try layer.percentile(Percentile(99.9))
      return threshold > 0 ? threshold : 1
    }
    if case .threshold(let layer, let factor) = fault {
      let index = try #require(statistics.layers.firstIndex { $0.name == layer })
      thresholds[index] *= factor
    }
    let method: any ConversionMethod = fault == .resetToZero ? Hard() : Robust()
    let spiking = try method.spikingNetwork(from: network, thresholds: thresholds)
    var duration = steps
    if case .steps(let steps) = fault { duration = steps }
    self.init(
      analog: network, packed: PackedNetwork(spiking), title: method.title,
      thresholds: thresholds, steps: duration, statistics: statistics,
      promisedAccuracy: promisedAccuracy,
      silentLayers: statistics.layers.filter { $0.maximum == 0 }.map(\.name))
  }
}

extension Preprocessing {
  fileprivate func spoilt(by fault: PlantedFault) throws -> Preprocessing {
    guard case .standardDeviation(let factor) = fault else { return self }
    return try Preprocessing(
      scale: scale, mean: mean, standardDeviation: standardDeviation.map { $0 * factor })
  }
}

extension AnalogNetwork {
  fileprivate func spoilt(by fault: PlantedFault) -> AnalogNetwork {
    switch fault {
    case .doubledBiases(let layer): scaled(layer, weights: 1, biases: 2)
    case .pruned(let layer): scaled(layer, weights: 0, biases: 0)
    case .none, .standardDeviation, .threshold, .resetToZero, .steps: self
    }
  }

  private func scaled(_ layer: String, weights: Float, biases: Float) -> AnalogNetwork {
    var network = self
    for index in nodes.indices where nodes[index].name == layer {
      switch nodes[index].operation {
      case .convolution(var layer):
        layer.weight.elements = layer.weight.elements.map { $0 * weights }
        layer.bias.elements = layer.bias.elements.map { $0 * biases }
        network.nodes[index].operation = .convolution(layer)
      case .affine(var layer):
        layer.weight.elements = layer.weight.elements.map { $0 * weights }
        layer.bias.elements = layer.bias.elements.map { $0 * biases }
        network.nodes[index].operation = .affine(layer)
      default: break
      }
    }
    return network
  }
}

extension ReferenceNetwork {
  /// Images to calibrate with.
  fileprivate var trainingImages: URL? {
    switch self {
    case .lenet: Assets.url("data/train-images-idx3-ubyte.gz")
    case .resnet: Proofs.shared?.appending(path: "data/cifar10/data_batch_1.bin")
    }
  }
}
