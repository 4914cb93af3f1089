import Foundation
import Networks
import PlainText
import SpikingEngine

/// Everything about a recorded run that is not a time series, as JSON in the run file.
package struct RunDescription: Codable, Equatable, Sendable {
  /// What computed the spikes, as `spiketop`.
  package var program: String

  /// The arguments of the command that ran it, and the folder in which it did; empty if the run was
  /// not computed by us.
  package var arguments: [String]
  package var directory: String

  /// The trained network; `nil` if there was none.
  package var model: Model?

  /// The title of the conversion method, and as it is typed.
  package var method: String
  package var methodName: String

  /// Whatever else the user should know, one line each.
  package var notes: [String]

  package var name: String
  package var inputShape: MapShape
  package var coding: SpikeCoding
  package var layers: [Layer]

  /// The number of the image, how many there are, and of what.
  package var image: Int
  package var imageCount: Int
  package var dataset: String

  package var label: Int?
  package var classNames: [String]

  /// What the analog network gives, one output after the other; empty without one.
  package var logits: [Float]

  /// What is computed of the outputs before they mean anything; `nil` for nothing.
  package var tail: AnalogTail?

  /// What the outputs mean; `nil` for classes.
  package var task: NetworkTask?

  /// How many steps the run was meant to take, at least 1; `nil` if nobody knows.
  package var steps: Int?

  /// The last step before the readout listens; `nil` where it does from the first step on.
  package var readoutStart: Int?

  /// A file that was there when the run was recorded.
  package struct Model: Codable, Equatable, Sendable {
    package var path: String
    /// FNV-1a of its bytes, 64 bits as hexadecimal digits.
    package var checksum: String
    /// A hash of all numbers of the network that ran, 64 bits as hexadecimal digits: weights may
    /// lie beside the file, and a calibration changes others; `nil` in files of earlier versions.
    package var network: String?

    package init(path: String, checksum: String, network: String? = nil) {
      self.path = path
      self.checksum = checksum
      self.network = network
    }

    private enum CodingKeys: String, CodingKey {
      case path
      case checksum
      case network
    }
  }

  /// A population of neurons; the last ones are the readouts, which never fire.
  package struct Layer: Codable, Equatable, Sendable {
    package var name: String
    package var shape: MapShape
    package var neuron: NeuronParameters
    /// The positions of the layers that drive it.
    package var sources: [Int]

    package init(
      name: String, shape: MapShape, neuron: NeuronParameters, sources: [Int] = []
    ) {
      self.name = name
      self.shape = shape
      self.neuron = neuron
      self.sources = sources
    }

    private enum CodingKeys: String, CodingKey {
      case name
      case shape
      case neuron
      case sources
    }
  }

  package init(
    program: String, arguments: [String] = [], directory: String = "", model: Model? = nil,
    method: String, methodName: String = "", notes: [String] = [], name: String,
    inputShape: MapShape, coding: SpikeCoding, layers: [Layer],
    image: Int = 0, imageCount: Int = 1, dataset: String = "", label: Int? = nil,
    classNames: [String] = [], logits: [Float] = [], steps: Int? = nil
  ) {
    self.program = program
    self.arguments = arguments
    self.directory = directory
    self.model = model
    self.method = method
    self.methodName = methodName
    self.notes = notes
    self.name = name
    self.inputShape = inputShape
    self.coding = coding
    self.layers = layers
    self.image = image
    self.imageCount = imageCount
    self.dataset = dataset
    self.label = label
    self.classNames = classNames
    self.logits = logits
    self.steps = steps
  }

  /// The names in run files and streams.
  private enum CodingKeys: String, CodingKey {
    case program
    case arguments
    case directory
    case model
    case method
    case methodName
    case notes
    case name
    case inputShape
    case coding
    case layers
    case image
    case imageCount
    case dataset
    case label
    case classNames
    case logits
    case tail
    case task
    case steps
    case readoutStart
  }

  /// The populations and who drives whom, without weights.
  package var network: SpikingNetwork {
    var network = SpikingNetwork(
      name: name, inputShape: inputShape,
      layers: layers.map { layer in
        SpikingLayer(
          name: layer.name, shape: layer.shape, neuron: layer.neuron,
          projections: layer.sources.map { Projection(source: .layer($0), stages: []) })
      }, coding: coding)
    network.readoutStart = readoutStart ?? 0
    network.tail = tail
    network.task = task ?? .classification
    return network
  }

  /// What the analog network gives, output by output; none without one.
  package var analogOutputs: [[Float]] {
    guard !logits.isEmpty else { return [] }
    let network = network
    var rest = logits[...]
    return network.readouts.map { layer in
      let count = network.layers[layer].shape.count
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
  }

  /// The class that the analog network answers; `nil` where there is none.
  package var analogClass: Int? {
    analogOutputs.first.flatMap { (task ?? .classification).label(from: $0) }
  }
}

extension RunDescription.Layer {
  package init(_ layer: SpikingLayer) {
    let sources = layer.projections.compactMap { projection in
      if case .layer(let source) = projection.source { source } else { nil }
    }
    self.init(name: layer.name, shape: layer.shape, neuron: layer.neuron, sources: sources)
  }
}

// Spikes of other programs.
extension RunDescription {
  /// Populations of neurons whose spikes are worth 1, and a readout that nobody has heard of.
  package init(
    program: String, populations: [(name: String, shape: MapShape)], name: String,
    notes: [String] = []
  ) {
    let layers = populations.map {
      Layer(
        name: $0.name, shape: $0.shape,
        neuron: .integrateAndFire(threshold: 1, reset: .toZero))
    }
    let readout = Layer(name: "output", shape: MapShape(channels: 1), neuron: .readout)
    self.init(
      program: program, method: "spikes only", notes: notes, name: name,
      inputShape: MapShape(channels: 1), coding: .rate, layers: layers + [readout], dataset: name)
  }
}

// As text.
extension RunDescription {
  package func json() -> Data { Data(jsonText(self, nonFinite: .words).utf8) }

  /// What Foundation says of text that is not even JSON.
  private static let parserFailure = "The given data was not valid JSON."

  /// What is wrong with JSON, in half a sentence.
  package static func sentence(of error: any Error) -> String {
    let (context, words): (DecodingError.Context, String)
    switch error {
    case DecodingError.dataCorrupted(let found):
      let isNoJSON = found.codingPath.isEmpty && found.debugDescription == parserFailure
      (context, words) = (found, isNoJSON ? "it is no JSON" : found.debugDescription)
    case DecodingError.keyNotFound(let key, let found):
      (context, words) = (found, "'\(key.stringValue)' is missing")
    case DecodingError.typeMismatch(let type, let found):
      // Of what is one of several kinds, Swift says how many keys it has found.
      let isChoice = found.debugDescription.hasPrefix("Invalid number of keys")
      (context, words) = (
        found, isChoice ? "one kind of it is needed, under its name" : expected(type)
      )
    case DecodingError.valueNotFound(let type, let found):
      (context, words) = (found, "it is null; \(expected(type))")
    default: return "\(error)"
    }
    let place = context.codingPath.reduce(into: "") { place, key in
      if let index = key.intValue {
        place += "[\(index)]"
      } else {
        place += (place.isEmpty ? "" : ".") + key.stringValue
      }
    }
    let problem = words.hasSuffix(".") ? String(words.dropLast()) : words
    return place.isEmpty ? problem : "\(place): \(problem)"
  }

  /// What belongs where something else stands, in JSON's words.
  private static func expected(_ type: any Any.Type) -> String {
    switch type {
    case is Bool.Type: "true or false is needed"
    case is String.Type: "text is needed"
    case is any FixedWidthInteger.Type: "a whole number is needed"
    case is any BinaryFloatingPoint.Type: "a number is needed"
    case is any Collection.Type where "\(type)".hasPrefix("Array"): "a list is needed"
    case _: "an object is needed"
    }
  }

  /// - Throws: `DecodingError`, also where the description is impossible.
  package init(json: Data) throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    self = try decoder.decode(RunDescription.self, from: json)
    if let fault {
      throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: fault))
    }
  }
}
