import Benchmarks

/// What one layer takes and does in a step of the whole batch; keys and meaning are part of the
/// interface.
struct BenchLayerCost: Encodable {
  var name: String
  /// Of each projection from another layer, what delivers events at each stage.
  var kernels: [[String]]
  /// Of the median run.
  var msPerStep: Double
  /// Spikes that arrive, once per projection.
  var eventsPerStep: Double
  var synopsPerStep: Double
  var weightBytesPerStep: Double
  /// Of potentials, read and written.
  var stateBytesPerStep: Double
  /// The time in which the level-2 caches give the weights and the potentials, as a share of the
  /// layer's.
  var rooflineFraction: Double

  private enum CodingKeys: String, CodingKey {
    case name, kernels
    case msPerStep = "ms_per_step"
    case eventsPerStep = "events_per_step"
    case synopsPerStep = "synops_per_step"
    case weightBytesPerStep = "weight_bytes_per_step"
    case stateBytesPerStep = "state_bytes_per_step"
    case rooflineFraction = "roofline_fraction"
  }
}

extension BenchLayerCost {
  /// - Parameter level2: Bytes per second of the level-2 caches.
  init(_ cost: BenchPoint.LayerCost, steps: Int, level2: Double) {
    let (steps, work) = (Double(steps), cost.work)
    let bytes = Double(work.weightBytes + work.stateBytes)
    self.init(
      name: cost.name, kernels: cost.kernels, msPerStep: cost.times.median / steps * 1e3,
      eventsPerStep: Double(work.events) / steps,
      synopsPerStep: Double(work.synapticOperations) / steps,
      weightBytesPerStep: Double(work.weightBytes) / steps,
      stateBytesPerStep: Double(work.stateBytes) / steps,
      rooflineFraction: bytes / level2 / max(cost.times.median, 1e-9))
  }
}
