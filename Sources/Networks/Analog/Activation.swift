/// A nonlinearity `a = f(z)`; z is the pre-activation, a the activation.
package enum Activation: Equatable, Sendable {
  /// `max(0, z)`.
  case relu
  /// `min(max(0, z), maximum)`: ReLU6, or a rate-norm layer with its trained threshold.
  case clipped(maximum: Float)
  /// `λ/L · floor(clip(z/λ, 0, 1)·L + 1/2)`: a quantised clip-floor-shift layer with its trained
  /// threshold λ and L levels (QCFS, Bu et al., ICLR 2022).
  case quantized(maximum: Float, levels: Int)
  /// `z` for z > 0, else `α · z`: a leaky or parametric ReLU with the slopes α, one for each
  /// channel or one for all.
  case leaky(slopes: [Float])
  /// Any other clip; it has no spiking form but that of one from 0 between two offsets.
  case clamp(minimum: Float, maximum: Float)

  /// Whether units with z ≤ 0 are inactivated, a = 0.
  package var inactivates: Bool {
    if case .leaky = self { false } else { true }
  }

  var traits: AnalogTraits {
    switch self {
    case .relu: traits(stem: "relu", title: "relu")
    case .clipped(let maximum):
      traits(stem: "clip", title: "clip", AnalogDetails(threshold: maximum))
    case .quantized(let maximum, let levels):
      traits(stem: "quant", title: "qcfs", AnalogDetails(threshold: maximum, levels: levels))
    case .leaky(let slopes) where slopes.allSatisfy { $0 == 1 }:
      traits(stem: "signed", title: "signed")
    case .leaky: traits(stem: "leaky", title: "leaky relu")
    case .clamp(let minimum, let maximum):
      traits(stem: "clip", title: "clamp", AnalogDetails(threshold: maximum, minimum: minimum))
    }
  }

  private func traits(
    stem: String, title: String, _ details: AnalogDetails = AnalogDetails()
  ) -> AnalogTraits {
    AnalogTraits(
      stem: stem, title: title, role: .activation, spikingForm: .neurons(self), shape: sameShape
    ).with { $0.details = details }
  }
}
