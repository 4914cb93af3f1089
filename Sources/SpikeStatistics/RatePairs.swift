import Networks

/// What each neuron of a layer has delivered per unit of time, and what the analog network says:
/// both over θ, so that they can be compared.
package struct RatePairs: Equatable, Sendable {
  /// In channels-last order, as are the others.
  package let rates: [Double]
  package let targets: [Double]

  /// Complete cycles in cycle coding, else steps.
  package let time: Int

  /// Costs O(neurons).
  ///
  /// - Returns: `nil` while no code is complete, and where the analog network says nothing.
  package init?(_ layerStep: LayerStep) {
    let neuron = layerStep.layer.neuron
    guard let reference = layerStep.reference, let threshold = neuron.threshold,
      let reading = neuron.reading(upTo: layerStep.step), reading.step == layerStep.step
    else { return nil }
    let delivery = layerStep.statistics.counts.delivery(of: neuron)
    let scale = delivery.unit / Double(reading.time) / Double(threshold)
    rates = delivery.amounts.map { scale * Double($0) }
    targets = reference.activation.map { Double($0) / Double(threshold) }
    time = reading.time
  }

  /// `√(Σ(rate - target)² / neurons)`, over θ.
  package var rootMeanSquareError: Double {
    let squares = zip(rates, targets).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (squares / Double(max(rates.count, 1))).squareRoot()
  }

  /// Pearson's correlation; `nil` where either side does not vary.
  package var correlation: Double? {
    var moments = PairMoments()
    for (rate, target) in zip(rates, targets) { moments.add(rate, target) }
    return moments.correlation
  }
}
