extension Figure {
  /// SIN neurons per inactivated neuron; none where nothing is inactivated.
  package static let sinRatio = Figure(
    "sin_ratio", word: nil, title: "SIN ratio", columnTitle: "SIN %",
    unit: "share of inactivated neurons",
    help:
      "SIN neurons per inactivated neuron",
    definition:
      "SIN neurons / inactivated neurons. It never falls: a neuron that has fired "
      + "stays counted.",
    source: .sin, format: .share(digits: 1),
    needs: .reference,
    layer: { $0.statistics.sin?.ratio },
    network: { layers, _ in
      ratio(
        layers.reduce(0) { $0 + ($1.sin?.neurons ?? 0) },
        of: layers.reduce(0) { $0 + ($1.sin?.inactiveCount ?? 0) })
    })
}
