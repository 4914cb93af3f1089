import Networks

/// All-to-all synapses: one event reads one row of weights.
package struct DenseSynapses: Synapses {
  package let source: MapShape
  package let target: MapShape

  /// Shape `[source.count, target.count]`, both in population order.
  private let weight: [Float]

  /// Shape `[target.count]`.
  private let bias: [Float]

  init(_ layer: AffineLayer, source: MapShape, target: MapShape) {
    precondition(
      layer.inputCount == source.count && layer.outputCount == target.count,
      "\(layer.inputCount) to \(layer.outputCount) weights between \(source) and \(target)")
    self.source = source
    self.target = target
    bias = target.populationOrder(layer.bias.elements)
    let rows = layer.weight.elements
    var weight: [Float] = []
    weight.reserveCapacity(rows.count)
    let outputs = target.populationOrder(Array(0..<target.count))
    for index in 0..<source.count {
      let column = source.unitNumber(ofIndex: index)
      for output in outputs {
        weight.append(rows[output * source.count + column])
      }
    }
    self.weight = weight
  }

  package func deliver<Sum: Accumulator>(_ events: SpikeEvents, to currents: inout [Sum]) {
    precondition(currents.count == target.count, "\(currents.count) currents for \(target)")
    let outputs = target.count
    weight.withUnsafeBufferPointer { weight in
      currents.withUnsafeMutableBufferPointer { currents in
        guard let weight = weight.baseAddress, let currents = currents.baseAddress else { return }
        for event in events.indices.indices {
          Sum.add(
            row: weight + Int(events.indices[event]) &* outputs, times: events.values[event],
            to: currents, count: outputs)
        }
      }
    }
  }

  package func addBias(to currents: inout [Float]) {
    for index in currents.indices { currents[index] += bias[index] }
  }

  package func incoming(of target: Int) -> [Synapse] {
    (0..<source.count).map {
      Synapse(source: $0, weight: weight[$0 * self.target.count + target])
    }
  }

  package func fanOut(of source: Int) -> Int { target.count }

  package var isWeighted: Bool { true }
}
