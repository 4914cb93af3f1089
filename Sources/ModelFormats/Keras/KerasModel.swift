import PlainText

/// A value in a model of Keras: what one call of a layer gives.
struct KerasReference: Hashable, Sendable {
  var layer: String
  /// Which call of the layer, from 0 on.
  var call: Int
  /// Which of the results of the call, from 0 on.
  var result = 0

  /// The first result of the same call.
  var first: KerasReference { KerasReference(layer: layer, call: call) }
}

/// What a layer is called with.
enum KerasArgument: Equatable, Sendable {
  case value(KerasReference)
  case constant(KerasConstant)
}

/// Numbers that an operation has beside a value; of one number alone the shape is empty.
struct KerasConstant: Equatable, Sendable {
  var shape: [Int]
  var numbers: [Float]
}

/// A layer of a model, with all that is done by it.
struct KerasLayer: Sendable {
  /// As `Conv2D`; of a class that is not Keras's own with where it comes from.
  var kind: String
  var name: String
  var options: KerasOptions
  var path: KerasPath
  /// The arguments of each call, in order.
  var calls: [[KerasArgument]]
  /// `nil` of a layer that is no model itself.
  var model: KerasModel?
  /// Each call as the configuration has it; empty where it has none.
  var callPlaces: [JSONPlace] = []
}

/// Where the variables of a layer lie.
struct KerasPath: Equatable, Sendable {
  /// The names of the models around, without the outermost, and of the layer.
  var names: [String]
  /// The groups of the same in files that name layers by their classes.
  var groups: [String]
}

/// The layers of a Sequential or Functional model.
struct KerasModel: Sendable {
  var layers: [KerasLayer]
  var inputs: [KerasReference]
  var outputs: [KerasReference]
  /// In which order layers are called.
  private(set) var order: [KerasStep] = []

  /// How deep models may lie within each other.
  private static let depthLimit = 12

  /// - Parameters:
  ///   - options: The object with `class_name` and `config`.
  ///   - path: `nil` for the outermost model.
  init(_ options: KerasOptions, path: KerasPath?) throws(FormatError) {
    let kind = try options.className() ?? ""
    let configuration = KerasOptions(
      try options.read { place throws(JSONError) in try place.required("config") },
      file: options.file, layer: options.layer)
    guard (path?.names.count ?? 0) < Self.depthLimit else {
      throw options.unsupported("models lie within each other more than \(Self.depthLimit) deep")
    }
    guard Self.kinds.contains(kind) else {
      throw options.unsupported(
        "it is a model class of its own ('\(kind)'), whose Python code is not in the file; "
          + "build it as Sequential or Functional, or export it with model.export('m.onnx', "
          + "format='onnx')")
    }
    let places = try Self.layerPlaces(of: configuration)
    var groups = KerasGroups()
    layers = []
    for place in places {
      layers.append(
        try Self.layer(place, within: path, groups: &groups, file: options.file))
    }
    var names: Set<String> = []
    for layer in layers {
      guard names.insert(layer.name).inserted else {
        throw configuration.malformed("two layers are called '\(layer.name)'")
      }
    }
    (inputs, outputs) = ([], [])
    if kind == "Sequential" {
      try chain(configuration)
    } else {
      inputs = try Self.references("input_layers", configuration)
      outputs = try Self.references("output_layers", configuration)
      leaveOutOwnCalls()
      try checkReferences(configuration)
    }
    order = try callOrder()
  }

  static let kinds: Set<String> = ["Sequential", "Functional", "Model"]

  /// The layers of a model; in old files a Sequential model is the list itself.
  private static func layerPlaces(of options: KerasOptions) throws(FormatError) -> [JSONPlace] {
    try options.read { place throws(JSONError) in
      if case .list = place.value { return try place.elements() }
      return try place.required("layers").elements()
    }
  }

  private static func layer(
    _ place: JSONPlace, within path: KerasPath?, groups: inout KerasGroups, file: String
  ) throws(FormatError) -> KerasLayer {
    let outer = KerasOptions(place, file: file, layer: place.key)
    let (kind, configuration) = try outer.read { place throws(JSONError) in
      (try place.required("class_name").text(), try place.required("config"))
    }
    let known = try outer.className() ?? kind
    let own = try outer.text("name")
    let named = KerasOptions(configuration, file: file, layer: own ?? place.key)
    let inner = configuration.keys.contains("name") ? try named.text("name") : nil
    let name = unmistakable(own ?? inner ?? place.key)
    let place = KerasPath(
      names: (path?.names ?? []) + [name],
      groups: (path?.groups ?? []) + [groups.next(of: kind)])
    let title = place.names.joined(separator: "/")
    return KerasLayer(
      kind: known, name: name, options: KerasOptions(configuration, file: file, layer: title),
      path: place, calls: try KerasCalls.calls(of: outer, title: title),
      model: kinds.contains(known)
        ? try KerasModel(KerasOptions(outer.place, file: file, layer: title), path: place) : nil,
      callPlaces: try outer.read { place throws(JSONError) in
        try place.member("inbound_nodes")?.elements() ?? []
      })
  }

