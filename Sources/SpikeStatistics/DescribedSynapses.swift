import Networks
import SpikingEngine

extension PackedNetwork {
  /// The synapses onto some neurons of a layer with their trained weights, also where the layout
  /// has made whole numbers of them; per neuron grouped by projection.
  ///
  /// Costs O(fan-in) per neuron, and O(weights of the layer) where these have to be laid out anew.
  ///
  /// - Parameter units: In channels-last order.
  /// - Returns: `nil` where the description has lost its weights.
  func describedIncoming(
    of units: [Int], in layer: Int
  ) -> [[(source: ProjectionSource, synapses: [Synapse])]]? {
    guard precision != .fp32 else {
      return units.map { incoming(of: $0, in: layer).map { ($0.source, $0.synapses) } }
    }
    let description = network.layers[layer]
    var projections: [(source: ProjectionSource, stages: [any Synapses])] = []
    for projection in description.projections {
      let source = network.shape(of: projection.source)
      guard (projection.stages.last?.shape ?? source) == description.shape else { return nil }
      let stages = projection.stages.reduce(into: [any Synapses]()) { stages, stage in
        stages.append(stage.packed(source: stages.last?.target ?? source))
      }
      projections.append((projection.source, stages))
    }
    return units.map { unit in
      projections.map { ($0.source, $0.stages.incoming(of: unit)) }
    }
  }
}

extension [any Synapses] {
  /// The synapses onto one unit, as if the stages were one, in ascending order of the source.
  fileprivate func incoming(of target: Int) -> [Synapse] {
    var weights = [target: Float(1)]
    for stage in reversed() {
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
}
