import Networks
import SpikeKernels

/// A layer of neurons that integrate the currents of a step and send what follows.
protocol IntegratingState: Sendable {
  /// What currents are summed in.
  associatedtype Sum: CurrentSum

  /// Takes one step of all neurons: integrates, compares, emits and resets.
  ///
  /// - Parameters:
  ///   - currents: Shape `[neurons]`.
  ///   - engine: Whose scratch memory is used; who fired is left in `bits` where that is all that
  ///     the layer sends.
  ///   - chunk: Where what is sent goes, at `position`.
  mutating func fire(
    _ population: inout Population, step: Int, currents: UnsafePointer<Sum>, on engine: Engine,
    to chunk: EventChunk, at position: Int)

  /// Gives a neuron back the charge of a spike that it was not to send; observers see it already.
  mutating func restore(_ unit: Int, charge: Float)
}

extension IntegratingState {
  mutating func restore(_ unit: Int, charge: Float) {}
}

/// A layer whose neurons fire single spikes, by a kernel that any thread may run for some of them.
protocol FiringState: IntegratingState {
  associatedtype Kernel: FiringKernel where Kernel.Sum == Sum

  /// Calls `body` with the kernel, for as long as its pointers hold.
  mutating func withKernel(_ pointers: PopulationPointers, _ body: (Kernel) -> Void)

  /// What a spike delivers at a step; +∞ while no neuron may fire.
  func spikeValue(atStep step: Int) -> Float
}

/// One step of some neurons of a layer.
protocol FiringKernel {
  associatedtype Sum: CurrentSum

  /// - Parameters:
  ///   - neurons: Beginning at a multiple of 64.
  ///   - currents: I, for the whole layer.
  ///   - bits: Who fired, for the whole layer.
  func fire(
    _ neurons: Range<Int>, step: Int, currents: UnsafePointer<Sum>,
    bits: UnsafeMutablePointer<UInt64>)
}

/// What observers see of a population, for kernels to write.
struct PopulationPointers {
  /// v, shape `[neurons]`.
  let potentials: UnsafeMutablePointer<Float>
  /// m, shape `[neurons]`.
  let integrated: UnsafeMutablePointer<Float>
  /// i of continuous neurons; `nil` where currents act at once.
  let synaptic: UnsafeMutablePointer<Float>?
  /// Where what resets remove is added, shape `[neurons]`; `nil` where nobody asks for it.
  let released: UnsafeMutablePointer<Float>?

  /// Adds what the resets of a step have removed from some of the neurons.
  ///
  /// - Parameters:
  ///   - neurons: Beginning at a multiple of 64.
  ///   - bits: Who fired, for the whole layer.
  func release(_ neurons: Range<Int>, bits: UnsafePointer<UInt64>) {
    guard let released else { return }
    let first = neurons.lowerBound
    sk_release(
      Int32(neurons.count), bits + first / 64,
      sk_parameter(values: integrated + first, value: 0),
      sk_parameter(values: potentials + first, value: 0), released + first)
  }
}

extension FiringState {
  mutating func fire(
    _ population: inout Population, step: Int, currents: UnsafePointer<Sum>, on engine: Engine,
    to chunk: EventChunk, at position: Int
  ) {
    fireAll(&population, step: step, currents: currents, bits: engine.bits)
    chunk.list(engine.bits.base, value: spikeValue(atStep: step), step: position)
    chunk.copy(step: position, to: &population.output)
  }

  /// Takes one step of all neurons on this thread; who fired is in `bits`.
  mutating func fireAll(
    _ population: inout Population, step: Int, currents: UnsafePointer<Sum>,
    bits: ScratchMemory<UInt64>
  ) {
    let count = population.membranePotential.count
    bits.reserve((count + 63) / 64)
    population.withKernel(&self) { kernel, _ in
      kernel.fire(0..<count, step: step, currents: currents, bits: bits.base)
    }
  }
}
