import Assets
import Conversion
import Datasets
import Foundation
import ModelFormats
import Networks
import Proofs
import SpikingEngine
import Tensors
import Testing

/// A trained network of the reference, its images, and where the results about it are.
enum ReferenceNetwork: String, CaseIterable, CustomTestStringConvertible {
  /// Bundled: a lone clone proves itself.
  case lenet = "fashion-lenet"
  /// Beside the package.
  case resnet = "cifar-resnet20"

  var testDescription: String { rawValue }

  /// The model and its test images, or `nil` where they are absent.
  func files(for proof: String) -> (model: URL, images: URL)? {
    switch self {
    case .lenet:
      guard let model = Assets.url("models/fashion-lenet.onnx"),
        let images = Assets.url("data/t10k-images-idx3-ubyte.gz")
      else { return nil }
      Proofs.run(proof)
      return (model, images)
    case .resnet:
      guard let model = Proofs.shared("models/cifar-resnet20.onnx", for: proof),
        let images = Proofs.shared?.appending(path: "data/cifar10/test_batch.bin")
      else { return nil }
      return (model, images)
    }
  }

  func fixtures() throws -> NPZFile {
    let file =
      switch self {
      case .lenet: Proofs.references.appending(path: "fashion-lenet.fixtures.npz")
      case .resnet:
        try #require(Proofs.shared).appending(path: "reference/cifar-resnet20.fixtures.npz")
      }
    return try NPZFile(file.path)
  }

  /// The results over the first images; `short` over 200 and 100, otherwise over 1,000 of them.
  func oracle(short: Bool) throws -> Oracle {
    let file =
      switch (self, short) {
      case (.lenet, true): Proofs.references.appending(path: "oracle-fashion-lenet-200.json")
      case (.lenet, false):
        try #require(Proofs.shared).appending(path: "reference/oracle-fashion-lenet-1000.json")
      case (.resnet, true):
        try #require(Proofs.shared).appending(path: "reference/oracle-cifar-resnet20-100.json")
      case (.resnet, false):
        try #require(Proofs.shared).appending(path: "reference/oracle-cifar-resnet20.json")
      }
    return try JSONDecoder().decode(Oracle.self, from: Data(contentsOf: file))
  }
}

/// A loaded network with images, ready to be converted with given thresholds.
struct ReferenceBench {
  let network: AnalogNetwork
  let images: ImageDataset
  let preprocessing: Preprocessing

  init(model: URL, images: URL) throws {
    network = try ONNXReader.network(at: model.path)
    let card = try #require(try ModelCard.card(besideModel: model.path)?.input)
    preprocessing = try Preprocessing(
      scale: #require(card.scale), mean: #require(card.mean), standardDeviation: #require(card.std))
    self.images = try ImageDataset.open(images.path)
  }

  func input(_ index: Int) throws -> Tensor {
    try images.input(at: index, for: network.inputShape, preprocessing: preprocessing)
  }

  /// The network made by a method under the reference's name for it.
  ///
  /// - Parameters:
  ///   - thresholds: In place of the method's own, or `nil`.
  ///   - calibration: The images for a method that looks at them.
  func packed(
    _ name: String, thresholds: [Float]?, calibration: Calibration? = nil
  ) throws -> PackedNetwork {
    var calibration = calibration ?? Calibration(network: network)
    return PackedNetwork(
      try ReferenceBench.recipe(name).converted(
        network, calibration: &calibration, thresholds: thresholds))
  }

  /// The conversion under the reference's name for it.
  static func recipe(_ name: String) throws -> ConversionRecipe {
    try MethodRegistry.standard.choice(MethodRequest(name)).recipe
  }

  /// The reference's calibration images, in its order; `nil` where they are absent.
  static func calibration(
    of reference: ReferenceNetwork, _ bench: ReferenceBench, for proof: String
  ) throws -> Calibration? {
    let threads = ProcessInfo.processInfo.activeProcessorCount
    let (network, preprocessing) = (bench.network, bench.preprocessing)
    switch reference {
    case .lenet:
      guard
        let file = Proofs.shared("reference/fashion-lenet-1000.calibration.npy", for: proof),
        let numbers = try NPYFile.read(file.path).integers
      else { return nil }
      let images = try ImageDataset.open(
        "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz")
      return Calibration(network: network, count: numbers.count, threads: threads) {
        try images.input(at: numbers[$0], for: network.inputShape, preprocessing: preprocessing)
      }
    case .resnet:
      guard let file = Proofs.shared("data/cifar10/data_batch_1.bin", for: proof) else {
        return nil
      }
      let images = try ImageDataset.open(file.path)
      return Calibration(network: network, count: 1000, threads: threads) {
        try images.input(at: $0, for: network.inputShape, preprocessing: preprocessing)
      }
    }
  }
}

/// What the reference implementation found, as it wrote it.
struct Oracle: Decodable {
  struct Method: Decodable {
    let accuracy: [String: Double]
    let theta: [Float]
    let depth: Int
    let firstReadout: Int?
    let sinRatioAt: [String: [Double]]?

    private enum CodingKeys: String, CodingKey {
      case accuracy, theta, depth
      case firstReadout = "first_readout"
      case sinRatioAt = "sin_ratio_at"
    }
  }

  let n: Int
  let ann: Double
  let methods: [String: Method]
}
