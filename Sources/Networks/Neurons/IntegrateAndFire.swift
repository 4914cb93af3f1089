/// A neuron that integrates its current and fires when the potential reaches the threshold.
///
///     m[t] = v[t-1] + I[t]
///     s[t] = 1 if m[t] ≥ θ, else 0
///     v[t] = m[t] - θ · s[t]         reset by subtraction
///     v[t] = m[t] · (1 - s[t])       reset to zero
///
/// A spike delivers θ. With reset by subtraction the rate is proportional to the mean current
/// (Rueckauer et al. 2017, doi:10.3389/fnins.2017.00682).
package struct IntegrateAndFireNeuron: NeuronModel {
  /// θ, positive, in units of the activation.
  package var thresholdValue: Float
  package var reset: Reset

  package init(threshold: Float, reset: Reset) {
    thresholdValue = threshold
    self.reset = reset
  }

  private enum CodingKeys: String, CodingKey {
    case thresholdValue = "threshold"
    case reset
  }

  package static var key: String { "integrateAndFire" }
  package var parameters: NeuronParameters { .integrateAndFire(self) }

  package var threshold: Float? { thresholdValue }
  package var quantum: Float? { thresholdValue }
  package var code: NeuralCode? { .rate(maximumSpikes: 1) }
  package var chosenReset: Reset? { reset }
  package var conservesCharge: Bool { reset == .bySubtraction }

  /// An integrator whose resistance r makes r · dt 1 to the bit, so that a step adds the current as
  /// it is.
  package func nirForm(timeStep: Float) -> NIRForm {
    let inverse = 1 / timeStep
    let resistance =
      [inverse, inverse.nextUp, inverse.nextDown].first { $0 * timeStep == 1 } ?? inverse
    return .neurons(
      ContinuousNeuron(
        timeStep: timeStep, membrane: .integrator(resistance: .uniform(resistance)),
        firing: ContinuousNeuron.Firing(threshold: .uniform(thresholdValue), reset: reset)))
  }

  package func fault(in shape: MapShape) -> String? { Networks.fault(ofThreshold: thresholdValue) }

  package var wholeNumberObstacle: String? { nil }
  package var title: String { "IF" }
  package var record: NeuronRecord? {
    NeuronRecord(
      name: "integrate_and_fire",
      parameters: [.text("reset", reset == .toZero ? "zero" : "subtraction")])
  }
  package var scheduleObstacle: String? { nil }
}

extension NeuronParameters {
  /// - Parameter threshold: θ, positive, in units of the activation.
  package static func integrateAndFire(threshold: Float, reset: Reset) -> NeuronParameters {
    .integrateAndFire(IntegrateAndFireNeuron(threshold: threshold, reset: reset))
  }
}
