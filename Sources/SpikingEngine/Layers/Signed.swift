import Networks

/// Signed neurons in single precision; their potentials are those that observers see.
struct SignedState: IntegratingState, LayerPayload {
  typealias Sum = Float

  private let neuron: SignedNeuron

  /// N, shape `[neurons]`.
  private var net: [Int32]

  var state: LayerState { .signed(self) }

  func byteCount(_ counting: ByteCounting) -> Int { net.byteCount(counting) }

  init(_ neuron: SignedNeuron, count: Int) {
    self.neuron = neuron
    net = Array(repeating: 0, count: count)
  }

  mutating func fire(
    _ population: inout Population, step: Int, currents: UnsafePointer<Float>, on engine: Engine,
    to chunk: EventChunk, at position: Int
  ) {
    let charges = engine.charges
    charges.reserve(net.count)
    population.withPointers { pointers in
      net.withUnsafeMutableBufferPointer { net in
        neuron.slopes.withUnsafeBufferPointer { slopes in
          for unit in net.indices {
            let integrated = pointers.potentials[unit] + currents[unit]
            let slope = slopes.isEmpty ? 0 : slopes[unit % slopes.count]
            let spike = neuron.spike(at: integrated, net: net[unit], slope: slope)
            pointers.integrated[unit] = integrated
            pointers.potentials[unit] = integrated - neuron.thresholdValue * Float(spike)
            charges.base[unit] = neuron.charge(of: spike, net: net[unit], slope: slope)
            net[unit] += spike
          }
        }
      }
    }
    chunk.drain(charges.base, step: position)
    chunk.copy(step: position, to: &population.output)
  }
}

extension SignedNeuron {
  /// s: 1, -1 or 0.
  ///
  /// - Parameters:
  ///   - potential: m.
  ///   - net: N before the step.
  ///   - slope: α.
  @inline(__always)
  fileprivate func spike(at potential: Float, net: Int32, slope: Float) -> Int32 {
    if potential >= thresholdValue { return 1 }
    return potential <= -negativeThreshold && (net > 0 || slope > 0) ? -1 : 0
  }

  /// `f(θ·(N + s)) - f(θ·N)`.
  @inline(__always)
  fileprivate func charge(of spike: Int32, net: Int32, slope: Float) -> Float {
    let isPositive = spike > 0 ? net >= 0 : net > 0
    return Float(spike) * (isPositive ? thresholdValue : slope * thresholdValue)
  }
}

/// One time step of signed neurons, for those who simulate a layer by itself.
///
/// - Parameters:
///   - potentials: v, updated.
///   - net: N, updated; one per neuron.
///   - currents: I.
///   - output: Replaced by what the neurons deliver.
package func fireSigned(
  _ neuron: SignedNeuron, potentials: inout [Float], net: inout [Int32], currents: [Float],
  output: inout SpikeEvents
) {
  output.removeAll()
  for unit in potentials.indices {
    let (integrated, slope) = (potentials[unit] + currents[unit], neuron.slope(of: unit))
    let spike = neuron.spike(at: integrated, net: net[unit], slope: slope)
    potentials[unit] = integrated - neuron.thresholdValue * Float(spike)
    let charge = neuron.charge(of: spike, net: net[unit], slope: slope)
    net[unit] += spike
    if charge != 0 { output.append(unit, charge) }
  }
}
