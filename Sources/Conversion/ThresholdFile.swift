import InputFiles
import Networks
import PlainText

/// Why thresholds cannot be read.
package struct ThresholdError: Error, CustomStringConvertible {
  package let description: String

  /// Whether there was no file to read at all, instead of a bad one.
  package var isMissingInput = false
}

/// Thresholds from a JSON file.
///
/// An object from layer names to numbers; a list in layer order; what `convert` writes; or a report
/// of `evaluate`, which has thresholds for each of its methods. Where layers have names, these
/// decide which threshold belongs to which.
package struct ThresholdFile: Sendable {
  /// What should be known of what is taken and what is not, one line each.
  package let warnings: [String]

  private let path: String
  private let content: Content

  private enum Content {
    case one([Float])
    case perMethod([String: [Float]])
    /// With the kind of neurons that each layer had.
    case converted([Float], neurons: [String])
  }

  /// Reads the file at once.
  ///
  /// - Throws: `ThresholdError` where there is no such file, or its content fits no spiking layers.
  package init(at path: String, for network: AnalogNetwork) throws {
    self.path = path
    let bytes: [UInt8]
    do {
      bytes = try InputFile.contents(of: path, limit: 1 << 28)
    } catch {
      throw ThresholdError(
        description: "\(error); name a JSON file", isMissingInput: error.isMissingInput)
    }
    do {
      let document = try JSONPlace(bytes)
      content = try ThresholdFile.content(of: document, for: network)
      warnings = ThresholdFile.losses(of: document, for: network).map { "\(path): \($0)" }
    } catch let error as JSONError {
      throw ThresholdError(
        description: "\(path): \(error); write {\"conv1\": 1.5, …} or [1.5, …], or what "
          + "'convert' or 'evaluate' write")
    } catch let error as ConversionError {
      throw ThresholdError(description: "\(path): \(error)")
    }
  }

  /// The file that the options name, or `nil`.
  package init?(_ options: OptionValues, for network: AnalogNetwork) throws {
    guard let path = options.text(of: ConversionRecipe.thresholds) else { return nil }
    try self.init(at: path, for: network)
  }

  /// The thresholds for a method, one per spiking layer, in the order of
  /// `AnalogNetwork.activations`.
  ///
  /// A report is asked for the method under the user's name for it, and for a method that is made
  /// for one T also under `name@T`.
  package func thresholds(for choice: MethodChoice) throws -> [Float] {
    switch content {
    case .one(let values), .converted(let values, _):
      return values
    case .perMethod(let methods):
      let tied = choice.recipe.method.steps.map { "\(choice.recipe.method.name)@\($0)" }
      guard let values = tied.flatMap({ methods[$0] }) ?? methods[choice.label] else {
        throw ThresholdError(
          description: "\(path): has no thresholds for '\(tied ?? choice.label)'; it has them for "
            + methods.keys.sorted().joined(separator: ", "))
      }
      return values
    }
  }

  /// What should be known besides, once the network is converted.
  package func warnings(about network: SpikingNetwork) -> [String] {
    guard case .converted(_, let neurons) = content else { return [] }
    let layers = network.layers.filter { $0.activationNode != nil }
    let unlike = zip(layers, neurons).first { layer, neuron in
      layer.neuron.record?.name != neuron
    }
    guard let (layer, neuron) = unlike else { return [] }
    return [
      "\(path): its thresholds were made for neurons of the kind '\(neuron)', but layer "
        + "'\(layer.name)' has '\(layer.neuron.record?.name ?? "others")'"
    ]
  }
}

// The forms of the file.
extension ThresholdFile {
  private static func content(
    of document: JSONPlace, for network: AnalogNetwork
  ) throws -> Content {
    let names = network.spikingLayerNames
    if case .list = document.value {
      return .one(try checked(document.elements().map { try $0.float() }, names: names))
    }
    if document.keys.contains("methods") {
      return .perMethod(try report(try document.required("methods"), names: names))
    }
    // A layer may be called so, but has a number then.
    if case .list? = try document.member("layers")?.value {
      return try converted(document, for: network)
    }
    var named: [String: Float] = [:]
    for (name, place) in try document.members() { named[name] = try place.float() }
    return .one(try ordered(named, names: names))
  }

