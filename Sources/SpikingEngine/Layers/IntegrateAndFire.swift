import Networks
import SpikeKernels

/// Integrate-and-fire neurons in single precision; with a threshold of +∞ a readout.
///
/// Their potentials are those that observers see, so that nothing else is kept.
struct IntegratorState: FiringState, LayerPayload {
  typealias Sum = Float

  let threshold: Float
  let reset: Reset

  var state: LayerState { .integrator(self) }

  func withKernel(_ pointers: PopulationPointers, _ body: (Kernel) -> Void) {
    body(
      Kernel(
        threshold: threshold, resetsToZero: reset == .toZero, potentials: pointers.potentials,
        integrated: pointers.integrated))
  }

  func spikeValue(atStep step: Int) -> Float { threshold }

  struct Kernel: FiringKernel {
    let threshold: Float
    let resetsToZero: Bool
    let potentials: UnsafeMutablePointer<Float>
    let integrated: UnsafeMutablePointer<Float>

    @inline(__always)
    func fire(
      _ neurons: Range<Int>, step: Int, currents: UnsafePointer<Float>,
      bits: UnsafeMutablePointer<UInt64>
    ) {
      let first = neurons.lowerBound
      sk_fire(
        Int32(neurons.count), currents + first, threshold, resetsToZero, potentials + first,
        integrated + first, bits + first / 64)
    }
  }
}
