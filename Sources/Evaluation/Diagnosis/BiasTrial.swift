import Conversion
import Foundation
import Networks
import Tensors

/// What halving the biases of one operator does to the trained network.
///
/// A trained network lies near a minimum of its loss, so that any change of its biases makes the
/// loss larger; if halving them makes it much smaller, they were doubled after the training. (This
/// project's own test; it needs labels.)
package struct BiasTrial: Equatable, Sendable {
  /// The node's name.
  package var layer: String

  /// The mean cross entropy with halved biases, as a share of that of the network as it is.
  package var lossRatio: Double

  /// How many standard errors the mean loss of an image is smaller by.
  package var certainty: Double

  /// Right answers of the ANN with halved biases, and as it is.
  package var correct: Int
  package var correctBefore: Int

  /// Images with a label.
  package var images: Int

  /// Costs one analog pass per image and operator.
  static func measured(
    of analog: AnalogNetwork, images: DiagnosisImages, limit: Int
  ) throws -> [BiasTrial] {
    let count = min(images.available, limit)
    let nodes = analog.nodes.indices.filter { analog.nodes[$0].operation.hasBias }
    let variants = [analog] + nodes.map { analog.halvingBiases(of: $0) }
    let outcomes = try concurrently(
      count: variants.count, threads: images.threads, makeState: { [Int: Outcome]() },
      body: { outcomes, variant in
        var pass = ForwardPass(variants[variant])
        var outcome = Outcome()
        for index in 0..<count {
          let (image, label) = try images.image(index)
          guard let label else { continue }
          pass.run(image)
          outcome.add(pass.values(of: variants[variant].logits), label: label)
        }
        outcomes[variant] = outcome
        return true
      })
    let all = outcomes.reduce(into: [:]) { all, part in all.merge(part) { first, _ in first } }
    guard let before = all[0], before.loss > 0 else { return [] }
    return nodes.indices.compactMap { position in
      all[position + 1].map { after in
        BiasTrial(
          layer: analog.nodes[nodes[position]].name, lossRatio: after.loss / before.loss,
          certainty: after.certainty(below: before),
          correct: after.correct, correctBefore: before.correct, images: before.losses.count)
      }
    }
  }

  private struct Outcome: Sendable {
    var losses: [Double] = []
    var correct = 0
    var loss: Double { losses.reduce(0, +) }

    /// The paired t statistic of the losses.
    func certainty(below other: Outcome) -> Double {
      let gains = zip(other.losses, losses).map { $0 - $1 }
      let count = Double(max(gains.count, 1))
      let mean = gains.reduce(0, +) / count
      let variance = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(count - 1, 1)
      return variance > 0 ? mean / (variance / count).squareRoot() : 0
    }

    mutating func add(_ logits: [Float], label: Int) {
      let largest = Double(logits.max() ?? 0)
      let sum = logits.reduce(0.0) { $0 + exp(Double($1) - largest) }
      losses.append(log(sum) + largest - Double(logits[label]))
      if logits.indices.max(by: { logits[$0] < logits[$1] }) == label { correct += 1 }
    }
  }
}

extension AnalogNetwork {
  fileprivate func halvingBiases(of node: Int) -> AnalogNetwork {
    var network = self
    switch nodes[node].operation {
    case .convolution(var layer):
      layer.bias.elements = layer.bias.elements.map { $0 / 2 }
      network.nodes[node].operation = .convolution(layer)
    case .affine(var layer):
      layer.bias.elements = layer.bias.elements.map { $0 / 2 }
      network.nodes[node].operation = .affine(layer)
    default: break
    }
    return network
  }
}

extension AnalogOperation {
  fileprivate var hasBias: Bool {
    switch self {
    case .convolution(let layer): layer.bias.elements.contains { $0 != 0 }
    case .affine(let layer): layer.bias.elements.contains { $0 != 0 }
    default: false
    }
  }
}
