extension Figure {
  /// SIN neurons per inactivated neuron; none where nothing is inactivated.
  package static let sinRatio = Figure(
    "sin_ratio", word: nil, title: "SIN ratio", columnTitle: "SIN",
    help:
      "SIN neurons per inactivated neuron", source: .sin, format: .share(digits: 1),
    needs: .reference,
    layer: { $0.statistics.sin?.ratio },
    network: { layers, _ in
      ratio(
        layers.reduce(0) { $0 + ($1.sin?.neurons ?? 0) },
        of: layers.reduce(0) { $0 + ($1.sin?.inactiveCount ?? 0) })
    })
}
