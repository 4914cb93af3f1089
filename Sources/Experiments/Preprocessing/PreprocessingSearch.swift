import AnalogPass
import Datasets
import Foundation
import ModelFormats
import Networks
import PlainText
import SpikingEngine
import Tensors

/// Which preprocessing a trained network answers best with.
///
/// A search of our own: each of the usual ways is tried on the same labelled images.
package struct PreprocessingSearch: Sendable {
  /// What one way gave.
  package struct Trial: Equatable, Sendable {
    package let candidate: PreprocessingCandidate
    package let correct: Int
    /// The mean cross entropy of the answers, in nats; it decides between equals.
    package let loss: Double
  }

  /// Best first.
  package let trials: [Trial]
  /// How many labelled images were tried.
  package let count: Int
  /// How many classes the network tells apart.
  package let classCount: Int

  /// Tries all ways.
  ///
  /// Costs a forward pass of the network for each way and image.
  ///
  /// - Parameters:
  ///   - count: How many images at most, from the first on.
  /// - Throws: `UsageError` for images that have no labels or are no raw pixels, and what reading
  ///   images throws.
  package init(
    _ model: LoadedModel, _ images: ImageDataset, count: Int, threads: Int,
    display: ProgressDisplay
  ) throws {
    let network = try model.analog(for: "'card' needs")
    let labelled = (0..<images.count).lazy.filter { images.label(at: $0) != nil }.prefix(count)
    let indices = Array(labelled)
    guard !indices.isEmpty else {
      throw UsageError(
        description: "'\(images.path)' has no labels, and without them nothing can be tried; "
          + "name images in folders by class, or an .npz file with 'images' and 'labels'")
    }
    guard images.pixels == .raw else {
      throw UsageError(
        description: "'\(images.path)' holds numbers that go into the network as they are; "
          + "scale, mean and std are for pixels from 0 to 255")
    }
    let (channels, mean, deviation) = try Self.statistics(of: images, indices.prefix(256))
    let candidates =
      model.statedPreprocessing
      + PreprocessingCandidate.usual(channels: channels, mean: mean, deviation: deviation)
    let ways = try candidates.map { candidate in try candidate.preprocessing() }
    let progress = Progress(
      "trying preprocessing", unit: "images", total: indices.count, display: display)
    defer { progress.finish() }
    let parts = try concurrently(
      count: indices.count, threads: threads,
      makeState: { (pass: ForwardPass(network), sums: Sums(ways.count)) },
      body: { state, position in
        let index = indices[position]
        for (place, way) in ways.enumerated() {
          let input = try images.input(at: index, for: model.inputShape, preprocessing: way)
          let logits = state.pass.activations(of: input).logits
          state.sums.add(logits, label: images.label(at: index) ?? 0, to: place)
        }
        progress.advance(by: 1)
        return true
      }, result: { $0.sums })
    let sums = parts.reduce(into: Sums(ways.count)) { $0.add($1) }
    self.count = indices.count
    classCount = model.classCount
    trials = candidates.indices.map { place in
      Trial(
        candidate: candidates[place], correct: sums.correct[place],
        loss: Double(sums.loss[place]) / Sums.unit / Double(indices.count))
    }.sorted { ($1.correct, $0.loss) < ($0.correct, $1.loss) }
  }

  /// The best way; `nil` where it is not clearly better than chance.
  package var best: Trial? {
    guard let first = trials.first else { return nil }
    let (chance, count) = (1 / Double(classCount), Double(count))
    let spread = (chance * (1 - chance) / count).squareRoot()
    return Double(first.correct) / count > chance + 3 * spread ? first : nil
  }

  /// Those after the best whose accuracy differs from it by no more than two standard errors.
  package var equals: [Trial] {
    guard let best else { return [] }
    let share = Double(best.correct) / Double(count)
    let spread = 2 * (share * (1 - share) / Double(count)).squareRoot() * Double(count)
    return trials.dropFirst().filter { Double(best.correct - $0.correct) <= spread }
  }

  /// Means and deviations of pixels from 0 to 1, by channel.
  private static func statistics(
    of images: ImageDataset, _ indices: some Sequence<Int>
  ) throws -> (channels: Int, mean: [Float], deviation: [Float]) {
    var sums: [(count: Double, sum: Double, squares: Double)] = []
    for index in indices {
      let image = try images.image(at: index)
      let channels = image.shape.first ?? 1
      if sums.isEmpty { sums = Array(repeating: (0, 0, 0), count: channels) }
      // Pictures of another number of channels are made to fit, and say nothing here.
      guard sums.count == channels else { continue }
      let pixels = image.count / channels
      for channel in 0..<channels {
        for value in image.elements[channel * pixels..<(channel + 1) * pixels] {
          let pixel = Double(value) / 255
          sums[channel].sum += pixel
          sums[channel].squares += pixel * pixel
        }
        sums[channel].count += Double(pixels)
      }
    }
    let rounded = { (value: Double) in Float((value * 10_000).rounded() / 10_000) }
    let mean = sums.map { $0.sum / max($0.count, 1) }
    let deviation = zip(sums, mean).map { sum, mean in
      max(sum.squares / max(sum.count, 1) - mean * mean, 0).squareRoot()
    }
    return (sums.count, mean.map(rounded), deviation.map { max(rounded($0), 0.001) })
  }
}

/// What a thread has found, in whole numbers, so that their order does not matter.
private struct Sums: Sendable {
  /// The parts of a nat that losses are counted in.
  static let unit = 1e6

  var correct: [Int]
  var loss: [Int]

  init(_ count: Int) {
    correct = Array(repeating: 0, count: count)
    loss = Array(repeating: 0, count: count)
  }

  mutating func add(_ logits: [Float], label: Int, to place: Int) {
    correct[place] += argmax(logits) == label ? 1 : 0
    let loss = min(crossEntropy(logits, label: label), 1e6)
    self.loss[place] += loss.isNaN ? Int(1e6 * Self.unit) : Int(loss * Self.unit)
  }

  mutating func add(_ other: Sums) {
    for place in correct.indices {
      correct[place] += other.correct[place]
      loss[place] += other.loss[place]
    }
  }
}

/// `log Σ exp(z) - z[label]`; of a single output, that of the two classes 0 and z.
private func crossEntropy(_ logits: [Float], label: Int) -> Double {
  let numbers = (logits.count == 1 ? [0] + logits : logits).map { Double($0) }
  guard let largest = numbers.max(), numbers.indices.contains(label) else { return 0 }
  let sum = numbers.reduce(0) { $0 + exp($1 - largest) }
  return log(sum) + largest - numbers[label]
}

extension LoadedModel {
  /// What card and options say of preprocessing, if they do.
  fileprivate var statedPreprocessing: [PreprocessingCandidate] {
    guard card?.input?.scale != nil || card?.input?.mean != nil || card?.input?.std != nil else {
      return []
    }
    return [
      PreprocessingCandidate(
        "as the card says", scale: preprocessing.scale, mean: preprocessing.mean,
        std: preprocessing.standardDeviation)
    ]
  }
}
