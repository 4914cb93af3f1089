import Networks
import SpikeStatistics

private let ding = Figure.Source.paper("Ding, Yu, Tian, Huang 2021")

extension TallyFigure {
  /// `K = ‖φ - a‖² / ‖a‖²`, over all images.
  package static let fitCurve = TallyFigure(
    "fit_curve", columnTitle: "K", help: "|phi - a|^2 / |a|^2 over all images", source: ding,
    value: { $0.code.flatMap(\.fitCurve) })

  /// The bound `2Ω/T` of K in rate coding.
  package static let fitBound = TallyFigure(
    "fit_bound", columnTitle: "2Ω/T", help: "the bound of K in rate coding", source: ding,
    value: { outcome in
      guard outcome.coding == .rate else { return nil }
      return outcome.code?.omega(of: outcome.layer.neuron).map { 2 * $0 / Double(outcome.step) }
    })
}

extension CodeTally {
  /// K.
  fileprivate var fitCurve: Double? {
    guard let norm = activationSquared.value, norm > 0 else { return nil }
    return errorSquared.value.map { $0 / norm }
  }

  /// The rate inference loss `Ω = ‖a/θ‖₁ / ‖a/θ‖₂²`, after Ding and others 2021.
  ///
  /// It needs the activations only.
  func omega(of neuron: NeuronParameters) -> Double? {
    guard let threshold = neuron.threshold, let sum = activationSum.value,
      let norm = activationSquared.value, norm > 0
    else { return nil }
    return Double(threshold) * sum / norm
  }
}
