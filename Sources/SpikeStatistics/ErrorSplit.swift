import Networks

/// Why the rate of a neuron differs from its activation: four terms that add up exactly.
///
/// With the delivered charge E, `φ = E/T`, the quantum q of which at most Γ·T are delivered, the
/// mean input actually received `z̄ = (C - v(0))/T` and its even quantisation
/// `Q = q/T · clip(floor((z̄·T + v(0))/q), 0, Γ·T)`, for the activation `a = f(z)` of a ReLU:
///
///     propagated   = relu(z̄) - a                        the error of earlier layers
///     clipping     = clip(relu(z̄), 0, Γ·q) - relu(z̄)    at most 0
///     quantisation = Q - clip(relu(z̄), 0, Γ·q)          for v(0) = 0 above -q/T, at most 0
///     unevenness   = φ - Q = -psi·q/T                    the timing of the input
///     φ - a        = the sum of the four
///
/// A trained activation clips at λ itself, and may round: `f(z) = round(g(z))` with
/// `g(z) = clip(z, 0, λ)`. Were relu(z̄) held against such an a, what f clips would count as
/// propagated where no layer precedes, and be taken back as clipping. Each term therefore is what
/// the neuron does beyond what f does to the same input; of a ReLU `g = f = relu`:
///
///     propagated   = f(z̄) - a                           0 where z̄ = z
///     clipping     = clip(relu(z̄), 0, Γ·q) - g(z̄)       0 where Γ·q = λ
///     quantisation = Q - clip(relu(z̄), 0, Γ·q) - (f(z̄) - g(z̄))
///                                                        0 for QCFS with L = T, v(0) = q/2, q = λ
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
  ///   - function: f, that of the analog network.
  ///   - time: T, in steps or complete cycles; positive.
  package init(
    drive: Float, initialPotential: Float = 0, delivered: Double, activation: Float,
    function: Activation = .relu, quanta: SpikeQuanta, time: Int
  ) {
    let duration = Double(time)
    let quantum = Double(quanta.quantum)
    let received = max((Double(drive) - Double(initialPotential)) / duration, 0)
    let clipped = min(received, quantum * Double(quanta.limit))
    let even = quantum * Double(quanta.evenCount(drive: drive, time: time)) / duration
    let analog = (clipped: function.clipped(received), full: function(received))
    propagated = analog.full - Double(activation)
    clipping = clipped - analog.clipped
    quantisation = even - clipped - (analog.full - analog.clipped)
    unevenness = delivered / duration - even
  }

  /// Of a neuron that fires `maximumSpikes` at most in a step, N in all.
  package init(
    drive: Float, initialPotential: Float = 0, count: Int, activation: Float,
    function: Activation = .relu, threshold: Float, maximumSpikes: Int = 1, steps: Int
  ) {
    self.init(
      drive: drive, initialPotential: initialPotential,
      delivered: Double(threshold) * Double(count), activation: activation, function: function,
      quanta: SpikeQuanta(quantum: threshold, limit: maximumSpikes), time: steps)
  }

  /// φ - a.
  package var total: Double { propagated + clipping + quantisation + unevenness }
}

extension Activation {
  /// What is left of an input after its clip and before any rounding.
  fileprivate func clipped(_ input: Double) -> Double {
    switch self {
    case .relu, .leaky: max(input, 0)
    case .clipped(let maximum), .quantized(let maximum, _): min(max(input, 0), Double(maximum))
    case .clamp(let minimum, let maximum): min(max(input, Double(minimum)), Double(maximum))
    }
  }

  /// The activation of an input.
  fileprivate func callAsFunction(_ input: Double) -> Double {
    switch self {
    case .relu, .clipped, .leaky, .clamp: return clipped(input)
    case .quantized(let maximum, let levels):
      // In single precision, as the analog pass has it: a double would round elsewhere.
      let (share, levels) = (min(max(Float(input) / maximum, 0), 1), Float(levels))
      return Double((share * levels + 0.5).rounded(.down) / levels * maximum)
    }
  }
}
