import SpikeKernels

/// Synapses in one part that deliver by one loop over events, in either precision.
package protocol EventwiseSynapses: Synapses {
  /// Adds what the events of a step deliver.
  ///
  /// - Parameter currents: Shape `[target.count]`, added to.
  func add<Sum: Accumulator>(_ events: sk_events, to currents: UnsafeMutablePointer<Sum>)
}

extension EventwiseSynapses {
  package func deliver(
    _ events: sk_events, part: Int, from start: UnsafePointer<Float>,
    to currents: UnsafeMutablePointer<Float>
  ) {
    begin(from: start, currents)
    add(events, to: currents)
  }

  package func deliver(
    _ events: sk_events, part: Int, from start: UnsafePointer<Double>,
    to currents: UnsafeMutablePointer<Double>
  ) {
    begin(from: start, currents)
    add(events, to: currents)
  }
}
