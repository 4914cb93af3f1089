import Networks
import SpikeKernels

/// The potentials of a population while it fires, for threads that each take some of its neurons.
struct Firing<Sum: Accumulator> {
  /// v, in single or double precision.
  let potentials: UnsafeMutablePointer<Sum>

  /// m, for observers.
  let integrated: UnsafeMutablePointer<Float>

  /// v in single precision, for observers; the potentials themselves in rate coding.
  let rest: UnsafeMutablePointer<Float>

  /// i of continuous neurons; `nil` where currents act at once.
  let synaptic: UnsafeMutablePointer<Float>?

  /// What continuous neurons do; `nil` for others.
  let euler: EulerNeurons?

  /// Takes one step of some neurons of a population that fires whole spikes.
  ///
  /// - Parameters:
  ///   - neurons: Beginning at a multiple of 64.
  ///   - currents: I, for the whole population.
  ///   - bits: Who fired, for the whole population.
  @inline(__always)
  func fire(
    _ neurons: Range<Int>, neuron: NeuronParameters, step: Int, currents: UnsafePointer<Sum>,
    bits: UnsafeMutablePointer<UInt64>
  ) {
    let (first, count) = (neurons.lowerBound, Int32(neurons.count))
    let threshold = neuron.threshold(atStep: step)
    if let potentials = potentials as? UnsafeMutablePointer<Float>,
      let currents = currents as? UnsafePointer<Float>
    {
      guard let euler else {
        return sk_fire(
          count, currents + first, threshold, neuron.reset == .toZero, potentials + first,
          integrated + first, bits + first / 64)
      }
      euler.fire(
        neurons, currents: currents, synaptic: synaptic, potentials: potentials,
        integrated: integrated, bits: bits)
    } else if let potentials = potentials as? UnsafeMutablePointer<Double>,
      let currents = currents as? UnsafePointer<Double>
    {
      precondition(neuron.reset == .bySubtraction, "neurons of cycle coding reset by subtraction")
      sk_fire_exact(
        count, currents + first, Double(threshold), potentials + first, integrated + first,
        rest + first, bits + first / 64)
    }
  }
}
