import Foundation
import Networks
import PlainText

/// A value of a model in the words of ONNX.
struct KerasValue: Equatable, Sendable {
  /// As nodes call it.
  var name: String
  /// How many axes it has, with the batch.
  var rank: Int
  /// Whether its channels, which are last in Keras, have been moved to the front.
  var isMoved = false
}

/// One call of a layer, to be translated.
struct KerasCall {
  let layer: KerasLayer
  /// Those of its arguments that depend on the image.
  let inputs: [KerasValue]
  /// Of an operation with numbers, these, and whether they stand first.
  let constant: (numbers: KerasConstant, isFirst: Bool)?
  /// How many of its results are read, up to the last one.
  let resultCount: Int
  /// All arguments as the configuration has them, where it has any.
  let arguments: JSONPlace?

  var options: KerasOptions { layer.options }
  /// What messages call the layer.
  var title: String { layer.options.layer }

  /// The only value that the layer takes.
  func input() throws(FormatError) -> KerasValue {
    guard inputs.count == 1 else {
      throw options.malformed("\(layer.kind) takes one value, but there are \(inputs.count)")
    }
    return inputs[0]
  }
}

/// Writes the layers of a model down as nodes of ONNX.
///
/// A value with its channels last is moved only where a layer needs it, and once: convolutions and
/// pools follow each other without any transposition between.
struct KerasTranslation {
  let file: String
  /// Those of an image, for a model that leaves some open; `nil` where nobody says them.
  let imageLengths: [Int]?
  /// `nil` where the file does not say which it is.
  let edition: KerasEdition?
  private let weights: KerasWeights
  private let kinds: KerasLayerKinds
  var graph = Onnx_GraphProto()
  private var names = DistinctNames()
  private var variables: [Variable: String] = [:]
  private var unknown: [OperatorUse] = []
  private var unknownKinds: Set<String> = []
  private var moved: [String: String] = [:]
  private var restored: [String: String] = [:]

  /// The numbers of all variables so far.
  private(set) var numberCount = 0

  /// How many values layers were called with so far; not every call leaves a node behind.
  private var valueCount = 0

  /// More nodes, and values for layers, than any network has: models within each other can call
  /// each other without end.
  private static let sizeLimit = 1 << 14

  /// The operator set of the nodes.
  private static let operatorSet: Int64 = 13

  init(
    file: String, weights: KerasWeights, kinds: KerasLayerKinds, edition: KerasEdition?,
    imageLengths: [Int]? = nil
  ) {
    self.file = file
    self.edition = edition
    self.imageLengths = imageLengths
    self.weights = weights
    self.kinds = kinds
  }

  /// A variable of a layer as nodes take it.
  private struct Variable: Hashable {
    /// The names of the models around the layer, and its own.
    var path: [String]
    var name: String
  }

  /// A whole model.
  mutating func graph(of model: KerasModel) throws(FormatError) -> Onnx_ModelProto {
    graph.name = "Keras"
    // Values in between make way for the names that the file gives to inputs and outputs.
    let inputNames = model.inputs.map { names.distinct($0.layer) }
    let outputNames = model.outputs.map { names.distinct($0.layer) }
    let inputs = try addInputs(of: model, named: inputNames)
    let outputs = try results(of: model, inputs: inputs)
    if !unknown.isEmpty { throw .unknownOperators(file: file, unknown) }
    for (index, value) in outputs.enumerated() {
      // The names of the file, for messages and for who chooses among several outputs.
      let name = outputNames[index]
      emit("Identity", [value.name], title: model.outputs[index].layer, output: name)
      graph.output.append(Onnx_ValueInfoProto.with { $0.name = name })
    }
    return Onnx_ModelProto.with { model in
      model.opsetImport = [Onnx_OperatorSetIdProto.with { $0.version = Self.operatorSet }]
      model.graph = graph
    }
  }

  /// What a model gives for some inputs.
  private mutating func results(
    of model: KerasModel, inputs: [KerasValue]
  ) throws(FormatError) -> [KerasValue] {
    guard inputs.count == model.inputs.count else {
      throw FormatError.malformed(
        file: file, node: model.outputs.first?.layer ?? "",
        what:
          "a model with \(model.inputs.count) inputs is called with \(inputs.count)")
    }
    var values = Dictionary(
      zip(model.inputs, inputs), uniquingKeysWith: { first, _ in first })
    let counts = model.resultCounts
    for step in model.order {
      let layer = model.layers[step.layer]
      var known: [KerasValue] = []
      for reference in model.needed(by: step) {
        known.append(try value(reference, among: values, for: layer.options.layer))
      }
      let first = KerasReference(layer: layer.name, call: step.call)
      let results = try results(
        of: layer, call: step.call, inputs: known, resultCount: counts[first] ?? 1)
      for (index, value) in results.enumerated() {
        values[KerasReference(layer: layer.name, call: step.call, result: index)] = value
      }
    }
    var outputs: [KerasValue] = []
    for reference in model.outputs {
      outputs.append(try value(reference, among: values, for: reference.layer))
    }
    return outputs
  }

