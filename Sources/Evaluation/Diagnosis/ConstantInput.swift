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
    if case .signed(let signed) = neuron {
      var net = Array(repeating: Int32(0), count: current.count)
      for _ in 0..<steps {
        fireSigned(
          signed, potentials: &potentials, net: &net, currents: current, output: &output)
        output.add(to: &delivered)
      }
      return delivered.map { Float($0 / Double(max(time, 1))) }
    }
    if case .differential(let differential) = neuron {
      return zip(potentials, current).map { start, current in
        differential.mean(of: current, from: start, steps: steps)
      }
    }
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
    case (.rate, nil), (.differential, _), (nil, _):
      return current
    }
    return delivered.map { Float($0 / Double(max(time, 1))) }
  }
}

extension DifferentialNeuron {
  /// E after some steps of an input that has settled.
  fileprivate func mean(of current: Float, from start: Float, steps: Int) -> Float {
    var (potential, means) = (start, DifferentialMeans())
    for step in 1...max(steps, 1) where step <= steps {
      potential += means.drive(step == 1 ? current : 0, step: step)
      let charge = charge(at: potential, after: means, step: step)
      means.send(charge, step: step)
      potential -= charge
    }
    return means.sent
  }
}

extension SpikeEvents {
  fileprivate func add(to sums: inout [Double]) {
    for event in indices.indices { sums[Int(indices[event])] += Double(values[event]) }
  }
}
