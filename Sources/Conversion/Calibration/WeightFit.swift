import AnalogPass
import DenseMath
import Foundation
import Networks

/// Descent on the weights of one layer, with Adam.
///
/// Deterministic: batches go through the samples in order, and gradients are summed in a fixed
/// order, whatever the number of threads.
struct WeightFit: Sendable {
  /// What one image gives, in the order of unit numbers.
  struct Sample: Sendable {
    /// x̄.
    var input: [Float]
    /// c, all that does not depend on the weights.
    var offset: [Float]
    /// a.
    var target: [Float]
  }

  static let iterations = 500
  private static let batch = 32
  private static let rate = 1e-4

  /// The images of a batch are summed in so many parts, each by one thread.
  private static let parts = 4

  private(set) var weight: [Float]
  private let geometry: PatchGeometry
  private let threshold: Float
  private let steps: Float
  private let samples: [Sample]

  /// The running means of the gradient and of its square.
  private var mean: [Float]
  private var square: [Float]

  init(
    weight: [Float], geometry: PatchGeometry, threshold: Float, steps: Int, samples: [Sample]
  ) {
    self.weight = weight
    self.geometry = geometry
    self.threshold = threshold
    self.steps = Float(steps)
    self.samples = samples
    mean = Array(repeating: 0, count: weight.count)
    square = mean
  }

  /// Takes one step of Adam (β₁ = 0.9, β₂ = 0.999, ε = 1e-8) at a rate that falls as a cosine.
  mutating func descend(iteration: Int, threads: Int) throws {
    let gradient = try gradient(iteration: iteration, threads: threads)
    let progress = Double(iteration) / Double(WeightFit.iterations)
    let rate = WeightFit.rate * (1 + cos(Double.pi * progress)) / 2
    let power = Double(iteration + 1)
    let meanScale = Float(1 / (1 - pow(0.9, power)))
    let squareScale = Float(1 / (1 - pow(0.999, power)))
    for index in weight.indices {
      mean[index] += 0.1 * (gradient[index] - mean[index])
      square[index] += 0.001 * (gradient[index] * gradient[index] - square[index])
      weight[index] -=
        Float(rate) * mean[index] * meanScale
        / ((square[index] * squareScale).squareRoot() + 1e-8)
    }
  }

  /// The mean squared error over all samples, per unit.
  func loss() -> Double {
    samples.reduce(0) { sum, sample in
      let error = outputError(of: sample).error
      return sum + error.reduce(0) { $0 + Double($1) * Double($1) } / Double(error.count)
    } / Double(samples.count)
  }

  private func gradient(iteration: Int, threads: Int) throws -> [Float] {
    let size = min(WeightFit.batch, samples.count)
    let first = iteration * size
    let sums = try concurrently(
      count: WeightFit.parts, threads: threads, makeState: { [Int: [Float]]() },
      body: { sums, part in
        var gradient = Array(repeating: Float(0), count: weight.count)
        for position in stride(from: part, to: size, by: WeightFit.parts) {
          let sample = samples[(first + position) % samples.count]
          var (error, isInside) = outputError(of: sample)
          for unit in error.indices where !isInside[unit] { error[unit] = 0 }
          geometry.addGradient(error, sample.input, to: &gradient)
        }
        sums[part] = gradient
        return true
      })
    let parts = sums.reduce(into: [:]) { all, part in all.merge(part) { first, _ in first } }
    var gradient = Array(repeating: Float(0), count: weight.count)
    for part in 0..<WeightFit.parts {
      guard let sum = parts[part] else { continue }
      for index in gradient.indices { gradient[index] += sum[index] / Float(size) }
    }
    return gradient
  }

  /// What the layer would give minus what it should, and where a gradient passes.
  private func outputError(of sample: Sample) -> (error: [Float], isInside: [Bool]) {
    var current = sample.offset
    geometry.multiply(weight, sample.input, into: &current)
    var isInside = Array(repeating: false, count: current.count)
    for unit in current.indices {
      let level = current[unit] * steps / threshold
      isInside[unit] = level > 0 && level < steps
      let output = threshold / steps * min(max(level.rounded(.down), 0), steps)
      current[unit] = output - sample.target[unit]
    }
    return (current, isInside)
  }
}
