/// Why the rate of a neuron differs from its activation: four terms that add up exactly.
///
/// With the delivered charge E, `φ = E/T`, the quantum q of which at most Γ·T are delivered, the
/// mean input actually received `z̄ = (C - v(0))/T` and its even quantisation
/// `Q = q/T · clip(floor((z̄·T + v(0))/q), 0, Γ·T)`:
///
///     propagated   = relu(z̄) - a                        the error of earlier layers
///     clipping     = clip(relu(z̄), 0, Γ·q) - relu(z̄)    at most 0
///     quantisation = Q - clip(relu(z̄), 0, Γ·q)          for v(0) = 0 above -q/T, at most 0
///     unevenness   = φ - Q = -psi·q/T                    the timing of the input
///     φ - a        = the sum of the four
///
/// The names of the last three are those of QCFS (Bu et al. 2022); *propagated* and the exact split
/// are this project's own. Undefined for reset to zero, which loses charge.
package struct ErrorSplit: Equatable, Sendable {
  package let propagated: Double
  package let clipping: Double
  package let quantisation: Double
  package let unevenness: Double

  /// - Parameters:
  ///   - drive: C(T), the initial potential and all input received.
  ///   - initialPotential: v(0).
  ///   - delivered: E, the charge of all spikes.
  ///   - activation: a, of the analog network.
  ///   - time: T, in steps or complete cycles; positive.
  package init(
    drive: Float, initialPotential: Float = 0, delivered: Double, activation: Float,
    quanta: SpikeQuanta, time: Int
  ) {
    let duration = Double(time)
    let quantum = Double(quanta.quantum)
    let received = max((Double(drive) - Double(initialPotential)) / duration, 0)
    let clipped = min(received, quantum * Double(quanta.limit))
    let even = quantum * Double(quanta.evenCount(drive: drive, time: time)) / duration
    propagated = received - Double(activation)
    clipping = clipped - received
    quantisation = even - clipped
    unevenness = delivered / duration - even
  }

  /// Of a neuron that fires `maximumSpikes` at most in a step, N in all.
  package init(
    drive: Float, initialPotential: Float = 0, count: Int, activation: Float, threshold: Float,
    maximumSpikes: Int = 1, steps: Int
  ) {
    self.init(
      drive: drive, initialPotential: initialPotential,
      delivered: Double(threshold) * Double(count), activation: activation,
      quanta: SpikeQuanta(quantum: threshold, limit: maximumSpikes), time: steps)
  }

  /// φ - a.
  package var total: Double { propagated + clipping + quantisation + unevenness }
}
