import Networks

/// Neurons and readouts of differential coding in single precision; their potentials are those that
/// observers see.
struct DifferentialState: IntegratingState, LayerPayload {
  typealias Sum = Float

  /// `nil` of a readout, which never fires.
  private let neuron: DifferentialNeuron?

  /// Shape `[neurons]`.
  private var means: [DifferentialMeans]

  var state: LayerState { .differential(self) }

  func byteCount(_ counting: ByteCounting) -> Int { means.byteCount(counting) }

  init(_ neuron: DifferentialNeuron?, count: Int) {
    self.neuron = neuron
    means = Array(repeating: DifferentialMeans(), count: count)
  }

  mutating func fire(
    _ population: inout Population, step: Int, currents: UnsafePointer<Float>, on engine: Engine,
    to chunk: EventChunk, at position: Int
  ) {
    let (count, charges) = (means.count, engine.charges)
    charges.reserve(count)
    population.withPointers { pointers in
      means.withUnsafeMutableBufferPointer { means in
        for unit in 0..<count {
          let integrated = pointers.potentials[unit] + means[unit].drive(currents[unit], step: step)
          let charge = neuron?.charge(at: integrated, after: means[unit], step: step) ?? 0
          means[unit].send(charge, step: step)
          pointers.integrated[unit] = integrated
          pointers.potentials[unit] = integrated - charge
          charges.base[unit] = charge
        }
      }
    }
    guard neuron != nil else { return silence(on: engine, chunk, position) }
    chunk.drain(charges.base, step: position)
    chunk.copy(step: position, to: &population.output)
  }

  /// Says of a readout that nobody fired.
  private func silence(on engine: Engine, _ chunk: EventChunk, _ position: Int) {
    let words = (means.count + 63) / 64
    engine.bits.reserve(words)
    engine.bits.base.update(repeating: 0, count: words)
    chunk.silence(step: position)
  }
}

/// What a neuron of differential coding keeps beside its potential; see `DifferentialNeuron`.
package struct DifferentialMeans: Equatable, Sendable {
  /// A.
  package private(set) var received: Float = 0

  /// E.
  package private(set) var sent: Float = 0

  package init() {}

  /// `I[t] - E[t-1]`, after which A is that of the step.
  ///
  /// - Parameters:
  ///   - arriving: d.
  ///   - step: t, from 1.
  package mutating func drive(_ arriving: Float, step: Int) -> Float {
    let current = received + arriving
    received += arriving / Float(step)
    return current - sent
  }

  /// Lets E be that of the step.
  ///
  /// - Parameter charge: s.
  package mutating func send(_ charge: Float, step: Int) {
    sent += charge / Float(step)
  }
}

extension DifferentialNeuron {
  /// s: 0, or a size with a sign.
  ///
  /// - Parameters:
  ///   - potential: m.
  ///   - means: With E of the step before.
  ///   - step: t, from 1.
  package func charge(at potential: Float, after means: DifferentialMeans, step: Int) -> Float {
    let (time, isSingle) = (Float(step), levels == 1)
    let sent = time * means.sent
    // A clip that was meant to be whole thresholds may have been rounded.
    let room = maximum.map { $0 * time * 1.0001 - sent } ?? .infinity
    var size = thresholdValue
    for _ in 0..<levels {
      if potential >= (isSingle ? size : 0.75 * size), size <= room { return size }
      if potential <= (isSingle ? 0 : -0.75 * size), sent >= size { return -size }
      size /= 2
    }
    return 0
  }
}
