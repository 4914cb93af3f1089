import AnalogPass
import Dispatch
import Foundation
import Networks
import SpikeStatistics
import SpikingEngine
import Tensors

/// A network before a batch of images, whose simulation is to be timed.
package struct Benchmark {
  package let packed: PackedNetwork
  package let threads: Int

  private let analog: (() -> AnalogNetwork)?
  private let images: [Tensor]

  /// At step 0, one per image.
  let simulations: [Simulation]

  /// What runs images one after the other, each on all threads; `nil` if there are enough images
  /// for a thread to have its own.
  private let engine: Engine?

  let isStopped: @Sendable () -> Bool
  let progress: @Sendable (Int) -> Void

  /// - Parameters:
  ///   - images: The batch, preprocessed.
  ///   - threads: How many threads there are for images or, if these are fewer, for each step.
  ///   - isStopped: Asked again and again on any thread; ends all work early.
  ///   - progress: Called on any thread with the number of steps that an image has taken.
  package init(
    _ packed: PackedNetwork, of analog: (() -> AnalogNetwork)?, images: [Tensor],
    threads: Int,
    isStopped: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    self.packed = packed
    self.analog = analog
    self.images = images
    self.threads = threads
    self.isStopped = isStopped
    self.progress = progress
    simulations = images.map { Simulation(packed, stimulus: .image($0)) }
    engine = images.count < threads || threads == 1 ? Engine(threads: threads) : nil
    let neurons = packed.network.layers.reduce(0) { $0 + $1.shape.count }
    FreedMemory.staysForRuns(ofNeurons: neurons * (engine == nil ? threads : 1))
  }

  /// Times whole runs from step 0, after at least one to warm up.
  ///
  /// Each works on a copy of the same simulations.
  ///
  /// - Parameter settings: With statistics of each image; `nil` for spikes only.
  /// - Returns: `nil` if it was stopped.
  package func times(
    steps: Int, repetitions: Int, settings: [RunSetting]? = nil
  ) throws -> RunTimes? {
    try warmUp(steps: steps, settings: settings)
    var (wall, cpu): ([Double], [Double]) = ([], [])
    for _ in 0..<repetitions {
      let start = (wall: seconds(CLOCK_MONOTONIC), cpu: seconds(CLOCK_PROCESS_CPUTIME_ID))
      _ = try runs(steps: steps, settings: settings, progress: progress)
      guard !isStopped() else { return nil }
      wall.append(seconds(CLOCK_MONOTONIC) - start.wall)
      cpu.append(seconds(CLOCK_PROCESS_CPUTIME_ID) - start.cpu)
    }
    return RunTimes(wall: Samples(wall), cpu: Samples(cpu))
  }

  /// What a run with statistics counts, summed over the images.
  ///
  /// - Returns: `nil` if it was stopped.
  package func counts(steps: Int, settings: [RunSetting]) throws -> RunCounts? {
    let weightBytes =
      packed.precision == .fp32 ? nil : packed.network.layers.indices.map(packed.weightBytes(of:))
    let counts = try runs(
      steps: steps, settings: settings, weightBytes: weightBytes, progress: progress)
    return isStopped() ? nil : counts
  }

  /// What statistics need to know of each image: the analog network's answer to it, if there is
  /// one.
  package func settings() -> [RunSetting] {
    let fanOut = packed.fanOutTable()
    var pass = analog.map { ForwardPass($0()) }
    return images.map { image in
      let activations = pass?.activations(of: image)
      return RunSetting(
        packed: packed, fanOut: fanOut,
        references: activations.map(packed.network.references(from:))
          ?? packed.network.layers.map { _ in nil })
    }
  }

  /// Runs once, and again where that was too short: processors take a while to their full speed,
  /// and the threads of the library for dense products to their sleep.
  private func warmUp(steps: Int, settings: [RunSetting]?) throws {
    let start = seconds(CLOCK_MONOTONIC)
    _ = try runs(steps: steps, settings: settings, progress: progress)
    while seconds(CLOCK_MONOTONIC) - start < 0.1, !isStopped() {
      _ = try runs(steps: steps, settings: settings, progress: { _ in })
    }
  }

  private func runs(
    steps: Int, settings: [RunSetting]?, weightBytes: [[Int]]? = nil,
    progress: @escaping @Sendable (Int) -> Void
  ) throws -> RunCounts {
    let empty = RunCounts(layers: packed.network.layers.count)
    let (simulations, isStopped) = (simulations, isStopped)
    let parts = try forEachImage(from: empty) { index, counts, engine in
      var run = BenchmarkRun(simulations[index], setting: settings?[index])
      guard run.advance(to: steps, on: engine, isStopped: isStopped, progress: progress) else {
        return false
      }
      if let statistics = run.statistics { counts.add(statistics, weightBytes) }
      return true
    }
    return parts.reduce(empty) { $0.adding($1) }
  }

  /// Runs the images as a measurement does, one after the other or side by side.
  ///
  /// - Parameter body: Adds an image to a part; `false` ends all work.
  /// - Returns: The parts, one for each thread that runs images of its own.
  func forEachImage<Part: Sendable>(
    from empty: Part, _ body: @Sendable (_ image: Int, _ part: inout Part, Engine) -> Bool
  ) throws -> [Part] {
    if let engine {
      var part = empty
      _ = simulations.indices.allSatisfy { body($0, &part, engine) }
      return [part]
    }
    return try concurrently(
      count: simulations.count, threads: threads, makeState: { (empty, Engine()) },
      body: { state, index in body(index, &state.0, state.1) },
      result: { $0.0 })
  }
}

/// How long runs took, in seconds.
package struct RunTimes: Sendable {
  package let wall: Samples

  /// Of the whole process: all threads together.
  package let cpu: Samples
}

/// What happened in runs, summed over images.
package struct RunCounts: Equatable, Sendable {
  /// Per layer of the network.
  package private(set) var spikes: [Int]

  /// Synaptic additions; see `PackedNetwork.fanOut(of:)`.
  package private(set) var synapticOperations = 0

  /// Bytes of weights read; see `PackedNetwork.weightBytes(of:)`.
  package private(set) var weightBytes = 0

  init(layers: Int) {
    spikes = Array(repeating: 0, count: layers)
  }

  /// - Parameter weightBytes: What a spike of each unit reads, per layer; `nil` where all weights
  ///   are in single precision.
  mutating func add(_ statistics: RunStatistics, _ weightBytes: [[Int]]?) {
    for layer in spikes.indices { spikes[layer] += statistics.layers[layer].counts.total }
    synapticOperations += statistics.synapticOperations
    guard let weightBytes else {
      self.weightBytes += statistics.synapticOperations * MemoryLayout<Float>.stride
      return
    }
    for (layer, bytes) in weightBytes.enumerated() {
      let counts = statistics.layers[layer].counts.count
      for (count, bytes) in zip(counts, bytes) { self.weightBytes += Int(count) * bytes }
    }
  }

  fileprivate func adding(_ other: RunCounts) -> RunCounts {
    var sum = self
    for layer in spikes.indices { sum.spikes[layer] += other.spikes[layer] }
    sum.synapticOperations += other.synapticOperations
    sum.weightBytes += other.weightBytes
    return sum
  }
}

/// The time of a clock in seconds.
func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
