import Networks

/// In what portions a neuron delivers charge, and how many of them per unit of time.
///
/// | neuron | quantum | limit | unit of time |
/// |---|---|---|---|
/// | integrate-and-fire | θ | 1 | a step |
/// | burst | θ | Γ | a step |
/// | bistable | θ·2^(-P) | 2^P - 1 | a complete cycle |
package struct SpikeQuanta: Equatable, Sendable {
  /// The charge of one portion, above 0, in units of the potential.
  package let quantum: Float

  /// The most quanta per unit of time.
  package let limit: Int

  package init(quantum: Float, limit: Int = 1) {
    self.quantum = quantum
    self.limit = limit
  }

  /// Spread evenly, what a drive would have made: `clip(floor(C / quantum), 0, limit · time)`.
  ///
  /// - Parameter drive: C, the initial potential and all input since.
  package func evenCount(drive: Float, time: Int) -> Int {
    // What is no number is no drive: a potential that ran away must not end the program.
    drive > 0 ? Int(min((drive / quantum).rounded(.down), Float(limit * time))) : 0
  }
}

/// When the spikes of a neuron last stood for a whole number of units of time.
package struct CodeReading: Hashable, Sendable {
  /// The step after which the code is complete.
  package let step: Int

  /// Steps in rate coding, complete cycles in cycle coding.
  package let time: Int

  package init(step: Int, time: Int) {
    self.step = step
    self.time = time
  }
}

extension NeuronParameters {
  /// The portions in which the neuron delivers; `nil` for the readout, which never fires, for max
  /// pools and delay lines, and for continuous neurons, whose leak knows no even schedule.
  package var quanta: SpikeQuanta? {
    switch self {
    case .integrateAndFire(let threshold, _): SpikeQuanta(quantum: threshold)
    case .burst(let threshold, let limit): SpikeQuanta(quantum: threshold, limit: limit)
    case .bistable(_, let phases, _):
      quantum.map { SpikeQuanta(quantum: $0, limit: (1 << phases) - 1) }
    case .continuous, .maximum, .delayLine, .readout: nil
    }
  }

  /// Whether what a neuron receives and delivers differs by its potential only.
  ///
  /// Reset to zero and leaks lose charge, so that quantities that follow from conservation are
  /// undefined.
  package var conservesCharge: Bool {
    switch self {
    case .integrateAndFire(_, let reset): reset == .bySubtraction
    case .continuous: false
    case .burst, .bistable, .maximum, .delayLine, .readout: true
    }
  }

  /// The last complete code up to a step; `nil` before the first cycle ends, and for the readout.
  package func reading(upTo step: Int) -> CodeReading? {
    switch self {
    case .integrateAndFire, .burst:
      return step > 0 ? CodeReading(step: step, time: step) : nil
    case .bistable(_, let phases, let delay):
      let ended = step / phases - 1 - delay
      guard ended >= 0 else { return nil }
      return CodeReading(step: (delay + ended / 2 * 2 + 1) * phases, time: ended / 2 + 1)
    case .continuous, .maximum, .delayLine, .readout:
      return nil
    }
  }
}

extension SpikeCounts {
  /// The charge that each neuron has delivered, as `unit · amounts[neuron]`.
  ///
  /// θ·N in rate coding. In cycle coding whole digits: `released` is a sum of differences of
  /// rounded potentials and comes only close to them.
  package func delivery(of neuron: NeuronParameters) -> (amounts: [Float], unit: Double) {
    switch neuron {
    case .integrateAndFire(let threshold, _), .burst(let threshold, _):
      return (count, Double(threshold))
    case .bistable:
      guard let quantum = neuron.quantum else { return (count, 0) }
      return (released.map { ($0 / quantum).rounded() }, Double(quantum))
    case .maximum, .delayLine:
      return (released, 1)
    case .continuous, .readout:
      return (count, 0)
    }
  }

  /// The charge that resets have removed from each neuron: the drive is `C = v + it`.
  package func resetCharge(of neuron: NeuronParameters) -> [Float] {
    switch neuron {
    case .integrateAndFire, .burst, .continuous, .maximum, .delayLine, .readout:
      return released
    case .bistable:
      let delivery = delivery(of: neuron)
      return delivery.amounts.map { Float(delivery.unit * Double($0)) }
    }
  }
}
