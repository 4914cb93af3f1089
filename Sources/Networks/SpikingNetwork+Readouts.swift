// Which layers answer and which fire: only here is it said that the last layers are the readouts.
extension SpikingNetwork {
  /// Whether a layer accumulates what the network gives: the last one, and those before it that do
  /// nothing else and have none but such behind them.
  package func isReadout(_ layer: Int) -> Bool {
    layer >= firingCount
  }

  /// The positions of the layers whose potentials are outputs, in the order of the network.
  ///
  /// None of a network without layers; the first is the answer where classes are told apart.
  package var readouts: [Int] {
    Array(firingCount..<layers.count)
  }

  /// How many layers there are before the readouts.
  ///
  /// It is asked for many times in a frame, and copies no layer.
  private var firingCount: Int {
    var count = layers.count
    while count > 0, layers[count - 1].neuron.role == .readout { count -= 1 }
    return min(count, max(layers.count - 1, 0))
  }

  /// Whether what flows into a layer in a step is taken in: a readout may begin late.
  package func listens(_ layer: Int, atStep step: Int) -> Bool {
    step > readoutStart || !isReadout(layer)
  }

  /// The layers that send spikes, or the potentials of neurons that never fire: all but the
  /// readouts; with their positions in the network.
  package var firingLayers: ArraySlice<SpikingLayer> { layers[..<firingCount] }

  /// The shapes of what answers are made of: the outputs, or what the tail makes of them.
  package var resultShapes: [MapShape] {
    tail?.outputs.map(\.shape) ?? readouts.map { layers[$0].shape }
  }

  /// The shape of the first output; `nil` of a network without layers.
  package var outputShape: MapShape? { readouts.first.map { layers[$0].shape } }

  /// The number of values of the first output.
  package var outputCount: Int { outputShape?.count ?? 0 }
}
