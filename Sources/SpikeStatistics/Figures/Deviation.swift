extension Figure {
  /// D at its last evaluation, see `PhaseStatistics`; of a layer the mean.
  package static let deviation = Figure(
    "mean_deviation", word: "D", title: "D", columnTitle: "D", unit: "spikes",
    help: "lead or lag, of a layer the mean",
    definition:
      "D(t) = N(t) - N*(t), with N*(t) = clip(floor(z t / theta), 0, t), the even "
      + "schedule of the ANN's pre-activation z: above 0 the neuron is ahead of it, "
      + "below 0 behind. Of a layer the mean over its neurons. Bistable neurons are "
      + "asked at the end of each cycle only, in units of theta.",
    source: .own, format: .signedDeviation,
    needs: .reference,
    layer: { $0.statistics.phase?.meanDeviation },
    neuron: { $0.statistics.phase?.deviation(of: $1).map(Double.init) })
}
