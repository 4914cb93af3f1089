/// Why the rate of a neuron differs from its activation: four terms that add up exactly.
///
/// With `φ = θ·N/T`, the mean input actually received `z̄ = C/T` and its even quantisation
/// `Q = θ/T · clip(floor(C/θ), 0, T)`:
///
///     propagated   = relu(z̄) - a                        the error of earlier layers
///     clipping     = clip(relu(z̄), 0, θ) - relu(z̄)      at most 0
///     quantisation = Q - clip(relu(z̄), 0, θ)            above -θ/T, at most 0
///     unevenness   = φ - Q = -psi·θ/T                    the timing of the input
///     φ - a        = the sum of the four
///
/// The names of the last three are those of QCFS (Bu et al. 2022); *propagated* and the exact split
/// are this project's own. Rate coding with reset by subtraction, from rest.
package struct ErrorSplit: Equatable, Sendable {
  package let propagated: Float
  package let clipping: Float
  package let quantisation: Float
  package let unevenness: Float

  /// - Parameters:
  ///   - drive: C(T), all input received.
  ///   - activation: a, of the analog network.
  ///   - steps: T, positive.
  package init(drive: Float, count: Int, activation: Float, threshold: Float, steps: Int) {
    let received = max(drive / Float(steps), 0)
    let clipped = min(received, threshold)
    let quantum = threshold / Float(steps)
    let even = quantum * Float(evenSpikeCount(drive: drive, threshold: threshold, steps: steps))
    propagated = received - activation
    clipping = clipped - received
    quantisation = even - clipped
    unevenness = quantum * Float(count) - even
  }

  /// φ - a.
  package var total: Float { propagated + clipping + quantisation + unevenness }
}
