/// A neuron whose spikes have a sign, so that it can take back what it has sent.
///
///     m[t] = v[t-1] + I[t]
///     s[t] = 1 if m[t] ≥ θ;  -1 if m[t] ≤ -θ⁻ and (N[t-1] > 0 or α > 0);  else 0
///     v[t] = m[t] - θ · s[t]
///     N[t] = N[t-1] + s[t]
///
/// With N, the memory of the net number of spikes, an event delivers what the activation
/// `f(x) = x for x > 0, else α · x` has gained:
///
///     x[t] = f(θ · N[t]) - f(θ · N[t-1])
///
/// With α = 0 only spikes that were sent can be taken back, and an event delivers ±θ: the signed
/// neuron with memory (Wang et al., IJCAI 2022, doi:10.24963/ijcai.2022/347, where θ⁻ = θ), and the
/// signed IF neuron of Fast-SNN (Hu, Zheng, Jiang and Pan, IEEE TPAMI 2023,
/// doi:10.1109/TPAMI.2023.3275769, whose code has θ⁻ = 0.001). Slopes α > 0, which give
/// leaky activations a spiking form, are this project's own extension.
package struct SignedNeuron: NeuronModel {
  /// θ, positive, in units of the activation.
  package var thresholdValue: Float

  /// θ⁻, positive, in the same units.
  package var negativeThreshold: Float

  /// α of each channel, or one for all, not negative; empty where all are 0.
  package var slopes: [Float]

  package init(threshold: Float, negativeThreshold: Float, slopes: [Float] = []) {
    thresholdValue = threshold
    self.negativeThreshold = negativeThreshold
    self.slopes = slopes
  }

  private enum CodingKeys: String, CodingKey {
    case thresholdValue = "threshold"
    case negativeThreshold, slopes
  }

  package static var key: String { "signed" }
  package var parameters: NeuronParameters { .signed(self) }

  /// α of a neuron.
  ///
  /// - Parameter unit: In channels-last order.
  package func slope(of unit: Int) -> Float { slopes.isEmpty ? 0 : slopes[unit % slopes.count] }

  package var threshold: Float? { thresholdValue }
  package var quantum: Float? { thresholdValue }

  /// Of a leaky activation, the count of spikes stands for the pre-activation.
  package var code: NeuralCode? { slopes.isEmpty ? .rate(maximumSpikes: 1) : nil }
  package var sendsNegativeSpikes: Bool { true }

  package func resetCharge(byEvent value: Float) -> Float {
    value > 0 ? thresholdValue : value < 0 ? -thresholdValue : 0
  }

  package func delivered(byCount count: Float, of unit: Int) -> Float {
    count > 0 ? count : slope(of: unit) * count
  }

  package func fault(in shape: MapShape) -> String? {
    guard negativeThreshold > 0, negativeThreshold.isFinite else {
      return "its negative threshold is \(negativeThreshold)"
    }
    guard slopes.count <= 1 || slopes.count == shape.channels else {
      return "it has \(slopes.count) slopes for \(shape.channels) channels"
    }
    if let wrong = slopes.first(where: { !($0 >= 0 && $0.isFinite) }) {
      return "a slope is \(wrong)"
    }
    return Networks.fault(ofThreshold: thresholdValue)
  }

  package func nirForm(timeStep: Float) -> NIRForm { .missing("it has no negative spikes") }
  package var wholeNumberObstacle: String? { "a neuron sends negative spikes" }
  package var title: String { slopes.isEmpty ? "signed" : "signed, leaky" }
  package var record: NeuronRecord? {
    NeuronRecord(
      name: slopes.isEmpty ? "signed" : "signed (leaky, own extension)",
      parameters: [.text("negative_threshold", "\(negativeThreshold)")]
        + (slopes.isEmpty
          ? [] : [.text("slopes", slopes.map { "\($0)" }.joined(separator: " "))]))
  }
  package var scheduleObstacle: String? {
    slopes.isEmpty ? nil : "spikes of a leaky activation have a sign, which no schedule tells"
  }
}

extension NeuronParameters {
  /// - Parameters:
  ///   - threshold: θ, positive, in units of the activation.
  ///   - negativeThreshold: θ⁻, positive.
  ///   - slopes: α of each channel, or one for all; empty where all are 0.
  package static func signed(
    threshold: Float, negativeThreshold: Float, slopes: [Float] = []
  ) -> NeuronParameters {
    .signed(
      SignedNeuron(threshold: threshold, negativeThreshold: negativeThreshold, slopes: slopes))
  }
}
