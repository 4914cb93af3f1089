import Networks

/// Keeps laid out weights, so that conversions of one network by many methods hold them once.
package struct SynapseStore: Sendable {
  private struct Entry: Sendable {
    var source: MapShape
    var stages: [SynapticStage]
    var packed: PackedStages
  }

  private var entries: [Entry] = []

  package init() {}

  /// How many projections differ in their weights or shapes.
  package var count: Int { entries.count }

  /// The stages laid out for events.
  ///
  /// Costs O(weights) for new ones. Those of the same trained network are found at once, because
  /// arrays that share their memory are equal without a look at their elements.
  mutating func packed(_ stages: [SynapticStage], source: MapShape) -> PackedStages {
    let known = entries.first { $0.source == source && $0.stages == stages }
    if let known { return known.packed }
    let packed = PackedStages(stages, source: source)
    entries.append(Entry(source: source, stages: stages, packed: packed))
    return packed
  }
}

/// The stages of a projection, laid out for events.
struct PackedStages: Sendable {
  /// As they are described; at least one, an identity where there is none.
  let stages: [any Synapses]

  /// Those that events pass instead, if some are multiplied into others.
  let fused: [any Synapses]?

  fileprivate init(_ stages: [SynapticStage], source: MapShape) {
    self.stages = stages.isEmpty ? [IdentitySynapses(source)] : stages.packed(source: source)
    fused = stages.fused.map { $0.packed(source: source) }
  }
}

extension Collection<SynapticStage> {
  /// Each laid out for events, from a source of this shape on.
  func packed(source: MapShape) -> [any Synapses] {
    reduce(into: []) { packed, stage in
      packed.append(stage.packed(source: packed.last?.target ?? source))
    }
  }
}
