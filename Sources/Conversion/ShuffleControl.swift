import Networks

/// A control: the spikes of every layer reach the next one shuffled in time (this project's own).
///
/// Behind each spiking layer stands a `SpikeShuffle` over T steps. Every neuron sends as many
/// spikes as before, so that what the network still answers it answers by rates; what it loses, or
/// gains, was timing. Layers behind see other spikes than before and may therefore fire otherwise.
package enum ShuffleControl {
  /// The seed of the permutations.
  package static let option = ConversionOption(
    "shuffle", .integer(standard: nil, 0...1_000_000_000),
    help: """
      Permute the spikes of each neuron in time before they reach the next layer, by this seed: a \
      control (of this project) for what is rate and what is timing.
      """)

  /// As in titles.
  static func title(seed: Int, steps: Int) -> String {
    "shuffled T=\(steps) seed \(seed) (control)"
  }

  /// The network with a shuffle behind each layer that stands for an activation.
  ///
  /// - Throws: `noShuffle` in cycle and differential coding, where a spike counts by its time.
  static func applied(
    seed: Int, steps: Int, to network: SpikingNetwork, method: String
  ) throws(ConversionError) -> SpikingNetwork {
    guard network.coding == .rate else { throw .noShuffle(method: method) }
    var layers: [SpikingLayer] = []
    // Where the spikes of each layer of the network leave.
    var exits: [Int] = []
    for layer in network.layers {
      var layer = layer
      for index in layer.projections.indices {
        guard case .layer(let source) = layer.projections[index].source else { continue }
        layer.projections[index].source = .layer(exits[source])
      }
      layers.append(layer)
      exits.append(layers.count - 1)
      guard layer.activationNode != nil else { continue }
      layers.append(
        SpikingLayer(
          name: "shuffle\(layers.count { $0.neuron.isShuffle } + 1)", shape: layer.shape,
          neuron: .shuffle(SpikeShuffle(steps: steps, seed: seed)),
          projections: [Projection(source: .layer(layers.count - 1), stages: [])]))
      exits[exits.count - 1] = layers.count - 1
    }
    var shuffled = network
    shuffled.layers = layers
    return shuffled
  }
}

extension NeuronParameters {
  fileprivate var isShuffle: Bool {
    if case .shuffle = self { true } else { false }
  }
}