  /// The value that is read somewhere.
  private func value(
    _ reference: KerasReference, among values: [KerasReference: KerasValue], for reader: String
  ) throws(FormatError) -> KerasValue {
    if let value = values[reference] { return value }
    // How many results has what is unknown? That it is unknown is told in the end.
    if !unknown.isEmpty, let first = values[reference.first] { return first }
    throw .unsupported(
      file: file, node: reader,
      what: "takes result \(reference.result + 1) of '\(reference.layer)', which has fewer; "
        + KerasOptions.exported)
  }

  private mutating func results(
    of layer: KerasLayer, call: Int, inputs: [KerasValue], resultCount: Int
  ) throws(FormatError) -> [KerasValue] {
    valueCount += max(layer.calls[call].count, 1)
    guard max(valueCount, graph.node.count) <= Self.sizeLimit else {
      throw layer.options.unsupported(
        "makes the network larger than \(Self.sizeLimit) calls of layers")
    }
    if let model = layer.model {
      return try results(of: model, inputs: inputs)
    }
    let unread = [inputs.first ?? KerasValue(name: layer.name, rank: 2)]
    guard let kind = kinds[layer.kind] else {
      if unknownKinds.insert(layer.kind).inserted {
        unknown.append(OperatorUse(name: layer.kind, node: layer.options.layer, isLayer: true))
      }
      // All that is unknown is named at once, so that the rest must go on.
      return unread
    }
    guard unknown.isEmpty else { return unread }
    try layer.options.checkCommonOptions()
    let arguments = layer.calls[call]
    let constants = arguments.enumerated().compactMap { place, argument in
      if case .constant(let numbers) = argument { (numbers, isFirst: place == 0) } else { nil }
    }
    guard
      constants.isEmpty || kind.readsCalls
        || kind.takesNumbers && constants.count == 1 && inputs.count == 1
    else {
      throw layer.options.unsupported(
        "\(layer.kind) of constants and \(inputs.count) other values is not known; only a sum, "
          + "difference, product, quotient or bound of a value and one constant is")
    }
    let results = try kind.translate(
      &self,
      KerasCall(
        layer: layer, inputs: inputs, constant: constants.first, resultCount: resultCount,
        arguments: layer.callPlaces.indices.contains(call) ? layer.callPlaces[call] : nil))
    valueCount += results.count - 1
    return results
  }
}

// What translations of layers write with.
extension KerasTranslation {
  /// Appends a node.
  ///
  /// - Parameters:
  ///   - title: What messages call it.
  ///   - output: The name of its result, if that matters; nothing else may have it.
  /// - Returns: The name of its result.
  @discardableResult
  mutating func emit(
    _ type: String, _ inputs: [String], title: String, _ attributes: [Onnx_AttributeProto] = [],
    output: String? = nil
  ) -> String {
    let result = output ?? names.distinct("\(title)#\(graph.node.count)")
    emit(type, inputs, title: title, attributes, outputs: [result])
    return result
  }

  /// Appends a node with so many results, and returns their names.
  mutating func emit(
    _ type: String, _ inputs: [String], title: String, _ attributes: [Onnx_AttributeProto],
    count: Int
  ) -> [String] {
    let results = (0..<count).map { _ in names.distinct("\(title)#\(graph.node.count)") }
    emit(type, inputs, title: title, attributes, outputs: results)
    return results
  }

  private mutating func emit(
    _ type: String, _ inputs: [String], title: String, _ attributes: [Onnx_AttributeProto],
    outputs: [String]
  ) {
    graph.node.append(
      Onnx_NodeProto.with { node in
        node.opType = type
        node.name = title
        node.input = inputs
        node.output = outputs
        node.attribute = attributes
      })
  }

  /// A variable of a layer; called again, the layer has the same.
  mutating func weight(
    _ variable: KerasWeights.Variable, of layer: KerasLayer
  ) throws(FormatError) -> ONNXConstant {
    let constant = try weights.numbers(variable, of: layer)
    numberCount += constant.count
    guard constant.shape.allSatisfy({ $0 > 0 }) else {
      throw layer.options.malformed("its '\(variable.names[0])' is empty: \(constant.shape)")
    }
    return constant
  }