  /// Makes each layer of a Sequential model read the one before it.
  private mutating func chain(_ options: KerasOptions) throws(FormatError) {
    guard let first = layers.first, layers.count > 1 || first.kind != "InputLayer" else {
      throw options.malformed("the model has no layers")
    }
    if first.kind != "InputLayer" {
      statedInput = options
      let name = layers.contains { $0.name == "input" } ? "input of the model" : "input"
      let path = KerasPath(names: [name], groups: [name])
      layers.insert(
        KerasLayer(kind: "InputLayer", name: name, options: first.options, path: path, calls: []),
        at: 0)
    }
    layers[0].calls = [[]]
    for index in layers.indices.dropFirst() {
      layers[index].calls = [[.value(KerasReference(layer: layers[index - 1].name, call: 0))]]
    }
    inputs = [KerasReference(layer: layers[0].name, call: 0)]
    outputs = [KerasReference(layer: layers[layers.count - 1].name, call: 0)]
  }

  /// What a Sequential model without an input layer says of itself: perhaps its input's shape.
  private(set) var statedInput: KerasOptions?

  /// `[name, call, result]`, or a list of such, or names in an object.
  private static func references(
    _ key: String, _ options: KerasOptions
  ) throws(FormatError) -> [KerasReference] {
    try options.read { place throws(JSONError) in
      try KerasCalls.references(in: try place.required(key))
    }
  }

  /// Counts the calls of models within from 0 on.
  ///
  /// Keras 2 counts the call that a model has made of itself as the first, which no file holds.
  private mutating func leaveOutOwnCalls() {
    let counts = Dictionary(
      layers.filter { $0.model != nil }.map { ($0.name, $0.calls.count) },
      uniquingKeysWith: { first, _ in first })
    var read: [String: (first: Int, last: Int)] = [:]
    for reference in references where counts[reference.layer] != nil {
      let known = read[reference.layer] ?? (reference.call, reference.call)
      read[reference.layer] = (
        min(known.first, reference.call), max(known.last, reference.call)
      )
    }
    let counted = Set(
      read.filter { name, calls in calls.first > 0 && calls.last == counts[name] }.keys)
    guard !counted.isEmpty else { return }
    let shifted = { (reference: KerasReference) in
      counted.contains(reference.layer)
        ? KerasReference(
          layer: reference.layer, call: reference.call - 1, result: reference.result) : reference
    }
    outputs = outputs.map(shifted)
    for index in layers.indices {
      layers[index].calls = layers[index].calls.map { call in
        call.map { argument in
          if case .value(let reference) = argument {
            .value(shifted(reference))
          } else {
            argument
          }
        }
      }
    }
  }

  /// What layers read, and what the model gives.
  private var references: [KerasReference] {
    var read = outputs
    for layer in layers {
      for case .value(let reference) in layer.calls.joined() { read.append(reference) }
    }
    return read
  }

  /// How many results of each call are read, up to the last one; calls by their first results.
  var resultCounts: [KerasReference: Int] {
    references.reduce(into: [:]) { counts, reference in
      counts[reference.first] = max(counts[reference.first] ?? 1, reference.result &+ 1)
    }
  }

  /// Throws where a layer reads what no layer gives.
  private func checkReferences(_ options: KerasOptions) throws(FormatError) {
    let calls = Dictionary(uniqueKeysWithValues: layers.map { ($0.name, $0.calls.count) })
    func isThere(_ reference: KerasReference) -> Bool {
      (0..<(calls[reference.layer] ?? 0)).contains(reference.call)
    }
    for layer in layers {
      for case .value(let reference) in layer.calls.joined() where !isThere(reference) {
        throw layer.options.malformed(
          "it reads call \(reference.call) of '\(reference.layer)', which is not there")
      }
    }
    guard let missing = (inputs + outputs).first(where: { !isThere($0) }) else { return }
    throw options.malformed("the layer '\(missing.layer)' is not there")
  }
}
