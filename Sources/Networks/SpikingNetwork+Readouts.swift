// Which layers answer and which fire: only here is it said that the last layers are the readouts.
extension SpikingNetwork {
  /// Whether a layer accumulates what the network gives: the last one, and those before it that do
  /// nothing else and have none but such behind them.
  package func isReadout(_ layer: Int) -> Bool {
    layer == layers.count - 1 || layers[layer...].allSatisfy { $0.neuron.role == .readout }
  }

  /// The positions of the layers whose potentials are outputs, in the order of the network.
  ///
  /// None of a network without layers; the first is the answer where classes are told apart.
  package var readouts: [Int] {
    let accumulating = layers.reversed().prefix { $0.neuron.role == .readout }.count
    let count = min(max(accumulating, 1), layers.count)
    return Array(layers.count - count..<layers.count)
  }

  /// Whether what flows into a layer in a step is taken in: a readout may begin late.
  package func listens(_ layer: Int, atStep step: Int) -> Bool {
    step > readoutStart || !isReadout(layer)
  }

  /// The layers that send spikes, or the potentials of neurons that never fire: all but the
  /// readouts; with their positions in the network.
  package var firingLayers: ArraySlice<SpikingLayer> { layers.dropLast(readouts.count) }

  /// The shapes of what answers are made of: the outputs, or what the tail makes of them.
  package var resultShapes: [MapShape] {
    tail?.outputs.map(\.shape) ?? readouts.map { layers[$0].shape }
  }

  /// The shape of the first output; `nil` of a network without layers.
  package var outputShape: MapShape? { readouts.first.map { layers[$0].shape } }

  /// The number of values of the first output.
  package var outputCount: Int { outputShape?.count ?? 0 }
}