  /// Makes a variable of a layer an argument of nodes: the same one for each call of the layer.
  ///
  /// - Parameter name: That of the variable, as messages have it behind the layer's.
  mutating func initializer(
    _ constant: ONNXConstant, of layer: KerasLayer, named name: String
  ) -> String {
    let variable = Variable(path: layer.path.names, name: name)
    if let known = variables[variable] { return known }
    let initializer = initializer(constant, named: "\(layer.options.layer)/\(name)")
    variables[variable] = initializer
    return initializer
  }

  /// Makes numbers an argument of nodes.
  ///
  /// - Parameter wanted: A name, which gets a number where another tensor or value has it already.
  private mutating func initializer(_ constant: ONNXConstant, named wanted: String) -> String {
    let name = names.distinct(wanted)
    graph.initializer.append(
      Onnx_TensorProto.with { tensor in
        tensor.name = name
        tensor.dims = constant.shape.map { Int64($0) }
        switch constant.values {
        case .floats(let numbers):
          tensor.dataType = Int32(ElementType.float32.rawValue)
          tensor.floatData = numbers
        case .doubles(let numbers):
          tensor.dataType = Int32(ElementType.float64.rawValue)
          tensor.doubleData = numbers
        case .integers(let numbers):
          tensor.dataType = Int32(ElementType.int64.rawValue)
          tensor.int64Data = numbers.map { Int64($0) }
        }
      })
    return name
  }

  /// Whole numbers as an argument of the next node.
  mutating func list(_ numbers: [Int], title: String) -> String {
    initializer(ONNXConstant(integers: numbers), named: "\(title)#\(graph.node.count)list")
  }

  /// An array as an argument of the next node.
  mutating func initializer(_ constant: ONNXConstant, title: String) -> String {
    initializer(constant, named: "\(title)#\(graph.node.count)array")
  }

  /// Numbers as an argument of the next node.
  mutating func numbers(_ floats: [Float], shape: [Int], title: String) -> String {
    initializer(
      ONNXConstant(shape: shape, .floats(floats)),
      named: "\(title)#\(graph.node.count)numbers")
  }

  /// The value with its channels in front, which Keras has last.
  mutating func moved(_ value: KerasValue, title: String) -> KerasValue {
    guard !value.isMoved, value.rank > 2 else { return value }
    let order = [0, value.rank - 1] + Array(1..<(value.rank - 1))
    let name =
      moved[value.name] ?? emit("Transpose", [value.name], title: title, [.ints("perm", order)])
    moved[value.name] = name
    return KerasValue(name: name, rank: value.rank, isMoved: true)
  }

  /// The value with its axes in the order of Keras.
  mutating func restored(_ value: KerasValue, title: String) -> KerasValue {
    guard value.isMoved else { return value }
    let order = [0] + Array(2..<value.rank) + [1]
    let name =
      restored[value.name] ?? emit("Transpose", [value.name], title: title, [.ints("perm", order)])
    restored[value.name] = name
    return KerasValue(name: name, rank: value.rank)
  }

  /// The axis of a value that Keras counts so.
  func axis(_ axis: Int, of value: KerasValue, _ options: KerasOptions) throws(FormatError) -> Int {
    let counted = axis < 0 ? axis &+ value.rank : axis
    guard (0..<value.rank).contains(counted) else {
      throw options.malformed("its axis is \(axis), of \(value.rank)")
    }
    guard value.isMoved, counted > 0 else { return counted }
    return counted == value.rank - 1 ? 1 : counted + 1
  }
}

extension Onnx_AttributeProto {
  static func ints(_ name: String, _ values: [Int]) -> Onnx_AttributeProto {
    .with { attribute in
      (attribute.name, attribute.type) = (name, 7)
      attribute.ints = values.map { Int64($0) }
    }
  }

  static func int(_ name: String, _ value: Int) -> Onnx_AttributeProto {
    .with { attribute in
      (attribute.name, attribute.type, attribute.i) = (name, 2, Int64(value))
    }
  }

  static func float(_ name: String, _ value: Float) -> Onnx_AttributeProto {
    .with { attribute in (attribute.name, attribute.type, attribute.f) = (name, 1, value) }
  }

  static func string(_ name: String, _ value: String) -> Onnx_AttributeProto {
    .with { attribute in
      (attribute.name, attribute.type, attribute.s) = (name, 3, Data(value.utf8))
    }
  }
}
