import Networks

extension NeuronParameters {
  /// The threshold at a step; +∞ while the neuron may not fire.
  ///
  /// Bistable neurons rest while their predecessors fire, and fire binary digits
  /// `Θ = θ · 2^(-k)` in phase k of every other window (a reconstruction of BSNN).
  package func threshold(atStep step: Int) -> Float {
    switch self {
    case .maximum, .readout:
      return .infinity
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
    case .burst, .bistable, .maximum: false
    }
  }

  package var reset: Reset {
    switch self {
    case .integrateAndFire(_, let reset): reset
    case .burst, .bistable, .maximum, .readout: .bySubtraction
    }
  }

  /// Whether a unit of input leaves the neuron at this step: always in rate coding, in cycle coding
  /// at the first step of each window in which it fires.
  func isCycleStart(atStep step: Int) -> Bool {
    switch self {
    case .integrateAndFire, .burst: true
    case .bistable(_, let phases, let delay):
      (step - 1) % phases == 0 && (step - 1) / phases >= delay
        && ((step - 1) / phases - delay) % 2 == 0
    case .maximum, .readout: false
    }
  }
}
