import Networks
import SpikeKernels

/// Neurons of cycle coding in double precision: bistable ones, and the readout that adds up their
/// digits.
struct ExactState: FiringState, LayerPayload {
  typealias Sum = Double

  private let neuron: NeuronParameters

  /// v, in channels-last order; observers see it rounded.
  private var potentials: [Double]

  /// - Parameter potentials: v(0), in channels-last order.
  init(_ neuron: NeuronParameters, potentials: [Float]) {
    precondition(neuron.reset == .bySubtraction, "neurons of cycle coding reset by subtraction")
    self.neuron = neuron
    self.potentials = potentials.map { Double($0) }
  }

  var state: LayerState { .exact(self) }
  func byteCount(_ counting: ByteCounting) -> Int { potentials.byteCount(counting) }

  mutating func restore(_ unit: Int, charge: Float) { potentials[unit] += Double(charge) }

  mutating func shift(by amounts: [Float]) {
    for unit in amounts.indices { restore(unit, charge: amounts[unit]) }
  }

  mutating func withKernel(_ pointers: PopulationPointers, _ body: (Kernel) -> Void) {
    potentials.withUnsafeMutableBufferPointer { potentials in
      guard let base = potentials.baseAddress else { return }
      body(
        Kernel(
          neuron: neuron, potentials: base, integrated: pointers.integrated,
          rest: pointers.potentials))
    }
  }

  func spikeValue(atStep step: Int) -> Float { neuron.spikeValue(atStep: step) }

  struct Kernel: FiringKernel {
    let neuron: NeuronParameters
    let potentials: UnsafeMutablePointer<Double>

    /// m and v in single precision, for observers.
    let integrated: UnsafeMutablePointer<Float>
    let rest: UnsafeMutablePointer<Float>

    @inline(__always)
    func fire(
      _ neurons: Range<Int>, step: Int, currents: UnsafePointer<Double>,
      bits: UnsafeMutablePointer<UInt64>
    ) {
      let first = neurons.lowerBound
      sk_fire_exact(
        Int32(neurons.count), currents + first, Double(neuron.threshold(atStep: step)),
        potentials + first, integrated + first, rest + first, bits + first / 64)
    }
  }
}
