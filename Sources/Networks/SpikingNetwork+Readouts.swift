// Which layers answer and which fire: only here is it said that the last layer is the readout.
extension SpikingNetwork {
  /// Whether a layer accumulates what the network answers.
  package func isReadout(_ layer: Int) -> Bool { layer == layers.count - 1 }

  /// The positions of the layers whose potentials are the answer, in the order of the network; one,
  /// or none of a network without layers.
  package var readouts: [Int] { layers.indices.filter(isReadout) }

  /// The layers that send spikes, or the potentials of neurons that never fire: all but the
  /// readouts; with their positions in the network.
  package var firingLayers: ArraySlice<SpikingLayer> { layers.dropLast(readouts.count) }

  /// The shape of the answer; `nil` of a network without layers.
  package var outputShape: MapShape? { readouts.first.map { layers[$0].shape } }

  /// The number of values of the answer.
  package var outputCount: Int { outputShape?.count ?? 0 }
}
