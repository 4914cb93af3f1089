import Benchmarks
import SpikingEngine

/// What all points of a measurement have in common.
struct BenchSetting {
  let network: BenchNetwork.Facts
  let processor: String
  let bandwidth: ReadBandwidth
  let precision: Precision
  let threads: Int
  let repetitions: Int
}

/// A measurement as it is written; keys and meaning are part of the interface.
///
/// Figures are of the median run of the whole batch, unless their names say otherwise.
struct BenchReport: Encodable {
  struct Layer: Encodable {
    var name: String
    var neurons: Int
    /// Spikes per neuron and step.
    var rate: Double
  }

  var model: String
  /// Absent for trained networks, as the wanted rate.
  var seed: UInt64?
  var method: String
  var precision: String
  var threads: Int
  var batch: Int
  var steps: Int
  var repetitions: Int
  var processor: String
  var weights: Int
  /// The fraction of weights that are not zero.
  var connectivity: Double
  /// Those that stand for an activation.
  var neurons: Int

  var msPerStep: Double
  var msPerStepP90: Double
  var msPerStepBest: Double
  /// Processor time of all threads together.
  var cpuMsPerStep: Double
  /// Absent in a sweep, as all with statistics but the memory.
  var msPerStepWithStatistics: Double?
  var cpuMsPerStepWithStatistics: Double?
  var imagesPerSecond: Double
  var synopsPerSecond: Double
  /// Absent where there are none.
  var nsPerSynop: Double?

  var synopsPerStep: Double
  var weightBytesPerStep: Double
  /// The time in which the level-2 caches give these bytes, as a share of the time of a step.
  var rooflineFraction: Double
  var rooflineFractionWithStatistics: Double?
  /// Of as many cores as there are threads.
  var l2GBPerSecond: Double
  var l3GBPerSecond: Double
  var dramGBPerSecond: Double

  var peakRssMib: Double
  var peakRssMibWithStatistics: Double

  /// Of the whole batch.
  var spikes: Int
  /// Per neuron and step.
  var spikeRate: Double
  var wantedSpikeRate: Double?
  var layers: [Layer]
  /// Absent unless asked for; pools and readouts, too.
  var layerCosts: [BenchLayerCost]?

  private enum CodingKeys: String, CodingKey {
    case model, seed, method, precision, threads, batch, steps, repetitions, processor, weights
    case connectivity
    case neurons, spikes, layers
    case msPerStep = "ms_per_step"
    case msPerStepP90 = "ms_per_step_p90"
    case msPerStepBest = "ms_per_step_best"
    case cpuMsPerStep = "cpu_ms_per_step"
    case msPerStepWithStatistics = "ms_per_step_with_statistics"
    case cpuMsPerStepWithStatistics = "cpu_ms_per_step_with_statistics"
    case imagesPerSecond = "images_per_second"
    case synopsPerSecond = "synops_per_second"
    case nsPerSynop = "ns_per_synop"
    case synopsPerStep = "synops_per_step"
    case weightBytesPerStep = "weight_bytes_per_step"
    case rooflineFraction = "roofline_fraction"
    case rooflineFractionWithStatistics = "roofline_fraction_with_statistics"
    case l2GBPerSecond = "l2_gb_per_second"
    case l3GBPerSecond = "l3_gb_per_second"
    case dramGBPerSecond = "dram_gb_per_second"
    case peakRssMib = "peak_rss_mib"
    case peakRssMibWithStatistics = "peak_rss_mib_with_statistics"
    case spikeRate = "spike_rate"
    case wantedSpikeRate = "wanted_spike_rate"
    case layerCosts = "layer_costs"
  }
}

extension BenchReport {
  init(_ point: BenchPoint, setting: BenchSetting) {
    let steps = Double(point.steps)
    let perStep = point.times.wall.map { $0 / steps }
    let operations = Double(point.synapticOperations) / steps
    let bytes = Double(point.weightBytes) / steps
    let ideal = bytes / setting.bandwidth.level2
    let observed = point.timesWithStatistics
    let batch = setting.network.batch
    let neuronSteps = { (neurons: Int) in max(Double(neurons) * steps * Double(batch), 1) }
    let neurons = point.layers.reduce(0) { $0 + $1.neurons }
    let spikes = point.layers.reduce(0) { $0 + $1.spikes }
    self.init(
      model: setting.network.name, seed: setting.network.seed, method: setting.network.method,
      precision: setting.precision.rawValue, threads: setting.threads, batch: batch,
      steps: point.steps, repetitions: setting.repetitions, processor: setting.processor,
      weights: setting.network.weights.weights,
      connectivity: setting.network.weights.fraction, neurons: neurons,
      msPerStep: perStep.median * 1e3, msPerStepP90: perStep.p90 * 1e3,
      msPerStepBest: perStep.best * 1e3, cpuMsPerStep: point.times.cpu.median / steps * 1e3,
      msPerStepWithStatistics: observed.map { $0.wall.median / steps * 1e3 },
      cpuMsPerStepWithStatistics: observed.map { $0.cpu.median / steps * 1e3 },
      imagesPerSecond: Double(batch) / point.times.wall.median,
      synopsPerSecond: operations / perStep.median,
      nsPerSynop: operations > 0 ? perStep.median / operations * 1e9 : nil,
      synopsPerStep: operations, weightBytesPerStep: bytes,
      rooflineFraction: ideal / perStep.median,
      rooflineFractionWithStatistics: observed.map { ideal / ($0.wall.median / steps) },
      l2GBPerSecond: setting.bandwidth.level2 / 1e9, l3GBPerSecond: setting.bandwidth.level3 / 1e9,
      dramGBPerSecond: setting.bandwidth.memory / 1e9,
      peakRssMib: Double(point.peakMemory) / 0x1p20,
      peakRssMibWithStatistics: Double(point.peakMemoryWithStatistics) / 0x1p20,
      spikes: spikes, spikeRate: Double(spikes) / neuronSteps(neurons),
      wantedSpikeRate: point.wantedRate,
      layers: point.layers.map {
        Layer(
          name: $0.name, neurons: $0.neurons,
          rate: Double($0.spikes) / neuronSteps($0.neurons))
      },
      layerCosts: point.layerCosts?.map {
        BenchLayerCost($0, steps: point.steps, level2: setting.bandwidth.level2)
      })
  }
}
