/// A neuron that accumulates in silence for one window of P steps and fires binary digits in the
/// next (a reconstruction of BSNN, see the conversion method `Bistable`).
///
///     m[t] = v[t-1] + I[t]
///     Θ[t] = θ · 2^(-k) in phase k of every other window from the `delay`-th on, else ∞
///     s[t] = 1 if m[t] ≥ Θ[t], else 0
///     v[t] = m[t] - Θ[t] · s[t]
///
/// A spike delivers Θ of its step.
package struct BistableNeuron: NeuronModel {
  /// θ, positive, in units of the activation.
  package var thresholdValue: Float
  /// P, the steps of a window.
  package var phases: Int
  /// The number of spiking layers up to and including this one.
  package var delay: Int

  package init(threshold: Float, phases: Int, delay: Int) {
    thresholdValue = threshold
    self.phases = phases
    self.delay = delay
  }

  private enum CodingKeys: String, CodingKey {
    case thresholdValue = "threshold"
    case phases, delay
  }

  package static var key: String { "bistable" }
  package var parameters: NeuronParameters { .bistable(self) }

  package var threshold: Float? { thresholdValue }
  /// The last binary digit of a cycle, `θ · 2^(-P)`.
  package var quantum: Float? { thresholdValue.halved(phases) }
  package var code: NeuralCode? { .phase(phases: phases, delay: delay) }

  package func threshold(atStep step: Int) -> Float {
    let window = (step - 1) / phases
    guard window >= delay, (window - delay) % 2 == 0 else { return .infinity }
    return thresholdValue.halved(1 + (step - 1) % phases)
  }

  /// The most phases that a window may have: single precision has so many binary digits.
  static let mostPhases = 24

  package func fault(in shape: MapShape) -> String? {
    guard (0...1 << 16).contains(delay) else { return "it waits for \(delay) windows" }
    return Networks.fault(ofCount: phases, upTo: Self.mostPhases, "it has \(phases) phases")
      ?? Networks.fault(ofThreshold: thresholdValue)
  }

  package func nirForm(timeStep: Float) -> NIRForm { .missing("it has no bistable neurons") }
  package var wholeNumberObstacle: String? { "a neuron is bistable" }
  package var title: String { "bistable" }
  package var record: NeuronRecord? {
    NeuronRecord(
      name: "bistable (reconstruction)",
      parameters: [.number("phases", phases), .number("delay", delay)])
  }
  package var scheduleObstacle: String? { nil }
}

extension NeuronParameters {
  /// - Parameters:
  ///   - threshold: θ, positive, in units of the activation.
  ///   - phases: P, the steps of a window.
  ///   - delay: The number of spiking layers up to and including this one.
  package static func bistable(threshold: Float, phases: Int, delay: Int) -> NeuronParameters {
    .bistable(BistableNeuron(threshold: threshold, phases: phases, delay: delay))
  }
}
