/// The parameters of a neuron model.
package enum NeuronParameters: Codable, Equatable, Sendable {
  /// Fires when the potential reaches the threshold; a spike delivers the threshold.
  case integrateAndFire(threshold: Float, reset: Reset)
  /// Fires `floor(m/θ)` spikes at once, `maximumSpikes` at most, and subtracts them all.
  case burst(threshold: Float, maximumSpikes: Int)
  /// Accumulates in silence for one window and fires binary digits in the next (a reconstruction
  /// of BSNN, see `Bistable`). `delay` is the number of spiking layers up to and including it.
  case bistable(threshold: Float, phases: Int, delay: Int)
  /// No neuron, but a window that sends what its strongest input sends.
  case maximum(MaxPool)
  /// A neuron of continuous time; a spike delivers 1.
  case continuous(ContinuousNeuron)
  /// No neuron, but a line that sends what has entered it so many steps before.
  case delayLine(steps: NeuronValues<Int>)
  /// Accumulates and never fires.
  case readout

  /// The threshold θ, which is the largest activation that the layer can represent; of continuous
  /// neurons only one that is the same for all.
  package var threshold: Float? {
    switch self {
    case .integrateAndFire(let threshold, _): threshold
    case .burst(let threshold, _): threshold
    case .bistable(let threshold, _, _): threshold
    case .continuous(let neuron): neuron.firing?.threshold.common
    case .maximum, .delayLine, .readout: nil
    }
  }

  /// The smallest charge that a spike can carry: θ, the last binary digit of a cycle, or 1.
  package var quantum: Float? {
    switch self {
    case .integrateAndFire(let threshold, _), .burst(let threshold, _): threshold
    case .bistable(let threshold, let phases, _):
      Float(sign: .plus, exponent: -phases, significand: threshold)
    case .continuous(let neuron): neuron.firing == nil ? nil : 1
    case .maximum, .delayLine, .readout: nil
    }
  }

  /// Whether the neuron sends its potential in every step and no spikes.
  package var sendsPotential: Bool {
    if case .continuous(let neuron) = self { neuron.firing == nil } else { false }
  }

  /// How many spikes an event stands for: negative for one that takes back, more than 1 in bursts.
  package func spikeCount(ofEvent value: Float) -> Float { eventSpikes(value) }

  /// The same for a loop over many events.
  package var eventSpikes: EventSpikes {
    if case .burst(let threshold, _) = self { return EventSpikes(burstThreshold: threshold) }
    return EventSpikes(burstThreshold: sendsPotential ? .infinity : nil)
  }
}

/// How many spikes an event of some neuron stands for.
package struct EventSpikes: Sendable {
  /// θ of neurons that fire bursts; +∞ of those that send potentials, which are no spikes.
  package let burstThreshold: Float?

  @inlinable @inline(__always) package func callAsFunction(_ value: Float) -> Float {
    guard let burstThreshold else { return value < 0 ? -1 : 1 }
    return (value / burstThreshold).rounded()
  }
}

/// The membrane potential before the first step, v(0).
package enum InitialPotential: Equatable, Sendable {
  case rest
  /// The same for all neurons of the layer.
  case uniform(Float)
  /// One per neuron, in channels-last order.
  case perNeuron([Float])

  package func value(of unit: Int) -> Float {
    switch self {
    case .rest: 0
    case .uniform(let potential): potential
    case .perNeuron(let potentials): potentials[unit]
    }
  }
}

/// A correction of the spikes that depends on the image, on top of any conversion.
package enum SpikeCorrector: Equatable, Sendable {
  /// Silences the neurons whose membrane potential is not positive after a trial of some steps.
  ///
  /// SRP (Hao et al., AAAI 2023): from v(0) = θ/2, all layers at once, then a fresh run.
  case residualMask(trialSteps: Int)
  /// Shifts initial potentials by the spike that a trial had too many or too few.
  ///
  /// COS (Hao et al., ICLR 2023): from v(0) = θ/2, layer by layer, then a fresh run.
  case offsetSpikes(trialSteps: Int)
  /// Sends a negative spike when a neuron has been silent for longer than its mean interval and
  /// `allowance` steps, as long as it has spikes to take back.
  ///
  /// SpiCalib (Li et al., arXiv 2207.02702).
  case negativeSpikes(allowance: Int)
}

/// What a spike leaves behind.
package enum Reset: Codable, Equatable, Sendable {
  /// The threshold is subtracted, and the charge above it stays.
  case bySubtraction
  /// The potential becomes zero, and the charge above the threshold is lost.
  case toZero
}
