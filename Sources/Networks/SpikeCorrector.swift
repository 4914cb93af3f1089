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

  /// Whether spikes are taken back, so that a neuron's count may fall.
  package var takesSpikesBack: Bool {
    switch self {
    case .negativeSpikes: true
    case .residualMask, .offsetSpikes: false
    }
  }
}
