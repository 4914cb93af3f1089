import Networks

/// Takes spikes back: a neuron that has been silent for longer than its mean interval sends a
/// negative one.
///
/// SpiCalib (Li et al., arXiv 2207.02702). It goes by the steps between spikes, so it is not
/// defined in cycle coding, where spikes are binary digits.
package struct SpiCalib: Corrector {
  package static let descriptor = CorrectorDescriptor(
    "spicalib", summary: "sends negative spikes", options: [allowanceOption]
  ) { values in
    SpiCalib(allowance: values.integer(ifGivenFor: allowanceOption) ?? 0)
  }

  /// Steps beyond the mean interval, not negative.
  package let allowance: Int

  package init(allowance: Int = 0) {
    precondition(allowance >= 0, "an allowance of \(allowance) steps")
    self.allowance = allowance
  }

  package var title: String { "SpiCalib \(allowance)" }

  package var rule: SpikeCorrector { .negativeSpikes(allowance: allowance) }

  package var startsHalfCharged: Bool { false }

  package func check(_ network: SpikingNetwork, method: String) throws(ConversionError) {
    switch network.coding {
    case .rate: return
    case .cycles, .differential: throw .noSpikeIntervals(method: method)
    }
  }

  private static let allowanceOption = ConversionOption(
    "allowance", .integer(standard: nil, 0...1_000_000),
    help: "How many steps beyond its mean interval a neuron may be silent in spicalib.")
}
