import Benchmarks
import Experiments
import Networks
import SpikeStatistics
import SpikingEngine

/// What was measured at one T and one spike rate.
struct BenchPoint {
  /// What one layer took and did.
  struct LayerCost {
    var name: String
    /// The stages of each projection from another layer.
    var kernels: [[String]]
    /// In seconds of a run.
    var times: Samples
    var work: LayerWork
  }

  struct Layer {
    var name: String
    var neurons: Int
    /// Of all images.
    var spikes: Int
  }

  /// What the thresholds are made for; `nil` for trained networks.
  var wantedRate: Double?
  var steps: Int
  var times: RunTimes
  /// `nil` in a sweep.
  var timesWithStatistics: RunTimes?
  /// `SpikingNetwork.comparedLayers`.
  var layers: [Layer]
  /// One per layer of the network; `nil` where nobody asked.
  var layerCosts: [LayerCost]?
  /// Of all images.
  var synapticOperations: Int
  var weightBytes: Int
  /// In bytes, so far: after the runs without, and after those with statistics.
  var peakMemory: Int
  var peakMemoryWithStatistics: Int

  init(
    _ packed: PackedNetwork, rate: Double?, steps: Int, times: RunTimes, counts: RunCounts,
    peakMemory: Int
  ) {
    wantedRate = rate
    self.steps = steps
    self.times = times
    let network = packed.network
    layers = network.comparedLayers.map {
      Layer(
        name: network.layers[$0].name, neurons: network.layers[$0].shape.count,
        spikes: counts.spikes[$0])
    }
    synapticOperations = counts.synapticOperations
    weightBytes = counts.weightBytes
    self.peakMemory = peakMemory
    peakMemoryWithStatistics = Machine.peakResidentMemory
  }
}

/// Measures a network, and shows how far it has come.
struct BenchMeasurement {
  static let sweepSteps = [8, 16, 32, 64, 128, 256, 512, 1024]
  static let sweepRates = [0.01, 0.02, 0.05, 0.1, 0.2, 0.4]

  let threads: Int
  let precision: Precision
  let repetitions: Int
  let timesLayers: Bool
  let isStopped: @Sendable () -> Bool

  /// - Returns: One point; none if it was stopped.
  func point(_ network: BenchNetwork, steps: Int) throws -> [BenchPoint] {
    let packed = try network.packed(rate: network.rate, steps: steps, precision: precision)
    let runs = 2 * (repetitions + 1) + 1 + (timesLayers ? repetitions + 1 : 0)
    let progress = Progress(
      "measuring", unit: "steps", total: runs * steps * network.images.count,
      display: .standardError)
    defer { progress.finish() }
    let benchmark = benchmark(packed, of: network, progress: progress)
    guard let times = try benchmark.times(steps: steps, repetitions: repetitions) else { return [] }
    // Statistics take memory of their own.
    let peakMemory = Machine.peakResidentMemory
    let settings = benchmark.settings()
    guard let counts = try benchmark.counts(steps: steps, settings: settings),
      let observed = try benchmark.times(
        steps: steps, repetitions: repetitions, settings: settings)
    else { return [] }
    var point = BenchPoint(
      packed, rate: network.rate, steps: steps, times: times, counts: counts,
      peakMemory: peakMemory)
    point.timesWithStatistics = observed
    if timesLayers {
      point.layerCosts = try layerCosts(benchmark, steps: steps, settings: settings)
      if point.layerCosts == nil { return [] }
    }
    return [point]
  }

  /// - Returns: `nil` if it was stopped.
  private func layerCosts(
    _ benchmark: Benchmark, steps: Int, settings: [RunSetting]
  ) throws -> [BenchPoint.LayerCost]? {
    let packed = benchmark.packed
    guard let times = try benchmark.layerTimes(steps: steps, repetitions: repetitions),
      let work = try benchmark.layerWork(steps: steps, settings: settings)
    else { return nil }
    return packed.network.layers.indices.map { layer in
      BenchPoint.LayerCost(
        name: packed.network.layers[layer].name, kernels: packed.kernelNames(of: layer),
        times: times[layer], work: work[layer])
    }
  }

  /// - Returns: One point for each T of each rate, as far as it came before it was stopped.
  func sweep(_ network: BenchNetwork) throws -> [BenchPoint] {
    let rates = network.rate == nil ? [nil] : Self.sweepRates.map(Optional.some)
    let steps = Self.sweepSteps
    let perRate = (repetitions + 2) * steps.reduce(0, +)
    let progress = Progress(
      "measuring", unit: "steps", total: rates.count * perRate * network.images.count,
      display: .standardError)
    defer { progress.finish() }
    var points: [BenchPoint] = []
    for (rate, steps) in rates.flatMap({ rate in steps.map { (rate, $0) } }) {
      let packed = try network.packed(rate: rate, steps: steps, precision: precision)
      let benchmark = benchmark(packed, of: network, progress: progress)
      guard let times = try benchmark.times(steps: steps, repetitions: repetitions),
        let counts = try benchmark.counts(steps: steps, settings: benchmark.settings())
      else { break }
      points.append(
        BenchPoint(
          packed, rate: rate, steps: steps, times: times, counts: counts,
          peakMemory: Machine.peakResidentMemory))
    }
    return points
  }

  private func benchmark(
    _ packed: PackedNetwork, of network: BenchNetwork, progress: Progress
  ) -> Benchmark {
    Benchmark(
      packed, of: network.analog, images: network.images, threads: threads, isStopped: isStopped,
      progress: { progress.advance(by: $0) })
  }
}
