import AnalogPass
import Foundation
import Networks
import Tensors

/// The losses of an analog network on labelled images.
struct LossSample: Equatable, Sendable {
  /// The cross entropy on each image, in their order.
  private(set) var losses: [Double] = []

  /// Right answers.
  private(set) var correct = 0

  /// Runs the images that have a label, one after the other.
  ///
  /// - Parameter preparing: What is done to an image before the network sees it.
  static func measured(
    of network: AnalogNetwork, images: DiagnosisImages, count: Int,
    preparing: (Tensor) -> Tensor = { $0 }
  ) throws -> LossSample {
    var pass = ForwardPass(network)
    var sample = LossSample()
    for index in 0..<count {
      let (image, label) = try images.image(index)
      guard let label else { continue }
      pass.run(preparing(image))
      sample.add(pass.values(of: network.logits), label: label)
    }
    return sample
  }

  var loss: Double { losses.reduce(0, +) }

  /// How many standard errors the mean loss is below that of another network on the same images:
  /// the paired t statistic.
  func certainty(below other: LossSample) -> Double {
    let gains = zip(other.losses, losses).map { $0 - $1 }
    let count = Double(max(gains.count, 1))
    let mean = gains.reduce(0, +) / count
    let variance = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(count - 1, 1)
    return variance > 0 ? mean / (variance / count).squareRoot() : 0
  }

  private mutating func add(_ logits: [Float], label: Int) {
    let largest = Double(logits.max() ?? 0)
    let sum = logits.reduce(0.0) { $0 + exp(Double($1) - largest) }
    losses.append(log(sum) + largest - Double(logits[label]))
    if logits.indices.max(by: { logits[$0] < logits[$1] }) == label { correct += 1 }
  }
}
