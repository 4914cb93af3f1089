import AnalogPass
import Datasets
import Foundation
import ModelFormats
import Proofs
import Testing

/// The forward pass against the logits that PyTorch gave for the same files.
@Suite(.serialized) struct LogitsTests {
  static let models = [
    "fashion-lenet", "fashion-lenet-bn", "fashion-lenet-dynamo", "fashion-lenet-rnl",
    "fashion-lenet-qcfs", "cifar-resnet20", "cifar-resnet20-bn", "cifar-resnet20-dynamo",
    "cifar-resnet20-w64", "cifar-vgg16",
  ]

  /// The tolerance is 1e-3: far above the rounding of another order of summation, far below any
  /// mistake.
  ///
  /// A quantised activation may meet a tie of its `floor`, where that
  /// rounding decides: one image of 64 may differ.
  @Test(arguments: models)
  func logitsEqualThoseOfTraining(model: String) throws {
    let proof = "logits of \(model)"
    guard let file = Proofs.shared("models/\(model).onnx", for: proof) else { return }
    let base = ["-bn", "-dynamo"].reduce(model) { $0.replacingOccurrences(of: $1, with: "") }
    let folder = file.deletingLastPathComponent()
    let network = try ONNXReader.network(at: file.path)
    let card = try ModelCard.card(at: folder.appending(path: "\(base).json").path)
    try card.validate(for: network, file: base)
    let input = try #require(card.input)
    let preprocessing = try Preprocessing(
      scale: #require(input.scale), mean: #require(input.mean),
      standardDeviation: #require(input.std))
    let expected = try NPYFile.read(folder.appending(path: "\(base).logits.npy").path).floats
    let source =
      base.hasPrefix("cifar")
      ? folder.appending(path: "../data/cifar10/test_batch.bin").path : "fashion-mnist"
    let dataset = try ImageDataset.open(source)
    let images = try (0..<64).map {
      try dataset.input(at: $0, for: network.inputShape, preprocessing: preprocessing)
    }

    var pass = ForwardPass(network)
    var differences: [Float] = []
    let start = ContinuousClock.now
    for (index, image) in images.enumerated() {
      pass.run(image)
      let logits = zip(pass.output, expected[(index * 10)..<(index * 10 + 10)])
      differences.append(logits.map { abs($0 - $1) }.max() ?? .infinity)
    }

    let time = (ContinuousClock.now - start) / 64
    print("\(model): largest difference \(differences.max() ?? 0), \(time) per image")
    let wrong = differences.filter { !($0 <= 1e-3) }
    #expect(wrong.count <= (model.hasSuffix("qcfs") ? 1 : 0), "\(wrong)")
  }
}