  /// What `convert` writes.
  private static func converted(
    _ document: JSONPlace, for network: AnalogNetwork
  ) throws -> Content {
    let format = try document.required("format").text()
    guard format == "spiketop-network" else {
      throw JSONError(key: "format", what: "is '\(format)', not 'spiketop-network'")
    }
    let version = try document.required("version").integer()
    guard version == 1 else {
      throw JSONError(key: "version", what: "is \(version), but only 1 is known")
    }
    let names = network.spikingLayerNames
    var (thresholds, neurons): ([String: Float], [String: String]) = ([:], [:])
    for layer in try document.required("layers").elements() {
      guard let activation = try layer.member("activation")?.text() else { continue }
      let name = try layer.required("name").text()
      guard let index = names.firstIndex(of: name) else {
        throw ConversionError.unknownLayer(name: name, expected: names)
      }
      guard thresholds[name] == nil else {
        throw ConversionError.otherLayer(name: name, what: "is there twice")
      }
      let node = network.nodes[network.activations[index]]
      let shape = [node.shape.channels, node.shape.height, node.shape.width]
      guard activation == node.name else {
        throw ConversionError.otherLayer(
          name: name, what: "stands for '\(activation)', but in this network for '\(node.name)'")
      }
      let stated = try layer.required("shape").elements().map { try $0.integer() }
      guard stated == shape else {
        throw ConversionError.otherLayer(
          name: name, what: "has the shape \(stated), but in this network \(shape)")
      }
      thresholds[name] = try layer.required("threshold").float()
      neurons[name] = try layer.required("neuron").text()
    }
    return .converted(
      try ordered(thresholds, names: names), neurons: names.map { neurons[$0] ?? "" })
  }

  /// By method, and by `method@T` where they differ over T.
  private static func report(
    _ methods: JSONPlace, names: [String]
  ) throws -> [String: [Float]] {
    var thresholds: [String: [Float]] = [:]
    for (label, method) in try methods.members() {
      let layers = try method.member("layers")?.elements().map { try $0.text() } ?? names
      let theta = { (place: JSONPlace) throws -> [Float] in
        let values = try place.elements().map { try $0.float() }
        guard values.count == layers.count else {
          throw ConversionError.thresholdCount(expected: layers, actual: values.count)
        }
        return try ordered(
          Dictionary(zip(layers, values), uniquingKeysWith: { first, _ in first }), names: names)
      }
      thresholds[label] = try theta(method.required("theta"))
      for (step, place) in try method.member("theta_at")?.members() ?? [] {
        thresholds["\(label)@\(step)"] = try theta(place)
      }
    }
    return thresholds
  }

  /// Thresholds by layer in the order of the layers.
  private static func ordered(_ named: [String: Float], names: [String]) throws -> [Float] {
    if let stranger = named.keys.sorted().first(where: { !names.contains($0) }) {
      throw ConversionError.unknownLayer(name: stranger, expected: names)
    }
    let values = try names.map { name in
      guard let value = named[name] else { throw ConversionError.missingThreshold(layer: name) }
      return value
    }
    return try checked(values, names: names)
  }

  /// One positive, finite number per layer.
  private static func checked(_ values: [Float], names: [String]) throws -> [Float] {
    guard values.count == names.count else {
      throw ConversionError.thresholdCount(expected: names, actual: values.count)
    }
    for (name, value) in zip(names, values) where !value.suitsThresholds {
      throw ConversionError.invalidThreshold(layer: name, value: value)
    }
    return values
  }

  /// What of a converted network is another's, or more than thresholds and therefore not taken.
  private static func losses(of document: JSONPlace, for network: AnalogNetwork) -> [String] {
    guard let layers = try? document.member("layers")?.elements() else { return [] }
    var lines: [String] = []
    if let model = try? document.member("model")?.text(), model != network.name {
      lines.append("its thresholds were made for the model '\(model)', not '\(network.name)'")
    }
    for (key, noun) in [
      ("channel_threshold", "thresholds of channels"), ("bias_current", "bias currents"),
      ("initial_potential", "initial potentials"),
      ("weights", "changed weights"),
    ] {
      let names = layers.filter { $0.keys.contains(key) }.compactMap {
        try? $0.member("name")?.text()
      }
      guard !names.isEmpty else { continue }
      let shown = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
      lines.append("only thresholds are taken; its \(noun) are not (\(shown))")
    }
    return lines
  }
}
