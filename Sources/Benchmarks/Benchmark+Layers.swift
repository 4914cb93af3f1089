import SpikeStatistics
import SpikingEngine

/// What a layer has to do in a run, summed over images.
package struct LayerWork: Equatable, Sendable {
  /// The spikes of the layers before it, once for each projection.
  package fileprivate(set) var events = 0

  /// Synaptic additions; see `PackedNetwork.fanOut(of:)`.
  package fileprivate(set) var synapticOperations = 0

  /// Bytes of weights read for these.
  package fileprivate(set) var weightBytes = 0

  /// Bytes of potentials, read and written once per step.
  package fileprivate(set) var stateBytes = 0
}

// Layer by layer.
extension Benchmark {
  /// Times each layer in whole runs from step 0, which `times` has warmed up for.
  ///
  /// Where threads run images side by side, a layer takes its time on all of them over their
  /// number.
  ///
  /// - Returns: Seconds of a run, one entry per layer of the network; `nil` if it was stopped.
  package func layerTimes(steps: Int, repetitions: Int) throws -> [Samples]? {
    var runs: [[Double]] = []
    for _ in 0..<repetitions {
      runs.append(try layerSeconds(steps: steps))
      guard !isStopped() else { return nil }
    }
    return packed.network.layers.indices.map { layer in Samples(runs.map { $0[layer] }) }
  }

  private func layerSeconds(steps: Int) throws -> [Double] {
    let zeros = Array(repeating: 0.0, count: packed.network.layers.count)
    let (simulations, isStopped, progress) = (simulations, isStopped, progress)
    let parts = try forEachImage(from: zeros) { index, sums, engine in
      var run = BenchmarkRun(simulations[index], timesLayers: true)
      guard run.advance(to: steps, on: engine, isStopped: isStopped, progress: progress) else {
        return false
      }
      if let clock = run.clock { sums = zip(sums, clock.layerSeconds).map(+) }
      return true
    }
    return parts.reduce(zeros) { zip($0, $1).map(+) }.map { $0 / Double(parts.count) }
  }

  /// What each layer of the network has to do in a run.
  ///
  /// - Returns: `nil` if it was stopped.
  package func layerWork(steps: Int, settings: [RunSetting]) throws -> [LayerWork]? {
    let layers = packed.network.layers.indices
    let arrivals = layers.map(packed.arrivals(at:))
    let (packed, simulations, isStopped, progress) = (packed, simulations, isStopped, progress)
    let idle = Array(repeating: LayerWork(), count: layers.count)
    let parts = try forEachImage(from: idle) { index, work, engine in
      var run = BenchmarkRun(simulations[index], setting: settings[index])
      guard run.advance(to: steps, on: engine, isStopped: isStopped, progress: progress),
        let statistics = run.statistics
      else { return false }
      for layer in layers {
        for arrival in arrivals[layer] { work[layer].add(arrival, statistics) }
        work[layer].stateBytes += steps * packed.stateBytes(of: layer)
      }
      return true
    }
    return isStopped() ? nil : parts.reduce(idle) { zip($0, $1).map { $0.adding($1) } }
  }
}

extension LayerWork {
  fileprivate mutating func add(_ arrival: LayerArrival, _ statistics: RunStatistics) {
    let counts = statistics.layers[arrival.source].counts
    var operations = 0
    for (count, fanOut) in zip(counts.count, arrival.fanOut) { operations += Int(count) * fanOut }
    events += counts.total
    synapticOperations += operations
    weightBytes += operations * arrival.bytesPerWeight
  }

  fileprivate func adding(_ other: LayerWork) -> LayerWork {
    LayerWork(
      events: events + other.events,
      synapticOperations: synapticOperations + other.synapticOperations,
      weightBytes: weightBytes + other.weightBytes, stateBytes: stateBytes + other.stateBytes)
  }
}
