import AnalogPass
import Networks

/// Why a network cannot be converted.
package enum ConversionError: Error, Equatable {
  /// Every unit of the layer was silent on the calibration images, so it has no scale.
  case silentLayer(name: String)
  /// An operation has no spiking form.
  case unsupported(node: String, fileName: String, reason: String)
  /// Thresholds from a file do not fit the layers.
  case thresholdCount(expected: [String], actual: Int)
  case unknownLayer(name: String, expected: [String])
  case missingThreshold(layer: String)
  case invalidThreshold(layer: String, value: Float)
  /// A layer of a converted network is none of this network's.
  case otherLayer(name: String, what: String)
  /// Nothing between input and output can spike.
  case noSpikingLayer
  /// An activation has no threshold of its own to take.
  case notTrained(node: String, fileName: String)
  /// A corrector that counts the steps between spikes does not suit neurons without a rate.
  case noSpikeIntervals(method: String)
  /// Correctors are defined for neurons that do not take spikes back by themselves.
  case signedSpikes(method: String)
  /// Spikes cannot be shuffled where they count by their time.
  case noShuffle(method: String)
  /// A readout cannot begin late but in rate coding.
  case lateReadout(method: String)
  /// A method that has a threshold for each layer only.
  case noChannelThresholds(method: String)
  /// The statistics were collected for higher percentiles only.
  case percentileNotKept(PercentileNotKept)
}

extension ConversionError {
  /// Whether it is the network that does not suit, instead of images, thresholds or options.
  package var isAboutNetwork: Bool {
    switch self {
    case .unsupported, .noSpikingLayer, .notTrained: true
    case .silentLayer, .thresholdCount, .unknownLayer, .missingThreshold, .invalidThreshold,
      .otherLayer, .noSpikeIntervals, .signedSpikes, .noShuffle, .lateReadout,
      .noChannelThresholds, .percentileNotKept:
      false
    }
  }
}

extension ConversionError: CustomStringConvertible {
  /// What happened, where, and what the user can do about it.
  package var description: String {
    switch self {
    case .silentLayer(let name):
      "layer '\(name)' is silent on the calibration images, so it has no threshold; "
        + "use more or other images (--calibration), or give thresholds (--thresholds)"
    case .unsupported(let node, let fileName, let reason):
      "node '\(node)' ('\(fileName)') cannot be converted: \(reason)"
    case .thresholdCount(let expected, let actual):
      "\(actual) thresholds for \(expected.count) spiking layers; give one for each of "
        + expected.joined(separator: ", ")
    case .unknownLayer(let name, let expected):
      "threshold for '\(name)', but the spiking layers are \(expected.joined(separator: ", "))"
    case .missingThreshold(let layer):
      "no threshold for layer '\(layer)'; give one for each spiking layer"
    case .invalidThreshold(let layer, let value):
      "threshold \(value) for layer '\(layer)'; a threshold is a number from 1e-24 to "
        + "\(Float.largestInNetworks)"
    case .otherLayer(let name, let what):
      "layer '\(name)' \(what); use thresholds that were made for this network"
    case .noSpikingLayer:
      "the network has no ReLU or clipped activation, so no layer can spike; train one with ReLU"
    case .notTrained(let node, let fileName):
      "node '\(node)' ('\(fileName)') is a plain ReLU without a trained threshold; use a network "
        + "with rate-norm or quantised clip-floor-shift layers, or another --method"
    case .noSpikeIntervals(let method):
      "negative spikes (--corrector spicalib) go by the steps between spikes, and the neurons of "
        + "'\(method)' send binary digits; use --corrector srp, or none"
    case .signedSpikes(let method):
      "correctors are not defined for neurons that take spikes back by themselves, as those of "
        + "'\(method)' here do; leave out --corrector"
    case .noShuffle(let method):
      "the spikes of '\(method)' count by their time, so that shuffling would leave nothing of "
        + "them; leave out --shuffle"
    case .lateReadout(let method):
      "the readout of '\(method)' has to listen from the beginning; leave out --readout-from"
    case .noChannelThresholds(let method):
      "'\(method)' has one threshold for each layer, not one for each channel; leave out "
        + "--channel-wise, or use another --method"
    case .percentileNotKept(let reason):
      reason.description
    }
  }
}
