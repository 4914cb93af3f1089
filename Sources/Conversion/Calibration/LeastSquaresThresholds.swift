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
  ///     ClipFloor(x; T, θ) = θ/T · floor(clip(x·T/θ, 0, φ·T))
  ///
  /// (SNN calibration, Li et al., ICML 2021.) The maximum is over all calibration images, the sum
  /// over the first 250.
  ///
  /// - Parameter limits: φ, the most spikes of a step, by layer; 1 for all where nothing is said.
  mutating func leastSquaresThresholds(steps: Int, limits: [Int] = []) throws -> [Float] {
    let maxima = try statistics().thresholds { layer throws(ConversionError) in layer.maximum }
    return try leastSquares(maxima: maxima.map { [$0] }, steps: steps, limits: limits).map { $0[0] }
  }

  /// The same for each channel; one that is silent has the threshold of its layer.
  mutating func leastSquaresChannelThresholds(
    steps: Int, limits: [Int] = []
  ) throws -> [[Float]] {
    let ofLayers = try leastSquaresThresholds(steps: steps, limits: limits)
    let maxima = try channelStatistics().layers.map { $0.map(\.maximum) }
    let thresholds = try leastSquares(maxima: maxima, steps: steps, limits: limits)
    return zip(thresholds, ofLayers).map { channels, ofLayer in
      channels.map { $0 > 0 ? $0 : ofLayer }
    }
  }

  /// - Parameter maxima: By layer, of each of the equal parts in which the units are taken.
  private mutating func leastSquares(
    maxima: [[Float]], steps: Int, limits: [Int]
  ) throws -> [[Float]] {
    let images = try images(upTo: Calibration.leastSquaresImages)
    let (network, activations, report) = (network, network.activations, report)
    let parts = try concurrently(
      count: images.count, threads: threads,
      makeState: { (pass: ForwardPass(network), errors: [Int: [[[Double]]]]()) },
      body: { state, index in
        state.pass.run(images[index])
        state.errors[index] = activations.indices.map { layer in
          let (node, maxima) = (activations[layer], maxima[layer])
          let limit = limits.isEmpty ? 1 : limits[layer]
          let values = state.pass.magnitudes(of: node)
          let count = values.count / maxima.count
          return maxima.indices.map { part in
            squaredErrors(
              of: values[part * count..<(part + 1) * count], maximum: maxima[part], steps: steps,
              limit: limit)
          }
        }
        report(CalibrationProgress(task: .thresholds(of: images.count), done: 1))
        return true
      })
    // Summed in the order of the images, so that the threads leave no trace.
    let errors = parts.reduce(into: [:]) { all, part in
      all.merge(part.errors) { first, _ in first }
    }
    return maxima.indices.map { layer in
      maxima[layer].indices.map { part in
        let sums = thresholdCandidates.indices.map { candidate in
          images.indices.reduce(0.0) { $0 + (errors[$1]?[layer][part][candidate] ?? 0) }
        }
        let best = sums.indices.min { sums[$0] < sums[$1] } ?? 0
        return maxima[layer][part] * thresholdCandidates[best]
      }
    }
  }
}

/// The fractions of the maximum that are tried.
private let thresholdCandidates = (0..<95).map { 1 - 0.01 * Float($0) }

/// `Σ (ClipFloor(a) - a)²` of each candidate; zeros give nothing.
private func squaredErrors(
  of activations: ArraySlice<Float>, maximum: Float, steps: Int, limit: Int
) -> [Double] {
  var positive = activations.filter { $0 > 0 }
  while positive.count % 8 != 0 { positive.append(0) }
  return thresholdCandidates.map { fraction in
    squaredError(
      of: positive, threshold: maximum * fraction, steps: Float(steps), limit: Float(limit))
  }
}

/// - Parameter activations: Not negative, a multiple of eight of them.
private func squaredError(
  of activations: [Float], threshold: Float, steps: Float, limit: Float
) -> Double {
  var total = 0.0
  activations.withUnsafeBytes { bytes in
    let vectors = bytes.bindMemory(to: SIMD8<Float>.self)
    // In blocks, so that single precision does not lose small errors beside a large sum.
    for start in stride(from: 0, to: vectors.count, by: 64) {
      var sum = SIMD8<Float>.zero
      for index in start..<min(start + 64, vectors.count) {
        let level = (vectors[index] * steps / threshold).clamped(
          lowerBound: .zero, upperBound: SIMD8(repeating: steps * limit))
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
