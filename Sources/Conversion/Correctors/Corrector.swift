import Networks

/// A correction of the spikes of each image, on top of any method.
///
/// The engine carries it out (`SpikeCorrector`); here stands what a conversion must know. A new
/// corrector is a file in `Correctors`, a line in `MethodRegistry.standard`, and its part of the
/// engine.
package protocol Corrector: Sendable {
  /// What the corrector declares about itself.
  static var descriptor: CorrectorDescriptor { get }

  /// As on screens and in reports.
  var title: String { get }

  /// What the engine does.
  var rule: SpikeCorrector { get }

  /// Whether the correction is defined for neurons that start with half of a threshold.
  var startsHalfCharged: Bool { get }

  /// Throws where the correction is not defined.
  ///
  /// - Parameter method: The name of the method that made the network.
  func check(_ network: SpikingNetwork, method: String) throws(ConversionError)
}

extension Corrector {
  package func check(_ network: SpikingNetwork, method: String) throws(ConversionError) {}
}

/// The number of steps of the trial before the run, T of the correction; positive.
let trialSteps = ConversionOption(
  "trial-steps", .integer(standard: nil, 1...100_000),
  help: "The number of trial steps of srp (default 4) or cos (default 8).")
