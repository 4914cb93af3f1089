import Networks

extension NeuronParameters {
  /// The threshold at a step; +∞ while the neuron may not fire, and where there is none for all.
  ///
  /// Bistable neurons rest while their predecessors fire, and fire binary digits
  /// `Θ = θ · 2^(-k)` in phase k of every other window (a reconstruction of BSNN).
  package func threshold(atStep step: Int) -> Float {
    switch self {
    case .maximum, .delayLine, .readout:
      return .infinity
    case .continuous(let neuron):
      return neuron.firing?.threshold.common ?? .infinity
    case .integrateAndFire(let threshold, _), .burst(let threshold, _):
      return threshold
    case .bistable(let threshold, let phases, let delay):
      let window = (step - 1) / phases
      guard window >= delay, (window - delay) % 2 == 0 else { return .infinity }
      return Float(sign: .plus, exponent: -(1 + (step - 1) % phases), significand: threshold)
    }
  }

  /// Whether the neuron compares the sum of all that has flowed in with one threshold in all steps.
  var isPlainIntegrator: Bool {
    switch self {
    case .integrateAndFire, .readout: true
    case .burst, .bistable, .maximum, .continuous, .delayLine: false
    }
  }

  package var reset: Reset {
    switch self {
    case .integrateAndFire(_, let reset): reset
    case .continuous(let neuron): neuron.firing?.reset ?? .bySubtraction
    case .burst, .bistable, .maximum, .delayLine, .readout: .bySubtraction
    }
  }

  /// What a spike delivers at a step.
  func spikeValue(atStep step: Int) -> Float {
    if case .continuous = self { 1 } else { threshold(atStep: step) }
  }

  /// Whether a unit of input leaves the neuron at this step: always in rate coding, in cycle coding
  /// at the first step of each window in which it fires.
  func isCycleStart(atStep step: Int) -> Bool {
    switch self {
    case .integrateAndFire, .burst, .continuous: true
    case .bistable(_, let phases, let delay):
      (step - 1) % phases == 0 && (step - 1) / phases >= delay
        && ((step - 1) / phases - delay) % 2 == 0
    case .maximum, .delayLine, .readout: false
    }
  }
}
