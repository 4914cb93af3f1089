extension Figure {
  /// The mean of v over inactivated neurons, see `PotentialMeans`.
  package static let inactivePotential = Figure(
    "mean_potential_inactive", word: nil, title: "mean v, off", columnTitle: "v off",
    unit: "charge, as theta",
    help: "mean potential of inactivated neurons",
    definition:
      "The mean of v over the inactivated neurons: far below 0 where inhibition has "
      + "come, near 0 or above where it is still owed.",
    source: .own, format: .decimal(digits: 2),
    needs: .reference,
    layer: { $0.potentialMeans?.inactive })
}
