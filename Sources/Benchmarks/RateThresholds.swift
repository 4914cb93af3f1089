import AnalogPass
import Networks
import Tensors

extension AnalogNetwork {
  /// Thresholds with which each spiking layer fires at about the same mean rate.
  ///
  /// Layer by layer, on the activations that are left of these images behind the layers before. A
  /// neuron before a constant current fires `floor(T · min(a/θ, 1))` times in T steps; θ is chosen
  /// so that the mean of that is the rate. About half of the neurons are never excited, so rates
  /// above 0.45 are out of reach.
  ///
  /// - Parameters:
  ///   - rate: Spikes per neuron and step, between 0 and 1.
  ///   - steps: T.
  ///   - images: At least one, preprocessed.
  package func thresholds(forRate rate: Double, steps: Int, images: [Tensor]) -> [Float] {
    let firing = Firing(rate: rate, steps: Float(steps))
    var passes = images.map { image in
      var pass = ForwardPass(self)
      pass.start(image)
      return pass
    }
    var thresholds: [Float] = []
    for node in nodes.indices.dropFirst() {
      for index in passes.indices { passes[index].evaluate(node) }
      guard case .activation = nodes[node].operation else { continue }
      let threshold = firing.threshold(for: passes.map { $0.values(of: node) })
      for index in passes.indices {
        passes[index].change(node) { firing.quantise(&$0, threshold: threshold) }
      }
      thresholds.append(threshold)
    }
    return thresholds
  }
}

/// How often neurons before constant currents fire.
private struct Firing {
  /// The mean that is wanted.
  let rate: Double

  let steps: Float

  /// θ for the mean rate of some activations, to 0.1 %; 1 where none is positive.
  func threshold(for activations: [[Float]]) -> Float {
    let count = activations.reduce(0) { $0 + $1.count }
    let sum = activations.reduce(0.0) { sum, values in
      values.reduce(sum) { $0 + Double($1) }
    }
    guard sum > 0 else { return 1 }
    let wanted = rate * Double(steps) * Double(count)
    // At this threshold the rate is too low even without any flooring.
    var highest = Float(sum / Double(count) / rate)
    var lowest = highest / 1024
    while highest > lowest * 1.001 {
      let middle = (lowest * highest).squareRoot()
      let spikes = activations.reduce(0) { $0 + spikeCount($1, threshold: middle) }
      if Double(spikes) > wanted { lowest = middle } else { highest = middle }
    }
    return highest
  }

  /// What the spikes of T steps deliver per step.
  func quantise(_ activations: inout [Float], threshold: Float) {
    let (scale, quantum) = (steps / threshold, threshold / steps)
    for index in activations.indices {
      activations[index] = min(activations[index] * scale, steps).rounded(.down) * quantum
    }
  }

  private func spikeCount(_ activations: [Float], threshold: Float) -> Int {
    let scale = steps / threshold
    return activations.reduce(0) { $0 + Int(min($1 * scale, steps)) }
  }
}
