import AnalogPass
import Networks
import Tensors

/// What a change does to the trained network, before any conversion.
///
/// A trained network lies near a minimum of its loss, so that any change makes the loss larger; if
/// one makes it much smaller, what it undoes was done after the training. (This project's own test;
/// it needs labels.)
package struct AblationTest: Equatable, Sendable {
  /// What was done to the trained network or its images.
  package enum Change: Equatable, Sendable {
    /// Half the biases of the operator of this name.
    case halvedBiases(node: String)
    /// Images with a mean of zero and a deviation of one in every channel.
    case standardizedImages
  }

  package var change: Change

  /// The mean cross entropy with the change, as a share of that of the network as it is.
  package var lossRatio: Double

  /// How many standard errors the mean loss of an image is smaller by.
  package var certainty: Double

  /// Right answers of the ANN with the change, and as it is.
  package var correct: Int
  package var correctBefore: Int

  /// Images with a label.
  package var images: Int

  /// Whether the change undoes a fault: an imperfect training stays within a few percent of the
  /// loss, and four standard errors allow for the best of many changes.
  ///
  /// Larger images alone make a network surer of itself, so they must also win answers: a
  /// twentieth.
  package var undoesFault: Bool {
    guard lossRatio < 0.85, certainty > 4 else { return false }
    return change != .standardizedImages || 20 * (correct - correctBefore) > images
  }

  /// Tries every change; costs one analog pass per image and change.
  ///
  /// - Parameters:
  ///   - moments: Mean and standard deviation of the prepared images, per channel.
  ///   - limit: On how many images at most.
  /// - Returns: Nothing where no image has a label, or if it was stopped.
  static func measured(
    of analog: AnalogNetwork, moments: (mean: [Double], deviation: [Double]),
    images: DiagnosisImages, limit: Int, progress: @Sendable (DiagnosisProgress) -> Void,
    isStopped: @Sendable () -> Bool
  ) throws -> [AblationTest] {
    let count = min(images.available, limit)
    let biased = analog.nodes.indices.filter { analog.nodes[$0].operation.hasBias }
    let networks = [analog, analog] + biased.map { analog.halvingBiases(of: $0) }
    let changes =
      [Change.standardizedImages] + biased.map { .halvedBiases(node: analog.nodes[$0].name) }
    let standardized = { @Sendable (image: Tensor) in
      image.standardized(by: moments)
    }
    let parts = try concurrently(
      count: networks.count, threads: images.threads, makeState: { [Int: LossSample]() },
      body: { samples, index in
        samples[index] = try LossSample.measured(
          of: networks[index], images: images, count: count,
          preparing: index == 1 ? standardized : { $0 })
        progress(DiagnosisProgress(task: .changes(of: networks.count), done: 1))
        return !isStopped()
      })
    let samples = parts.reduce(into: [:]) { all, part in all.merge(part) { first, _ in first } }
    guard let before = samples[0], before.loss > 0, samples.count == networks.count else {
      return []
    }
    return changes.indices.compactMap { position in
      samples[position + 1].map { after in
        AblationTest(
          change: changes[position], lossRatio: after.loss / before.loss,
          certainty: after.certainty(below: before), correct: after.correct,
          correctBefore: before.correct, images: before.losses.count)
      }
    }
  }
}

extension Tensor {
  /// Minus the mean, divided by the deviation, channel by channel.
  fileprivate func standardized(
    by moments: (mean: [Double], deviation: [Double])
  ) -> Tensor {
    var tensor = self
    let pixels = count / moments.mean.count
    for unit in tensor.elements.indices {
      let channel = unit / pixels
      let deviation = moments.deviation[channel]
      tensor.elements[unit] -= Float(moments.mean[channel])
      if deviation > 0 { tensor.elements[unit] /= Float(deviation) }
    }
    return tensor
  }
}

extension AnalogNetwork {
  fileprivate func halvingBiases(of node: Int) -> AnalogNetwork {
    var network = self
    guard var weights = nodes[node].operation.weights else { return network }
    weights.bias.elements = weights.bias.elements.map { $0 / 2 }
    network.nodes[node].operation.weights = weights
    return network
  }
}

extension AnalogOperation {
  fileprivate var hasBias: Bool {
    weights?.bias.elements.contains { $0 != 0 } ?? false
  }
}
