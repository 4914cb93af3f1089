import Conversion
import Foundation
import ModelFormats
import Networks
import Tensors
import Testing

/// The forward pass against the logits that PyTorch gave for the same files.
@Suite(.serialized) struct ForwardPassModelTests {
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
    guard let shared = ReferenceFiles.shared else { return }
    let base = ["-bn", "-dynamo"].reduce(model) { $0.replacingOccurrences(of: $1, with: "") }
    let folder = shared.appending(path: "models")
    let network = try ONNXReader.network(at: folder.appending(path: "\(model).onnx").path)
    let card = try ModelCard.card(at: folder.appending(path: "\(base).json").path)
    try card.validate(for: network, file: base)
    let expected = try ReferenceFiles.numbers(folder.appending(path: "\(base).logits.npy"))
    let images = try ReferenceFiles.pixels(
      ofDataset: card.dataset ?? "", count: 64, shared: shared
    ).map { image(from: $0, card: card, shape: network.inputShape) }

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

  private func image(from pixels: [UInt8], card: ModelCard, shape: MapShape) -> Tensor {
    let scale = card.input?.scale ?? 1
    var image = Tensor(zeros: [shape.channels, shape.height, shape.width])
    for (index, pixel) in pixels.enumerated() {
      let channel = index / shape.pixels
      let mean = card.input?.mean?[channel] ?? 0
      let deviation = card.input?.std?[channel] ?? 1
      image.elements[index] = (Float(pixel) * scale - mean) / deviation
    }
    return image
  }
}
