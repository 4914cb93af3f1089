import Networks
import TimeTravel

/// A neuron that a filter was asked for, among all that match.
package struct NeuronMatch: Equatable, Sendable {
  package var layer: Int
  /// In channels-last order.
  package var unit: Int
  /// From 1 on, in the order of layers and of the numbers of neurons.
  package var rank: Int
  /// How many match in all.
  package var count: Int
}

/// Which of the matching neurons to go to, seen from the one under the cursor.
package enum MatchChoice: Sendable {
  case hereOrNext, next, previous
}

/// The match to go to, around the end of the network if need be; `nil` where nothing matches.
///
/// Costs a pass over all neurons of the layers that the filter concerns.
func match(
  of filter: NeuronFilter, in status: EngineStatus, from cursor: (layer: Int, number: Int),
  _ choice: MatchChoice
) -> NeuronMatch? {
  let layers = status.runState.simulation.network.firingLayers
  var found = NeuronMatch(layer: 0, unit: 0, rank: 0, count: 0)
  var first: NeuronMatch?
  var chosen: NeuronMatch?
  for (layer, description) in layers.enumerated()
  where filter.concerns(layer: description.name) {
    let neurons = LayerNeurons(of: layer, status: status)
    for number in 0..<neurons.shape.count {
      let unit = neurons.shape.populationIndex(ofUnit: number)
      guard filter.matches(neurons[unit]) else { continue }
      found.count += 1
      (found.layer, found.unit, found.rank) = (layer, unit, found.count)
      if first == nil { first = found }
      switch choice {
      case .hereOrNext:
        if chosen == nil, (layer, number) >= cursor { chosen = found }
      case .next:
        if chosen == nil, (layer, number) > cursor { chosen = found }
      case .previous:
        if (layer, number) < cursor { chosen = found }
      }
    }
  }
  // Past an end the search goes on at the other; `found` is the last match.
  guard var match = chosen ?? (choice == .previous && found.count > 0 ? found : first) else {
    return nil
  }
  match.count = found.count
  return match
}
