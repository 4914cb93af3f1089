extension Figure {
  /// The mean of v over inactivated neurons, see `PotentialMeans`.
  package static let inactivePotential = Figure(
    "mean_potential_inactive", word: nil, title: "mean v, off", columnTitle: "v off",
    help: "mean potential of inactivated neurons", source: .own, format: .decimal(digits: 2),
    needs: .reference,
    layer: { $0.potentialMeans?.inactive })
}
