import Networks
import SpikeKernels

/// The largest or smallest value of every window: a max pool of the image, without spikes.
///
/// It is not linear, so it may only be the first thing that the image passes; where a position has
/// no event its value is 0.
package struct MaximaSynapses: EventwiseSynapses {
  package let source: MapShape
  package let target: MapShape
  private let windows: PoolWindows

  init(_ pooling: Pooling, source: MapShape, target: MapShape) {
    precondition(source.channels == target.channels, "a pool keeps the channels")
    self.source = source
    self.target = target
    windows = PoolWindows(MaxPool(pooling, source: source), target: target)
  }

  package func add<Sum: Accumulator>(
    _ events: sk_events, to currents: UnsafeMutablePointer<Sum>
  ) {
    var values = Array(repeating: Float(0), count: source.count)
    events.forEach(pixels: source.pixels) { values[$0] = $1 }
    for window in 0..<target.count {
      currents[window] += Sum(windows.extremum(under: window) { values[$0] })
    }
  }

  package func addBias(to currents: inout [Float]) {}

  /// Every position that may be the largest.
  package func incoming(of target: Int) -> [Synapse] {
    var synapses: [Synapse] = []
    windows.forEachPosition(under: target) { synapses.append(Synapse(source: $0, weight: 1)) }
    return synapses
  }

  package func fanOut(of source: Int) -> Int {
    var count = 0
    windows.forEachWindow(over: source) { _ in count += 1 }
    return count
  }

  package var isWeighted: Bool { false }

  package var kernelName: String { "maxima" }
}
