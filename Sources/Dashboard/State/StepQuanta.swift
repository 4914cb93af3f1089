import Networks
import SpikeStatistics

extension NeuronParameters {
  /// The portions of a neuron that may fire in every step; `nil` in cycle coding, where a schedule
  /// holds per cycle only, and for what has no threshold.
  var stepQuanta: SpikeQuanta? {
    switch self {
    case .integrateAndFire, .burst: quanta
    case .bistable, .continuous, .maximum, .delayLine, .readout: nil
    }
  }

  /// Whether one event may stand for several spikes.
  var firesBursts: Bool {
    switch self {
    case .burst(_, let maximumSpikes): maximumSpikes > 1
    case .integrateAndFire, .bistable, .continuous, .maximum, .delayLine, .readout: false
    }
  }
}
