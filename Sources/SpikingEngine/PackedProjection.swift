import Networks

/// A projection with its weights laid out for events.
struct PackedProjection: Sendable {
  let source: ProjectionSource

  /// The stages before the last.
  private(set) var passages: [any Synapses]

  /// The stage that reaches the currents; an identity where the projection has none.
  private(set) var last: LastStage

  /// The stages before the last that spikes pass instead of these, if some are multiplied into
  /// others.
  private var fusedPassages: [any Synapses]?

  /// The last of those; `nil` where its weights are kept elsewhere.
  private var fusedLast: (any Synapses)?

  init(_ projection: Projection, source shape: MapShape, store: inout SynapseStore) {
    source = projection.source
    let packed = store.packed(projection.stages, source: shape)
    passages = packed.stages.dropLast()
    last = .synapses(packed.stages[packed.stages.count - 1])
    fusedPassages = packed.fused?.dropLast()
    fusedLast = packed.fused?.last
  }

  /// What spikes pass before the stage that delivers them.
  var spikePassages: [any Synapses] { fusedPassages ?? passages }

  /// What delivers spikes.
  ///
  /// - Precondition: The weights are kept here.
  var spikeSynapses: any Synapses { fusedLast ?? last.synapses }

  /// Without the weights of the last stage, if they are `WeightRows`: these are kept elsewhere.
  init(weightless projection: Projection, source shape: MapShape) {
    source = projection.source
    passages = projection.stages.dropLast().packed(source: shape)
    fusedPassages = projection.stages.fused?.dropLast().packed(source: shape)
    let map = passages.last?.target ?? shape
    guard let stage = projection.stages.last else {
      last = .synapses(IdentitySynapses(shape))
      return
    }
    let rows = WeightRows(stage, source: map)
    // Its weights are needed where an offset comes through it.
    let isOffset = !passages.isEmpty && Self.bias(of: passages).contains { $0 != 0 }
    if let rows, !isOffset {
      last = .weightless(WeightlessSynapses(rows))
    } else {
      last = .synapses(stage.packed(source: map))
    }
  }

  /// Delivers events in the way that is asked for.
  mutating func deliver(by strategy: ConvolutionStrategy) {
    passages = passages.map { $0.delivering(by: strategy) }
    fusedPassages = fusedPassages?.map { $0.delivering(by: strategy) }
    fusedLast = fusedLast?.delivering(by: strategy)
    if case .synapses(let synapses) = last { last = .synapses(synapses.delivering(by: strategy)) }
  }

  /// Leaves only the shape of the last stage, whose weights are kept elsewhere.
  mutating func dropWeights() {
    last = .weightless(WeightlessSynapses(last.map))
    fusedLast = nil
  }

  /// Adds what `events` of the source deliver.
  ///
  /// What lies between two stages stays in single precision. Mostly these are pooled spikes, which
  /// all have the same value within a step, so that their sums need few bits.
  ///
  /// - Precondition: The weights are kept here.
  func deliver<Sum: Accumulator>(_ events: SpikeEvents, to currents: inout [Sum]) {
    last.synapses.deliver(arriving(events), to: &currents)
  }

  /// What `events` of the source have become before the last stage.
  func arriving(_ events: SpikeEvents) -> SpikeEvents {
    passages.reduce(events) { events, stage in
      var map = Array(repeating: Float(0), count: stage.target.count)
      stage.deliver(events, to: &map)
      return SpikeEvents(nonzero: map)
    }
  }

  /// The current that the projection adds once per unit of input without any spike.
  func bias() -> [Float] {
    var bias = Array(repeating: Float(0), count: last.map.target.count)
    if !passages.isEmpty {
      let events = SpikeEvents(nonzero: Self.bias(of: passages))
      if !events.indices.isEmpty { last.synapses.deliver(events, to: &bias) }
    }
    last.map.addBias(to: &bias)
    return bias
  }

  /// - Precondition: There is a stage.
  private static func bias(of stages: [any Synapses]) -> [Float] {
    var bias = Array(repeating: Float(0), count: stages[0].target.count)
    stages[0].addBias(to: &bias)
    for stage in stages.dropFirst() {
      let events = SpikeEvents(nonzero: bias)
      bias = Array(repeating: 0, count: stage.target.count)
      if !events.indices.isEmpty { stage.deliver(events, to: &bias) }
      stage.addBias(to: &bias)
    }
    return bias
  }

  private var maps: [any SynapticMap] { passages + [last.map] }

  /// The synapses onto one unit, as if the stages were one, in ascending order of the source.
  func incoming(of target: Int) -> [Synapse] {
    guard !passages.isEmpty else { return last.map.incoming(of: target) }
    return maps.reversed().reduce([Synapse(source: target, weight: 1)]) { later, stage in
      joined(
        later.flatMap { step in
          stage.incoming(of: step.source).map {
            Synapse(source: $0.source, weight: $0.weight * step.weight)
          }
        })
    }
  }

  /// Synapses in ascending order of the source, those of one source added in the order given.
  ///
  /// Sources of one unit lie close together, so the sums take a table from the first to the last.
  private func joined(_ synapses: [Synapse]) -> [Synapse] {
    if zip(synapses, synapses.dropFirst()).allSatisfy({ $0.source < $1.source }) {
      return synapses
    }
    let (first, last) = synapses.reduce((Int.max, 0)) {
      (min($0.0, $1.source), max($0.1, $1.source))
    }
    var sums = [Float](repeating: 0, count: last - first + 1)
    var isSource = [Bool](repeating: false, count: sums.count)
    for synapse in synapses {
      sums[synapse.source - first] += synapse.weight
      isSource[synapse.source - first] = true
    }
    return sums.indices.filter { isSource[$0] }.map {
      Synapse(source: first + $0, weight: sums[$0])
    }
  }

  /// How many synaptic additions one spike of each source unit costs.
  ///
  /// Counts the synapses of the first weighted stage, border and stride included; pools before it
  /// only route. Where nothing is weighted, as on an identity shortcut, each arrival counts. What
  /// arrives at a unit by several ways leaves it once, so that no spike costs more than all units
  /// of that stage; where several pools in a row overlap, it is counted up to that bound.
  func fanOut() -> [Int] {
    let stages = maps
    let last = stages.firstIndex { $0.isWeighted } ?? stages.count - 1
    var fanOut = (0..<stages[last].source.count).map(stages[last].fanOut(of:))
    let all = fanOut.reduce(0, +)
    for stage in stages[..<last].reversed() {
      var earlier = Array(repeating: 0, count: stage.source.count)
      for target in 0..<stage.target.count {
        for synapse in stage.incoming(of: target) {
          earlier[synapse.source] = min(earlier[synapse.source] + fanOut[target], all)
        }
      }
      fanOut = earlier
    }
    return fanOut
  }
}

/// The stage of a projection that reaches the currents.
enum LastStage: Sendable {
  case synapses(any Synapses)
  /// One whose weights are kept as whole numbers elsewhere.
  case weightless(WeightlessSynapses)

  /// Who is connected to whom.
  var map: any SynapticMap {
    switch self {
    case .synapses(let synapses): synapses
    case .weightless(let synapses): synapses
    }
  }

  /// What delivers events.
  ///
  /// - Precondition: The weights are kept here.
  var synapses: any Synapses {
    switch self {
    case .synapses(let synapses): return synapses
    case .weightless: preconditionFailure("the weights of these synapses are kept elsewhere")
    }
  }
}
