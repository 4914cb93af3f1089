import Networks

/// A projection with its weights laid out for events.
struct PackedProjection: Sendable {
  let source: ProjectionSource

  /// At least one.
  private(set) var stages: [any Synapses]

  init(_ projection: Projection, source shape: MapShape, store: inout SynapseStore) {
    source = projection.source
    stages = store.packed(projection.stages, source: shape)
  }

  /// Without the weights of the last stage, if they are `WeightRows`: these are kept elsewhere.
  init(weightless projection: Projection, source shape: MapShape) {
    source = projection.source
    stages = projection.stages.dropLast().reduce(into: []) { stages, stage in
      stages.append(stage.packed(source: stages.last?.target ?? shape))
    }
    let map = stages.last?.target ?? shape
    guard let last = projection.stages.last else {
      stages = [OneToOneSynapses(identity: shape)]
      return
    }
    // Its weights are needed where an offset comes through it.
    if let rows = WeightRows(last, source: map), stages.isEmpty || bias().allSatisfy({ $0 == 0 }) {
      stages.append(WeightlessSynapses(rows))
    } else {
      stages.append(last.packed(source: map))
    }
  }

  /// Delivers events in the way that is asked for.
  mutating func deliver(by strategy: ConvolutionStrategy) {
    stages = stages.map { $0.delivering(by: strategy) }
  }

  /// Leaves only the shape of the last stage, whose weights are kept elsewhere.
  mutating func dropWeights() {
    let last = stages.removeLast()
    stages.append(WeightlessSynapses(last))
  }

  /// Adds what `events` of the source deliver.
  ///
  /// What lies between two stages stays in single precision. Mostly these are pooled spikes, which
  /// all have the same value within a step, so that their sums need few bits.
  func deliver<Sum: Accumulator>(_ events: SpikeEvents, to currents: inout [Sum]) {
    stages[stages.count - 1].deliver(arriving(events), to: &currents)
  }

  /// What `events` of the source have become before the last stage.
  func arriving(_ events: SpikeEvents) -> SpikeEvents {
    stages.dropLast().reduce(events) { events, stage in
      var map = Array(repeating: Float(0), count: stage.target.count)
      stage.deliver(events, to: &map)
      return SpikeEvents(nonzero: map)
    }
  }

  /// The current that the projection adds once per unit of input without any spike.
  func bias() -> [Float] {
    var bias = Array(repeating: Float(0), count: stages[0].target.count)
    stages[0].addBias(to: &bias)
    for stage in stages.dropFirst() {
      var events = SpikeEvents()
      events.read(bias)
      bias = Array(repeating: 0, count: stage.target.count)
      if !events.indices.isEmpty { stage.deliver(events, to: &bias) }
      stage.addBias(to: &bias)
    }
    return bias
  }

  /// The synapses onto one unit, as if the stages were one, in ascending order of the source.
  func incoming(of target: Int) -> [Synapse] {
    guard stages.count > 1 else { return stages[0].incoming(of: target) }
    var weights = [target: Float(1)]
    for stage in stages.reversed() {
      var earlier: [Int: Float] = [:]
      for unit in weights.keys.sorted() {
        for synapse in stage.incoming(of: unit) {
          earlier[synapse.source, default: 0] += synapse.weight * (weights[unit] ?? 0)
        }
      }
      weights = earlier
    }
    return weights.sorted { $0.key < $1.key }.map { Synapse(source: $0.key, weight: $0.value) }
  }

  /// How many synaptic additions one spike of each source unit costs.
  ///
  /// Counts the synapses of the first weighted stage, border and stride included; pools before it
  /// only route. Where nothing is weighted, as on an identity shortcut, each arrival counts.
  func fanOut() -> [Int] {
    let last = stages.firstIndex { $0.isWeighted } ?? stages.count - 1
    var fanOut = (0..<stages[last].source.count).map(stages[last].fanOut(of:))
    for stage in stages[..<last].reversed() {
      var earlier = Array(repeating: 0, count: stage.source.count)
      for target in 0..<stage.target.count {
        for synapse in stage.incoming(of: target) { earlier[synapse.source] += fanOut[target] }
      }
      fanOut = earlier
    }
    return fanOut
  }
}
