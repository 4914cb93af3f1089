import Foundation
import ModelFormats
import Networks
import PlainText

extension InspectReport {
  /// The facts of a spiking network: a line per population, with what drives it.
  init(_ model: NIRModel, model path: String, card: ModelCard?, cardPath: String?) {
    let network = model.network
    self.model = path
    self.card = card
    self.cardPath = cardPath
    notes = model.notes
    name = network.name
    inputShape = network.inputShape.lengths
    outputs = network.outputCount
    layers = zip(network.layers, model.fileNames).map { layer, fileName in
      Layer(layer, fileName: fileName, in: network)
    }
    totals = Totals(
      parameters: layers.map(\.parameters).reduce(0, +),
      connectivity: network.layers.compactMap(\.connectivity).reduce(Connectivity(), +).fraction,
      neurons: layers.map(\.neurons).reduce(0, +),
      multiplyAccumulates: layers.map(\.multiplyAccumulates).reduce(0, +))
  }
}

extension InspectReport.Layer {
  /// Parameters are weights and biases; operations are those of all synapses once.
  fileprivate init(_ layer: SpikingLayer, fileName: String, in network: SpikingNetwork) {
    let stages = layer.projections.flatMap(\.stages)
    name = layer.name
    self.fileName = fileName
    operation = layer.neuron.summary
    inputs = layer.projections.map { projection in
      switch projection.source {
      case .input: "input"
      case .layer(let source): network.layers[source].name
      }
    }
    shape = layer.shape.lengths
    parameters = stages.map(\.operation.parameters).reduce(0, +)
    connectivity = layer.connectivity?.fraction
    neurons = layer.neuron.role == .neurons ? layer.shape.count : 0
    fanIn = stages.map(\.operation.fanIn).reduce(0, +)
    multiplyAccumulates = stages.map { $0.operation.fanIn * $0.shape.count }.reduce(0, +)
    guard case .convolution(let convolution) = stages.last?.operation else { return }
    kernel = convolution.kernel.lengths
    stride = convolution.stride.lengths
  }
}

extension NeuronParameters {
  /// The model, with the reset where there is a choice.
  fileprivate var summary: String {
    guard let chosenReset else { return title }
    let theta = threshold.map(number) ?? "differs"
    return "\(title) \(chosenReset.title) θ=\(theta)"
  }
}

extension Reset {
  fileprivate var title: String { self == .bySubtraction ? "soft" : "hard" }
}

extension SynapticOperation {
  fileprivate var parameters: Int {
    switch self {
    case .convolution(let layer): layer.weight.count + layer.bias.count
    case .affine(let layer): layer.weight.count + layer.bias.count
    case .channelAffine(let affine): 2 * affine.factor.count
    case .scale(let factors): factors.count
    case .averagePool, .sumPool, .pad, .flatten, .place: 0
    }
  }

  /// Weights onto one unit.
  fileprivate var fanIn: Int {
    switch self {
    case .convolution(let layer): layer.weight.count / layer.outputChannels
    case .affine(let layer): layer.inputCount
    case .channelAffine, .averagePool, .sumPool, .scale, .pad, .flatten, .place: 0
    }
  }
}

private func number(_ value: Float) -> String { printedSignificant(Double(value), digits: 4) }
