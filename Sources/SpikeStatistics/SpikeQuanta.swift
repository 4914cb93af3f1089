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

  /// Complete cycles in cycle coding, else steps.
  package let time: Int

  package init(step: Int, time: Int) {
    self.step = step
    self.time = time
  }
}

extension NeuronParameters {
  /// The portions in which the neuron delivers; `nil` where spikes stand for no activation, and in
  /// differential coding, where what a spike stands for depends on its step.
  package var quanta: SpikeQuanta? {
    guard let quantum, let code else { return nil }
    switch code {
    case .rate(let maximumSpikes): return SpikeQuanta(quantum: quantum, limit: maximumSpikes)
    case .phase(let phases, _): return SpikeQuanta(quantum: quantum, limit: (1 << phases) - 1)
    case .differential: return nil
    }
  }

  /// The portions of a neuron that may fire in every step; `nil` in cycle coding, where a schedule
  /// holds per cycle only, and where spikes stand for no activation.
  package var stepQuanta: SpikeQuanta? {
    if case .rate = code { quanta } else { nil }
  }

  /// The last complete code up to a step; `nil` before the first cycle ends, and where spikes stand
  /// for no activation.
  package func reading(upTo step: Int) -> CodeReading? {
    switch code {
    case .rate, .differential:
      return step > 0 ? CodeReading(step: step, time: step) : nil
    case .phase(let phases, let delay):
      let ended = step / phases - 1 - delay
      guard ended >= 0 else { return nil }
      return CodeReading(step: (delay + ended / 2 * 2 + 1) * phases, time: ended / 2 + 1)
    case nil:
      return nil
    }
  }
}

extension SpikeCounts {
  /// The charge that each neuron has delivered, as `unit · amounts[neuron]`.
  ///
  /// θ·N in rate coding. In cycle coding whole digits: `released` is a sum of differences of
  /// rounded potentials and comes only close to them. In differential coding E of each neuron,
  /// which stands for t units.
  package func delivery(of neuron: NeuronParameters) -> (amounts: [Float], unit: Double) {
    guard let code = neuron.code, let quantum = neuron.quantum else {
      return neuron.role.isPassage ? (released, 1) : (count, 0)
    }
    switch code {
    case .rate: return (count, Double(quantum))
    case .phase: return (released.map { ($0 / quantum).rounded() }, Double(quantum))
    case .differential: return (mean, Double(steps))
    }
  }

  /// The charge that resets have removed from each neuron: the drive is `C = v + it`.
  package func resetCharge(of neuron: NeuronParameters) -> [Float] {
    guard case .phase = neuron.code else { return released }
    let delivery = delivery(of: neuron)
    return delivery.amounts.map { Float(delivery.unit * Double($0)) }
  }
}
