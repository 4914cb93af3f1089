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
    switch (neuron.code, neuron.threshold) {
    case (.rate(let maximumSpikes), let threshold?) where neuron.eventSpikes.areBursts:
      for _ in 0..<steps {
        var currents = current
        fireBursts(
          potentials: &potentials, currents: &currents, threshold: threshold,
          maximumSpikes: maximumSpikes, output: &output)
        output.add(to: &delivered)
      }
    case (.rate, let threshold?):
      for _ in 0..<steps {
        var currents = current
        fire(
          potentials: &potentials, currents: &currents, threshold: threshold, reset: neuron.reset,
          output: &output)
        output.add(to: &delivered)
      }
    case (.phase(let phases, let delay), _):
      time = 1
      var exact = zip(potentials, current).map { Double($0) + Double($1) }
      var (integrated, rest) = (potentials, potentials)
      for step in (delay * phases + 1)...((delay + 1) * phases) {
        fireExactly(
          potentials: &exact, integrated: &integrated, rest: &rest,
          threshold: neuron.threshold(atStep: step), output: &output)
        output.add(to: &delivered)
      }
    case (.rate, nil), (nil, _):
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
