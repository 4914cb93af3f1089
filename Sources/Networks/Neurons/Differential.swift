/// A neuron whose spikes say by how much its rate changes, not what it is: differential coding
/// (Huang et al., ICML 2025, PMLR 267:25235-25264, arXiv 2503.00301; equations as in the authors'
/// public code).
///
/// With what arrives in step t, `d[t] = Σ w · s`, in which the image and the biases count in the
/// first step only, receiver and sender keep two means each:
///
///     I[t] = A[t-1] + d[t]                    what a rate code would have brought
///     A[t] = A[t-1] + d[t] / t                its mean, A[0] = 0
///     m[t] = v[t-1] + I[t] - E[t-1]
///     v[t] = m[t] - s[t]
///     E[t] = E[t-1] + s[t] / t                the mean of what the neuron stands for, E[0] = 0
///
/// so that `v[t] = v[0] + t · (A[t] - E[t])`, and E follows the activation of A. With n > 1 levels
/// (the multi-threshold neuron), from v[0] = 0, the first of the sizes `q = θ, θ/2, … θ/2^(n-1)`
/// with
///
///     s[t] = q if m[t] ≥ 3/4 · q;  -q if m[t] ≤ -3/4 · q and t · E[t-1] ≥ q;  else 0
///
/// Such a neuron falls nearly silent once its input has settled. With one level, from v[0] = θ/2,
///
///     s[t] = θ if m[t] ≥ θ;  -θ if m[t] ≤ 0 and t · E[t-1] ≥ θ;  else 0
///
/// where both bounds lie one spike apart, so that it goes on to and fro around its mean.
/// This project's own: behind an activation with a clip λ a spike is sent only if E stays within
/// it, `t · E[t-1] + q ≤ λ · t`.
package struct DifferentialNeuron: NeuronModel {
  /// θ, positive, in units of the activation.
  package var thresholdValue: Float

  /// n, how many sizes of spikes there are.
  package var levels: Int

  /// λ, the most that the activation may be; `nil` where nothing cuts it off.
  package var maximum: Float?

  package init(threshold: Float, levels: Int, maximum: Float? = nil) {
    thresholdValue = threshold
    self.levels = levels
    self.maximum = maximum
  }

  private enum CodingKeys: String, CodingKey {
    case thresholdValue = "threshold"
    case levels, maximum
  }

  package static var key: String { "differential" }
  package var parameters: NeuronParameters { .differential(self) }

  package var threshold: Float? { thresholdValue }

  /// The smallest size, θ/2^(n-1).
  package var quantum: Float? { thresholdValue.halved(levels - 1) }
  package var code: NeuralCode? { .differential }
  package var sendsNegativeSpikes: Bool { true }

  package func resetCharge(byEvent value: Float) -> Float { value }

  /// What arrives is not what is integrated.
  package var conservesCharge: Bool { false }

  /// n, at most.
  package static let mostLevels = 8

  package func canSend(_ value: Float) -> Bool {
    (0..<levels).contains { abs(value) == thresholdValue.halved($0) }
  }

  package func fault(in shape: MapShape) -> String? {
    if let maximum, !(maximum > 0 && maximum.isFinite) { return "its maximum is \(maximum)" }
    return Networks.fault(ofCount: levels, upTo: Self.mostLevels, "it has \(levels) levels")
      ?? Networks.fault(ofThreshold: thresholdValue)
  }

  package func nirForm(timeStep: Float) -> NIRForm { .missing("it has no differential coding") }
  package var wholeNumberObstacle: String? { "spikes change rates" }
  package var title: String { "differential" }
  package var record: NeuronRecord? {
    NeuronRecord(
      name: "differential",
      parameters: [.number("levels", levels)]
        + (maximum.map { [.text("maximum", "\($0)")] } ?? []))
  }
  package var scheduleObstacle: String? {
    "spikes of differential coding change a rate, and no schedule tells when"
  }
}

extension NeuronParameters {
  /// - Parameters:
  ///   - threshold: θ, positive, in units of the activation.
  ///   - levels: n, from 1 to `DifferentialNeuron.mostLevels`.
  ///   - maximum: λ, positive; `nil` where nothing cuts the activation off.
  package static func differential(
    threshold: Float, levels: Int, maximum: Float? = nil
  ) -> NeuronParameters {
    .differential(DifferentialNeuron(threshold: threshold, levels: levels, maximum: maximum))
  }
}
