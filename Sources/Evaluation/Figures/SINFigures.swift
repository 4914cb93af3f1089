import SpikeStatistics

private let msat = Figure.Source.paper("MSAT's code, after Li, Zhao, Zeng 2022")

extension TallyFigure {
  /// `#SIN / #inactivated`, 0 to 1: the primary one.
  package static let sinRatio = TallyFigure(
    "sin_ratio", columnTitle: "SIN", help: "SIN neurons per inactivated neuron", source: msat,
    value: { ratio($0.tally.sinNeurons, of: $0.tally.inactive) })

  /// `#SIN / #neurons`, 0 to 1.
  package static let sinShare = TallyFigure(
    "sin_share", columnTitle: "of all", help: "SIN neurons per neuron", source: msat,
    value: { ratio($0.tally.sinNeurons, of: $0.tally.compared) })

  /// `#SIN / #(N > 0)`, 0 to 1: how many of the neurons that fire should be silent.
  package static let sinPurity = TallyFigure(
    "sin_purity", columnTitle: "purity", help: "SIN neurons per neuron that fired", source: msat,
    value: {
      $0.tally.compared == 0 ? nil : ratio($0.tally.sinNeurons, of: $0.tally.firing)
    })

  /// `Σ N over SIN / Σ N`, 0 to 1: the spikes that are wrong.
  package static let sinLoad = TallyFigure(
    "sin_load", columnTitle: "load", help: "spikes of inactivated neurons per spike", source: .own,
    value: { $0.tally.compared == 0 ? nil : ratio($0.tally.sinSpikes, of: $0.tally.spikes) })
}
