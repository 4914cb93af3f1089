import Networks

/// Continuous neurons in single precision; v and i are those that observers see.
struct ContinuousState: FiringState, LayerPayload {
  typealias Sum = Float

  private let euler: EulerNeurons

  /// Whether the layer sends its potentials.
  private let sendsPotential: Bool

  var state: LayerState { .continuous(self) }

  init(_ euler: EulerNeurons, sendsPotential: Bool) {
    self.euler = euler
    self.sendsPotential = sendsPotential
  }

  mutating func fire(
    _ population: inout Population, step: Int, currents: UnsafePointer<Float>, on engine: Engine,
    to chunk: EventChunk, at position: Int
  ) {
    fireAll(&population, step: step, currents: currents, bits: engine.bits)
    if sendsPotential {
      population.output.read(population.membranePotential)
    } else {
      chunk.list(engine.bits.base, value: spikeValue(atStep: step), step: position)
      chunk.copy(step: position, to: &population.output)
    }
  }

  func withKernel(_ pointers: PopulationPointers, _ body: (Kernel) -> Void) {
    body(Kernel(euler: euler, pointers: pointers))
  }

  func spikeValue(atStep step: Int) -> Float { 1 }

  struct Kernel: FiringKernel {
    let euler: EulerNeurons
    let pointers: PopulationPointers

    @inline(__always)
    func fire(
      _ neurons: Range<Int>, step: Int, currents: UnsafePointer<Float>,
      bits: UnsafeMutablePointer<UInt64>
    ) {
      euler.fire(
        neurons, currents: currents, synaptic: pointers.synaptic,
        potentials: pointers.potentials, integrated: pointers.integrated, bits: bits)
    }
  }
}
