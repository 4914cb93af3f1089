import Networks
import SpikeKernels

/// Synapses that know whom they connect but not how strongly, because their weights are kept as whole
/// numbers elsewhere.
struct WeightlessSynapses: Synapses {
  let source: MapShape
  let target: MapShape
  let isWeighted: Bool

  /// Per source pixel, because the units of a pixel reach the same number of targets.
  private let reach: [Int]

  init(_ synapses: any Synapses) {
    source = synapses.source
    target = synapses.target
    isWeighted = synapses.isWeighted
    let channels = source.channels
    reach = (0..<source.pixels).map { synapses.fanOut(of: $0 * channels) }
  }

  func deliver(
    _ events: sk_events, part: Int, from start: UnsafePointer<Float>,
    to currents: UnsafeMutablePointer<Float>
  ) {
    preconditionFailure("the weights have been dropped")
  }

  func deliver(
    _ events: sk_events, part: Int, from start: UnsafePointer<Double>,
    to currents: UnsafeMutablePointer<Double>
  ) {
    preconditionFailure("the weights have been dropped")
  }

  func addBias(to currents: inout [Float]) {}

  func incoming(of target: Int) -> [Synapse] { [] }

  func fanOut(of source: Int) -> Int { reach[source / self.source.channels] }
}
