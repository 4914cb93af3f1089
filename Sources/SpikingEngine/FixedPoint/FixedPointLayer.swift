import Networks

/// A layer in whole numbers: everything in it is multiplied by the scale of its channel and
/// rounded.
///
///     S = min(L / max |w · u|, 2^22 / θ)
///
/// for the largest weight L that the precision has, and the unit u of each source: what an event of
/// count 1 delivers. Smaller where a sum of one step might else exceed 2^30; the potentials of many
/// steps are widened when they do. (This project's own rule.)
struct FixedPointLayer: Sendable {
  /// S of each channel.
  let scale: [Double]

  /// θ · S of each channel; the largest number where nothing fires.
  let thresholds: [Int32]

  /// What an event reads for each of its synapses.
  let bytesPerWeight: Int

  /// One per projection; `nil` for those from the image.
  private(set) var projections: [FixedPointProjection?]

  /// The largest potential before a step; sums of a step are below it, too.
  static let limit = Double(1 << 30)

  /// The same with other ways of delivering events.
  func delivering(by strategy: ConvolutionStrategy) -> FixedPointLayer {
    var layer = self
    layer.projections = projections.map { projection in
      projection.map {
        FixedPointProjection(synapses: $0.synapses.delivering(by: strategy), unit: $0.unit)
      }
    }
    return layer
  }
}

/// A projection from another layer.
struct FixedPointProjection: Sendable {
  let synapses: any FixedPointSynapses

  /// What an event of count 1 at the last stage delivers.
  let unit: Float
}

extension FixedPointLayer {
  /// - Parameter units: What the spikes of each layer deliver, as `spikeUnits` says.
  init(
    _ description: SpikingLayer, packed: [PackedProjection], in network: SpikingNetwork,
    units: [Float?], precision: Precision
  ) throws(PrecisionError) {
    if let obstacle = description.neuron.wholeNumberObstacle {
      throw PrecisionError(precision, description.name, obstacle)
    }
    let threshold = description.neuron.threshold
    let used = precision.used(outputs: description.shape.channels)
    bytesPerWeight = used.bytesPerWeight
    var sources: [EventUnit?] = []
    for projection in packed {
      sources.append(
        try EventUnit(
          projection, of: description.name, in: network, units: units, precision: precision,
          largestCount: used.largestCount))
    }
    let channels = description.shape.channels
    var (largest, total) = (
      Array(repeating: 0.0, count: channels), [Double](repeating: 0, count: channels)
    )
    let weights = zip(description.projections, packed).map {
      TrainedWeights($0, packed: $1, source: network.shape(of: $0.source))
    }
    for (weights, source) in zip(weights, sources) {
      guard let source else { continue }
      let sums = weights.sums(channels: channels)
      for channel in 0..<channels {
        largest[channel] = max(largest[channel], sums.largest[channel] * Double(source.unit))
        total[channel] += sums.total[channel] * Double(source.unit) * Double(source.maximumCount)
      }
    }
    let scale = (0..<channels).map { channel in
      let byWeight = used.largestWeight / max(largest[channel], 1e-30)
      let byThreshold = Double(1 << 22) / max(Double(threshold ?? 1), 1e-30)
      let bySum = Self.limit / 2 / max(total[channel], 1e-30)
      return min(byWeight, byThreshold, bySum)
    }
    self.scale = scale
    thresholds = scale.map { scale in
      threshold.map { Int32((Double($0) * scale).rounded()) } ?? .max
    }
    projections = zip(weights, sources).map { weights, source in
      guard let source else { return nil }
      return FixedPointProjection(
        synapses: weights.fixedPoint(precision: used) { channel in
          scale[channel] * Double(source.unit)
        }, unit: source.unit)
    }
  }
}

/// What the events of a source deliver, behind the pools of a projection.
private struct EventUnit {
  /// The value of an event of count 1.
  let unit: Float

  /// The largest count.
  let maximumCount: Int

  /// `nil` for the image.
  init?(
    _ projection: PackedProjection, of name: String, in network: SpikingNetwork,
    units: [Float?], precision: Precision, largestCount: Int
  ) throws(PrecisionError) {
    guard case .layer(let source) = projection.source else { return nil }
    guard let spike = units[source] else {
      let sender = network.layers[source]
      throw PrecisionError(
        precision, name,
        sender.neuron.pool == nil
          ? "'\(sender.name)' sends more than single spikes"
          : "'\(sender.name)' pools what several layers send")
    }
    var (unit, maximumCount) = (spike, 1)
    for stage in projection.spikePassages {
      guard let factor = stage.commonFactor else {
        throw PrecisionError(precision, name, "its input is scaled before it is weighted")
      }
      unit *= factor.value
      maximumCount *= factor.count
    }
    guard maximumCount <= largestCount else {
      throw PrecisionError(precision, name, "its input is averaged over \(maximumCount) neurons")
    }
    self.unit = unit
    self.maximumCount = maximumCount
  }
}

/// What the last stage of a projection weighs by.
private enum TrainedWeights {
  case rows(WeightRows)
  /// Any other synapses: shortcuts, pools, grouped convolutions.
  case synapses(any Synapses)

  /// - Parameter source: The shape of what the projection takes.
  init(_ projection: Projection, packed: PackedProjection, source: MapShape) {
    let passed = packed.spikePassages.last?.target ?? source
    let stages = projection.stages.fused ?? projection.stages
    if let stage = stages.last, let rows = WeightRows(stage, source: passed) {
      self = .rows(rows)
    } else {
      self = .synapses(packed.last.synapses)
    }
  }

  /// Per output channel the largest weight, and the largest sum of weights onto a unit.
  func sums(channels: Int) -> (largest: [Double], total: [Double]) {
    var (largest, total) = (
      Array(repeating: 0.0, count: channels), [Double](repeating: 0, count: channels)
    )
    let add = { (weights: [Double], output: Int) in
      let channel = output % channels
      largest[channel] = max(largest[channel], weights.max() ?? 0)
      total[channel] = max(total[channel], weights.reduce(0, +))
    }
    switch self {
    case .rows(let rows):
      for output in 0..<rows.layout.outputs {
        add(rows.weights(output).map { abs(Double($0)) }, output)
      }
    case .synapses(let synapses):
      for unit in 0..<synapses.target.count {
        add(synapses.incoming(of: unit).map { abs(Double($0.weight)) }, unit)
      }
    }
    return (largest, total)
  }

  /// - Parameter scale: Of the weights onto a channel.
  func fixedPoint(
    precision: Precision, scale: (_ channel: Int) -> Double
  ) -> any FixedPointSynapses {
    switch self {
    case .rows(let rows):
      let channels = rows.target.channels
      return precision == .int8
        ? FixedPointConvolution<Int8>(rows) { scale($0 % channels) }
        : FixedPointConvolution<Int16>(rows) { scale($0 % channels) }
    case .synapses(let synapses):
      let channels = synapses.target.channels
      return FixedPointRoutes(synapses) { scale($0 % channels) }
    }
  }
}
