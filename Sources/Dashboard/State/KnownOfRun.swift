import TimeTravel

// What is known of the run at hand: what needs more leaves the screens.
extension DashboardState {
  /// Whether an analog network says what neurons should do, of any layer.
  var hasSchedule: Bool {
    engine.map { $0.setting.references.contains { $0 != nil } } ?? true
  }

  /// Whether an analog network says what the neurons of the layer under the cursor should do.
  var hasReference: Bool {
    guard let engine, layer < layerCount else { return hasSchedule }
    return engine.setting.references[layer] != nil
  }

  /// Whether the layer under the cursor has neurons without places on a map.
  var isVector: Bool {
    guard let network, network.layers.indices.contains(layer) else { return false }
    return network.layers[layer].shape.isVector
  }

  /// Whether the weights are known: spikes that are replayed or sent come without them.
  var hasWeights: Bool { !(engine?.runState.simulation.isReplay ?? false) }

  /// Whether the potentials of the layer under the cursor are known.
  var knowsPotentials: Bool {
    guard let engine, layer < layerCount else { return true }
    return engine.runState.simulation.populations[layer].knowsPotential
  }

  /// The key to another layer, where there is one: to the next, from the last to the one before.
  var layerHints: [ActionHint] {
    guard layerCount > 1 else { return [] }
    return [ActionHint(layer + 1 < layerCount ? "next-layer" : "previous-layer", "layer")]
  }

  /// Whether more than one image can be put before the network; spikes alone are of one image,
  /// however many there were where they come from.
  var hasImages: Bool { hasWeights && (context?.imageCount ?? 0) > 1 }

  /// Whether an image comes after this one.
  var hasNextImage: Bool {
    guard let context, hasImages else { return false }
    return (coming?.image ?? context.image) + 1 < context.imageCount
  }

  /// T of what is said of all images: that of the network in use, wherever the run at hand has been
  /// led and whatever it stands beside.
  var judgedSteps: Int { context?.steps ?? plannedSteps }

  /// Whether the neuron on the screen fires, as far as that is known, or may do so.
  var mayFire: Bool {
    guard let engine, layer < layerCount else { return false }
    let (layer, unit) = shownNeuron
    let counts = engine.runState.statistics.layers[layer].counts.firstStep
    return hasWeights || counts.indices.contains(unit) && counts[unit] > 0
  }
}
