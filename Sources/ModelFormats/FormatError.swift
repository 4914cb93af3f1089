import InputFiles
import Networks

/// Why a file is not the model, or not the card, that it should be.
package enum FormatError: Error, Equatable {
  /// The file itself cannot be read.
  case input(InputFileError)
  /// The file is not ONNX at all.
  case notONNX(file: String, found: ForeignFile)
  /// The file ends, occupies or exhausts whoever reads it.
  case damaged(file: String, reason: String)
  /// The machine lacks what reading takes: memory, descriptors, processes.
  case unavailable(file: String, reason: String)
  /// The file holds no NIR graph.
  case notNIR(file: String, reason: String)
  /// Something that the file leaves open and the user did not say.
  case undetermined(file: String, node: String, what: String)
  /// Types of NIR nodes that are unknown here, each with one node of the type.
  case unknownNodes(file: String, [OperatorUse])
  /// An output that was asked for by name.
  case noSuchOutput(file: String, name: String, outputs: [String])
  /// Nodes of NIR that feed each other without any time between.
  case instantCycle(file: String, nodes: [String])
  /// A network that NIR has no words for.
  case notExpressible(layer: String, what: String)
  /// The operator set is one whose rules are unknown here.
  case operatorSet(file: String, version: Int)
  /// Operators that the description of a network cannot hold, each with one node that uses it.
  case unknownOperators(file: String, [OperatorUse])
  /// A valid node that the description of a network cannot hold.
  case unsupported(file: String, node: String, what: String)
  /// A node, a tensor or a graph that breaks the format's own rules.
  case malformed(file: String, node: String, what: String)
  /// An axis of the image has a name instead of a length.
  case symbolicDimension(file: String, input: String, axis: Int, name: String)
  /// Weights that are not finite numbers.
  case notFinite(file: String, node: String, tensor: String)
  /// Weights that are too large to compute with, with what is folded into them.
  case outOfRange(file: String, node: String)
  /// Weights in a second file that cannot be had from there.
  case externalData(file: String, tensor: String, what: String)
  /// A key of a model card.
  case card(file: String, key: String, what: String)

  /// Whether there was no input at all (exit status 66), instead of bad data (65).
  package var isMissingInput: Bool {
    switch self {
    case .input(let error): error.isMissingInput
    case .damaged, .unavailable, .notNIR, .undetermined, .unknownNodes, .noSuchOutput,
      .instantCycle, .notExpressible, .notONNX, .operatorSet, .unknownOperators, .unsupported,
      .malformed, .symbolicDimension, .notFinite, .outOfRange, .externalData, .card:
      false
    }
  }

  /// Whether the machine lacks something (exit status 69).
  package var isUnavailable: Bool {
    switch self {
    case .unavailable: true
    case .input(let error): error.isUnavailable
    case .damaged, .notNIR, .undetermined, .unknownNodes, .noSuchOutput, .instantCycle,
      .notExpressible, .notONNX, .operatorSet, .unknownOperators, .unsupported, .malformed,
      .symbolicDimension, .notFinite, .outOfRange, .externalData, .card:
      false
    }
  }

  /// Whether the user has to say something (exit status 64).
  package var isMissingOption: Bool {
    switch self {
    case .undetermined, .noSuchOutput: true
    case .input, .notONNX, .damaged, .unavailable, .notNIR, .unknownNodes, .instantCycle,
      .notExpressible, .operatorSet, .unknownOperators, .unsupported, .malformed,
      .symbolicDimension, .notFinite, .outOfRange, .externalData, .card:
      false
    }
  }
}

/// An operator and one node that uses it.
package struct OperatorUse: Equatable, Sendable {
  /// As the file spells it, with its domain if that is not the default one.
  package var name: String
  /// The first node that uses it.
  package var node: String

  /// Whether it is a layer of Keras, whose kind may be known as operators of ONNX.
  package var isLayer: Bool

  package init(name: String, node: String, isLayer: Bool = false) {
    self.name = name
    self.node = node
    self.isLayer = isLayer
  }
}

extension FormatError: CustomStringConvertible {
  /// What happened, where, and what the user can do about it.
  package var description: String {
    switch self {
    case .input(let error):
      error.description
    case .damaged(let file, let reason), .unavailable(let file, let reason):
      "\(file): \(reason)"
    case .notONNX(let file, let found):
      "\(file): \(found)"
    case .notNIR(let file, let reason):
      "\(file): not a NIR network (\(reason)); write it with nir.write"
    case .undetermined(let file, let node, let what):
      "\(file): node '\(node)': \(what)"
    case .unknownNodes(let file, let uses):
      "\(file): there is no such node type as "
        + listed(uses.map { "\($0.name) (node '\($0.node)')" })
        + "; write the network with the types of nir 1.0"
    case .instantCycle(let file, let nodes):
      "\(file): the nodes \(nodes.map { "'\($0)'" }.joined(separator: ", ")) feed each other "
        + "without a spiking neuron or a Delay between; put one into the cycle"
    case .noSuchOutput(let file, let name, let outputs):
      "\(file): nothing there is called '\(name)'; '--outputs' takes "
        + listed(outputs.map { "'\($0)'" })
    case .notExpressible(let layer, let what):
      "'\(layer)' cannot be written as NIR: \(what)"
    case .operatorSet(let file, let version):
      "\(file): operator set \(version) is not known; export with opset_version=20"
    case .unknownOperators(let file, let uses):
      "\(file): cannot be converted because of "
        + listed(uses.map(\.description)) + "; " + OperatorUse.wayOut(of: uses)
    case .unsupported(let file, let node, let what):
      "\(file): node '\(node)': \(what)"
    case .malformed(let file, let node, let what):
      "\(file): '\(node)': \(what); export the model again"
    case .symbolicDimension(let file, let input, let axis, let name):
      "\(file): axis \(axis) of the input '\(input)' is '\(name)' instead of a length; "
        + "give --input-shape, as 3x224x224, or --data, or export with only the batch dynamic"
    case .notFinite(let file, let node, let tensor):
      "\(file): node '\(node)': the weights '\(tensor)' hold NaN or infinity; train the model again"
    case .outOfRange(let file, let node):
      "\(file): node '\(node)': its weights or biases reach beyond "
        + "±\(Float.largestInNetworks); train the model again"
    case .externalData(let file, let tensor, let what):
      "\(file): the weights '\(tensor)': \(what)"
    case .card(let file, let key, let what):
      "\(file): " + (key.isEmpty ? what : "'\(key)' \(what)") + "; correct the model card"
    }
  }
}

/// The content of a file of at most `limit` bytes.
///
/// - Parameter isProbe: Whether it is opened only to see what it is.
func contents(
  of path: String, limit: Int, isProbe: Bool = false
) throws(FormatError) -> [UInt8] {
  do {
    return try (isProbe ? InputFile(probing: path) : InputFile(path)).readAll(limit: limit)
  } catch {
    throw .input(error)
  }
}

/// The first of some words, so that a message stays a line.
func listed(_ words: [String]) -> String {
  words.prefix(8).joined(separator: ", ") + (words.count > 8 ? " and \(words.count - 8) more" : "")
}
