import AnalogPass
import Networks
import Tensors

extension Calibration {
  /// How many images decide about thresholds by least squares.
  ///
  /// The paper's code takes seven batches of 128; on fewer the choice among 95 candidates hardly
  /// changes.
  private static let leastSquaresImages = 250

  /// The threshold of each layer that keeps most of the activations over T steps.
  ///
  /// `θ = argmin Σ (ClipFloor(a; T, θ) - a)²` over `θ = max a · (1 - k/100)`, k in 0…94, with
  ///
  ///     ClipFloor(x; T, θ) = θ/T · floor(clip(x·T/θ, 0, T))
  ///
  /// (SNN calibration, Li et al., ICML 2021.) The maximum is over all calibration images, the sum
  /// over the first 250.
  mutating func leastSquaresThresholds(steps: Int) throws -> [Float] {
    let statistics = try statistics()
    let maxima = try statistics.thresholds { layer throws(ConversionError) in layer.maximum }
    let images = try images(upTo: Calibration.leastSquaresImages)
    let (network, activations, report) = (network, network.activations, report)
    let parts = try concurrently(
      count: images.count, threads: threads,
      makeState: { (pass: ForwardPass(network), errors: [Int: [[Double]]]()) },
      body: { state, index in
        state.pass.run(images[index])
        state.errors[index] = zip(activations, maxima).map { node, maximum in
          squaredErrors(of: state.pass.values(of: node), maximum: maximum, steps: steps)
        }
        report(CalibrationProgress(task: .thresholds(of: images.count), done: 1))
        return true
      })
    // Summed in the order of the images, so that the threads leave no trace.
    let errors = parts.reduce(into: [:]) { all, part in
      all.merge(part.errors) { first, _ in first }
    }
    return maxima.indices.map { layer in
      let sums = thresholdCandidates.indices.map { candidate in
        images.indices.reduce(0.0) { $0 + (errors[$1]?[layer][candidate] ?? 0) }
      }
      let best = sums.indices.min { sums[$0] < sums[$1] } ?? 0
      return maxima[layer] * thresholdCandidates[best]
    }
  }
}

/// The fractions of the maximum that are tried.
private let thresholdCandidates = (0..<95).map { 1 - 0.01 * Float($0) }

/// `Σ (ClipFloor(a) - a)²` of each candidate; zeros give nothing.
private func squaredErrors(of activations: [Float], maximum: Float, steps: Int) -> [Double] {
  var positive = activations.filter { $0 > 0 }
  while positive.count % 8 != 0 { positive.append(0) }
  return thresholdCandidates.map { fraction in
    squaredError(of: positive, threshold: maximum * fraction, steps: Float(steps))
  }
}

/// - Parameter activations: Not negative, a multiple of eight of them.
private func squaredError(of activations: [Float], threshold: Float, steps: Float) -> Double {
  var total = 0.0
  activations.withUnsafeBytes { bytes in
    let vectors = bytes.bindMemory(to: SIMD8<Float>.self)
    // In blocks, so that single precision does not lose small errors beside a large sum.
    for start in stride(from: 0, to: vectors.count, by: 64) {
      var sum = SIMD8<Float>.zero
      for index in start..<min(start + 64, vectors.count) {
        let level = (vectors[index] * steps / threshold).clamped(
          lowerBound: .zero, upperBound: SIMD8(repeating: steps))
        // Below 2^23 adding and subtracting it rounds to a whole number, without a call.
        let nearest = (level + 8_388_608) - 8_388_608
        let floor = nearest.replacing(with: nearest - 1, where: nearest .> level)
        let error = floor * (threshold / steps) - vectors[index]
        sum += error * error
      }
      total += Double(sum.sum())
    }
  }
  return total
}
