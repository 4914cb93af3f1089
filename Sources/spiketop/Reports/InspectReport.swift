import Conversion
import Foundation
import ModelFormats
import Networks
import PlainText

/// The facts that `inspect` prints, in the form of its JSON.
struct InspectReport: Encodable {
  struct Layer: Encodable {
    var name: String
    var fileName: String
    var operation: String
    /// The names of the layers that feed this one.
    var inputs: [String]
    var shape: [Int]
    var kernel: [Int]?
    var stride: [Int]?
    var dilation: [Int]?
    /// Top, left, bottom, right.
    var padding: [Int]?
    var groups: Int?
    /// Of a trained activation.
    var threshold: Float?
    var levels: Int?
    var minimum: Float?
    var parameters: Int
    /// The fraction of weights that are not zero; absent without weights.
    var connectivity: Double?
    var neurons: Int
    var fanIn: Int
    var multiplyAccumulates: Int
  }

  struct Output: Encodable {
    var name: String
    var shape: [Int]
  }

  /// What is computed behind all layers, in floats.
  struct Tail: Encodable {
    /// The layers that are read out.
    var heads: [Output]
    /// How often it computes what; what only reorders is left out.
    var operations: [String: Int]
  }

  struct Totals: Encodable {
    var parameters: Int
    var connectivity: Double
    var neurons: Int
    var multiplyAccumulates: Int
  }

  var model: String
  var name: String
  var inputShape: [Int]
  var outputs: Int
  /// All outputs by name, the answer first; absent of a network with one.
  var outputShapes: [Output]?
  /// How the outputs are computed of layers; absent where they are layers themselves.
  var tail: Tail?
  /// What the outputs mean, if that is no class.
  var task: String?
  var layers: [Layer]
  var totals: Totals
  var cardPath: String?
  var card: ModelCard?
  /// How the file is understood: of a spiking network, and of one that takes pixels as they are.
  var notes: [String]?

  init(_ network: AnalogNetwork, model: String, card: ModelCard?, cardPath: String?) {
    self.model = model
    self.card = card
    self.cardPath = cardPath
    name = network.name
    inputShape = network.inputShape.lengths
    let results = network.results.map { Output(name: $0.name, shape: $0.shape.lengths) }
    outputs = results[0].shape.reduce(1, *)
    if results.count > 1 || network.tail != nil { outputShapes = results }
    tail = network.tail.map { Tail($0, of: network) }
    task = network.task.summary
    if network.takesPixels {
      notes = [
        "the image is of bytes (uint8): pixels go in as they are, from 0 to 255, without any scale"
      ]
    }
    let facts = network.layerFacts
    layers = facts.map { Layer($0, in: network) }
    totals = Totals(
      parameters: facts.map(\.parameters).reduce(0, +),
      connectivity: network.connectivity.fraction,
      neurons: facts.map(\.neurons).reduce(0, +),
      multiplyAccumulates: facts.map(\.multiplyAccumulates).reduce(0, +))
  }

  /// Keys in snake case, as in the model card.
  var json: String { jsonDocument(self, isSnakeCase: true) }
}

extension InspectReport.Tail {
  fileprivate init(_ tail: AnalogTail, of network: AnalogNetwork) {
    heads = network.readoutNodes.map { node in
      InspectReport.Output(
        name: network.nodes[node].name, shape: network.nodes[node].shape.lengths)
    }
    operations = tail.steps.map(\.operation).filter { !$0.moves }
      .reduce(into: [:]) { $0[$1.title, default: 0] += 1 }
  }
}

extension InspectReport.Layer {
  init(_ facts: LayerFacts, in network: AnalogNetwork) {
    let node = network.nodes[facts.node]
    name = node.name
    fileName = node.fileName
    operation = node.operation.traits.title
    inputs = node.inputs.map { network.nodes[$0].name }
    shape = node.shape.lengths
    parameters = facts.parameters
    connectivity = node.operation.connectivity?.fraction
    neurons = facts.neurons
    fanIn = facts.fanIn
    multiplyAccumulates = facts.multiplyAccumulates
    describe(node.operation.traits.details)
  }

  private mutating func describe(_ details: AnalogDetails) {
    kernel = details.kernel?.lengths
    stride = details.stride?.lengths
    dilation = details.dilation?.lengths
    padding = details.padding?.lengths
    groups = details.groups
    threshold = details.threshold
    minimum = details.minimum
    levels = details.levels
  }

  /// The operation with what is not usual about it, as `conv 3x3 s2 p1`.
  var summary: String {
    var words = [operation]
    if let kernel { words.append(side(kernel, separator: "x", always: true)) }
    if let stride, stride != [1, 1], stride != kernel { words.append("s" + side(stride)) }
    if let padding, padding != [0, 0, 0, 0] { words.append("p" + side(padding, separator: ",")) }
    if let dilation, dilation != [1, 1] { words.append("d" + side(dilation)) }
    if let groups, groups > 1 { words.append("g\(groups)") }
    if let minimum { words.append("≥\(number(minimum))") }
    if let threshold { words.append(levels == nil ? "≤\(number(threshold))" : number(threshold)) }
    if let levels { words.append("L\(levels)") }
    if inputs.count > 1 { words.append(inputs.joined(separator: " ")) }
    return words.joined(separator: " ")
  }

  /// Equal lengths as one.
  private func side(_ lengths: [Int], separator: String = "x", always: Bool = false) -> String {
    let isUniform = !always && Set(lengths).count == 1
    return (isUniform ? [lengths[0]] : lengths).map(String.init).joined(separator: separator)
  }

  private func number(_ value: Float) -> String { printedSignificant(Double(value), digits: 4) }
}

extension MapShape {
  var lengths: [Int] { isVector ? [channels] : [channels, height, width] }
}

extension Grid {
  var lengths: [Int] { [rows, columns] }
}

extension Margins {
  fileprivate var lengths: [Int] { [top, left, bottom, right] }
}

extension NetworkTask {
  /// In words; `nil` of classification.
  var summary: String? {
    switch self {
    case .classification: return nil
    case .segmentation: return "segmentation: the class of every place"
    case .detection(let task):
      let places = task.sources.reduce(0) { $0 + $1.places.count }
      let selection = task.selection
      let overlap = selection.largestOverlap.map { "NMS at IoU \(shown($0))" } ?? "no NMS"
      return "detection: \(places) boxes of \(task.classCount) classes, kept above "
        + "\(shown(selection.minimumScore)), \(overlap), at most \(selection.limit)"
    }
  }
}

private func shown(_ value: Double) -> String { printedSignificant(value, digits: 4) }
