import Networks

/// Keeps laid out weights, so that conversions of one network by many methods hold them once.
package struct SynapseStore: Sendable {
  private struct Entry: Sendable {
    var source: MapShape
    var stages: [SynapticStage]
    var packed: [any Synapses]
  }

  private var entries: [Entry] = []

  package init() {}

  /// How many projections differ in their weights or shapes.
  package var count: Int { entries.count }

  /// The stages laid out for events; at least one, an identity where there is none.
  ///
  /// Costs O(weights) for new ones. Those of the same trained network are found at once, because
  /// arrays that share their memory are equal without a look at their elements.
  mutating func packed(_ stages: [SynapticStage], source: MapShape) -> [any Synapses] {
    let known = entries.first { $0.source == source && $0.stages == stages }
    if let known { return known.packed }
    var packed: [any Synapses] = []
    for stage in stages {
      packed.append(stage.packed(source: packed.last?.target ?? source))
    }
    if packed.isEmpty { packed = [IdentitySynapses(source)] }
    entries.append(Entry(source: source, stages: stages, packed: packed))
    return packed
  }
}
