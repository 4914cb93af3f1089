import Networks
import SpikeKernels

/// Synapses from each unit to the unit of the same index: where a projection has no other.
package struct IdentitySynapses: EventwiseSynapses {
  package let source: MapShape

  package var target: MapShape { source }

  init(_ shape: MapShape) {
    source = shape
  }

  package func add<Sum: Accumulator>(
    _ events: sk_events, to currents: UnsafeMutablePointer<Sum>
  ) {
    events.forEach(pixels: source.pixels) { unit, value in currents[unit] += Sum(value) }
  }

  package var commonFactor: (value: Float, count: Int)? { (1, 1) }

  package func addBias(to currents: inout [Float]) {}

  package func incoming(of target: Int) -> [Synapse] { [Synapse(source: target, weight: 1)] }

  package func fanOut(of source: Int) -> Int { 1 }

  package var isWeighted: Bool { false }

  package var kernelName: String { "relay" }
}
