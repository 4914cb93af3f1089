extension Figure {
  /// The mean of v over neurons with `z > 0`, see `PotentialMeans`.
  package static let activePotential = Figure(
    "mean_potential", word: nil, title: "mean v, z>0", columnTitle: "v on",
    unit: "charge, as theta",
    help: "mean potential of neurons with z > 0",
    definition:
      "The mean of v over the neurons with z > 0.",
    source: .own, format: .decimal(digits: 2),
    needs: .reference,
    layer: { $0.potentialMeans?.active })
}

extension LayerStep {
  /// Costs O(neurons).
  var potentialMeans: PotentialMeans? {
    guard let potentials, let reference else { return nil }
    return PotentialMeans(potentials, reference: reference)
  }
}
