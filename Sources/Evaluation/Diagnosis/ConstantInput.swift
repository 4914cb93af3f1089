import Networks
import SpikingEngine

extension SpikingLayer {
  /// The mean charge per unit of input that neurons deliver at a constant current.
  ///
  /// In cycle coding the digits of one cycle.
  ///
  /// - Parameter current: Per unit of input, in channels-last order.
  func rates(at current: [Float], steps: Int) -> [Float] {
    var potentials = current.indices.map { initialPotential.value(of: $0) }
    var delivered = Array(repeating: 0.0, count: current.count)
    var output = SpikeEvents()
    var time = steps
    switch neuron {
    case .integrateAndFire(let threshold, let reset):
      for _ in 0..<steps {
        var currents = current
        fire(
          potentials: &potentials, currents: &currents, threshold: threshold, reset: reset,
          output: &output)
        output.add(to: &delivered)
      }
    case .burst(let threshold, let maximumSpikes):
      for _ in 0..<steps {
        var currents = current
        fireBursts(
          potentials: &potentials, currents: &currents, threshold: threshold,
          maximumSpikes: maximumSpikes, output: &output)
        output.add(to: &delivered)
      }
    case .bistable(_, let phases, let delay):
      time = 1
      var exact = zip(potentials, current).map { Double($0) + Double($1) }
      var (integrated, rest) = (potentials, potentials)
      for step in (delay * phases + 1)...((delay + 1) * phases) {
        fireExactly(
          potentials: &exact, integrated: &integrated, rest: &rest,
          threshold: neuron.threshold(atStep: step), output: &output)
        output.add(to: &delivered)
      }
    case .continuous, .maximum, .delayLine, .readout:
      return current
    }
    return delivered.map { Float($0 / Double(max(time, 1))) }
  }
}

extension SpikeEvents {
  fileprivate func add(to sums: inout [Double]) {
    for event in indices.indices { sums[Int(indices[event])] += Double(values[event]) }
  }
}
