import Conversion
import Foundation
import Networks
import Tensors

/// A converted network as it is written: keys and meaning are part of the interface.
struct ConvertedNetwork: Encodable {
  struct Layer: Encodable {
    var name: String
    /// The node of the model whose activation the layer stands for; absent for other layers.
    var activation: String?
    /// Channels, rows, columns.
    var shape: [Int]
    var neuron: String
    var threshold: Float?
    /// Of each channel, where they differ: weights, potentials and currents of a channel are then
    /// in units of its threshold over that of the layer.
    var channelThreshold: [Float]?
    /// What the kind of neuron has beside its threshold, each under its own key.
    var parameters: [NeuronRecord.Parameter] = []
    /// What feeds the layer, by name; `input` for the image.
    var sources: [String]
    /// v(0) of every neuron, or one number for all of them; absent at rest.
    var initialPotential: [Float]?
    /// Per channel; absent for none.
    var biasCurrent: [Float]?
    /// Weights that the conversion changed; absent for those of the model.
    var weights: [Weights]?

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: NamedKey.self)
      try values.encode(name, forKey: "name")
      try values.encodeIfPresent(activation, forKey: "activation")
      try values.encode(shape, forKey: "shape")
      try values.encode(neuron, forKey: "neuron")
      try values.encodeIfPresent(threshold, forKey: "threshold")
      try values.encodeIfPresent(channelThreshold, forKey: "channel_threshold")
      for parameter in parameters {
        switch parameter.value {
        case .text(let text): try values.encode(text, forKey: NamedKey(parameter.key))
        case .number(let number): try values.encode(number, forKey: NamedKey(parameter.key))
        }
      }
      try values.encode(sources, forKey: "sources")
      try values.encodeIfPresent(initialPotential, forKey: "initial_potential")
      try values.encodeIfPresent(biasCurrent, forKey: "bias_current")
      try values.encodeIfPresent(weights, forKey: "weights")
    }
  }

  struct Weights: Encodable {
    var source: String
    var shape: [Int]
    var values: [Float]

    private enum CodingKeys: String, CodingKey {
      case source, shape, values
    }
  }

  let format = "spiketop-network"
  let version = 1
  var model: String
  /// As shown to people, with what is a reconstruction.
  var method: String
  /// T, where the network is made for one.
  var steps: Int?
  /// `rate`, `cycles` or `differential`.
  var coding: String
  var corrector: String?
  /// The last step before the readout listens; absent where it does from the first on.
  var readoutFrom: Int?
  var layers: [Layer]
  var notes: [String]

  private enum CodingKeys: String, CodingKey {
    case format, version, model, method, steps, coding, corrector
    case readoutFrom = "readout_from"
    case layers, notes
  }

  init(
    _ network: SpikingNetwork, of analog: AnalogNetwork, by choice: MethodChoice, notes: [String]
  ) {
    model = analog.name
    method = choice.recipe.title
    steps = choice.recipe.steps
    coding = network.coding.word
    corrector = choice.recipe.corrector?.title
    readoutFrom = network.readoutStart > 0 ? network.readoutStart : nil
    self.notes = notes
    layers = network.layers.map { Layer($0, in: network, of: analog) }
  }
}

extension SpikeCoding {
  /// As in written networks.
  fileprivate var word: String {
    switch self {
    case .rate: "rate"
    case .cycles: "cycles"
    case .differential: "differential"
    }
  }
}

extension ConvertedNetwork.Layer {
  fileprivate init(_ layer: SpikingLayer, in network: SpikingNetwork, of analog: AnalogNetwork) {
    let names = layer.projections.map { projection in
      switch projection.source {
      case .input: "input"
      case .layer(let index): network.layers[index].name
      }
    }
    self.init(
      name: layer.name, activation: layer.activationNode.map { analog.nodes[$0].name },
      shape: [layer.shape.channels, layer.shape.height, layer.shape.width], neuron: "readout",
      threshold: layer.neuron.threshold, sources: names,
      biasCurrent: layer.biasCurrent.isEmpty ? nil : layer.biasCurrent)
    channelThreshold = layer.channelScale.isEmpty ? nil : layer.channelThresholds
    switch layer.initialPotential {
    case .rest: break
    case .uniform(let potential): initialPotential = [potential]
    case .perNeuron(let potentials): initialPotential = layer.shape.unitOrder(potentials)
    }
    describe(layer.neuron)
    let changed = zip(names, layer.projections).compactMap { name, projection in
      projection.weights(unlike: analog).map {
        ConvertedNetwork.Weights(source: name, shape: $0.shape, values: $0.elements)
      }
    }
    weights = changed.isEmpty ? nil : changed
  }

  private mutating func describe(_ parameters: NeuronParameters) {
    guard let record = parameters.record else { return }
    neuron = record.name
    self.parameters = record.parameters
  }
}

extension Projection {
  /// The weights of the last stage, if no operation of the trained network has them.
  fileprivate func weights(unlike analog: AnalogNetwork) -> Tensor? {
    guard let weight = stages.last?.operation.weights?.weight else { return nil }
    let isTrained = analog.nodes.contains { $0.operation.weights?.weight == weight }
    return isTrained ? nil : weight
  }
}
