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
    task = network.task.summary
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
    let traits = stages.map(\.operation.traits)
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
    parameters = traits.map(\.parameters).reduce(0, +)
    connectivity = layer.connectivity?.fraction
    neurons = layer.neuron.role == .neurons ? layer.shape.count : 0
    fanIn = traits.map(\.fanIn).reduce(0, +)
    multiplyAccumulates = zip(traits, stages).map { $0.fanIn * $1.shape.count }.reduce(0, +)
    kernel = traits.last?.window?.kernel?.lengths
    stride = traits.last?.window?.stride?.lengths
  }
}

extension NeuronParameters {
  /// The model, with the reset where there is a choice.
  fileprivate var summary: String {
    guard let chosenReset else { return title }
    let theta = threshold.map(number) ?? "differs"
    return "\(title) \(chosenReset.word) θ=\(theta)"
  }
}

private func number(_ value: Float) -> String { printedSignificant(Double(value), digits: 4) }
