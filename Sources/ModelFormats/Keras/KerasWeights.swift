import HDF5
import PlainText

/// The variables of a model's layers, in an HDF5 file.
struct KerasWeights {
  /// How variables are found.
  enum Layout {
    /// By their place among those of the layer, in groups that are named for classes: `.keras`.
    case objects
    /// By their names, in groups that are named for layers: `.h5`.
    case names
  }

  /// A variable of a layer.
  struct Variable {
    /// Its place among those of the layer.
    var index: Int
    /// What versions of Keras call it.
    var names: [String]
  }

  private let file: HDF5Reader
  private let layout: Layout

  init(_ file: HDF5Reader, layout: Layout) {
    self.file = file
    self.layout = layout
  }

  /// The configuration of the model beside its weights; `nil` where there is none.
  func configuration() throws(FormatError) -> String? {
    try Self.attempt { () throws(HDF5Error) in
      guard try file.hasAttribute("model_config", of: "/") else { return nil }
      return try file.strings(attribute: "model_config", of: "/").elements.first
    }
  }

  /// Which Keras has written the configuration; `nil` where that is not said.
  func edition() throws(FormatError) -> KerasEdition? {
    try Self.attempt { () throws(HDF5Error) in
      for object in ["/", "/model_weights"] where try file.kind(of: object) == .group {
        guard try file.hasAttribute("keras_version", of: object) else { continue }
        let version = try file.strings(attribute: "keras_version", of: object).elements.first
        return KerasEdition(version: version)
      }
      return nil
    }
  }

  /// What a file without a configuration is.
  func foreignKind() throws(FormatError) -> ForeignFile {
    try Self.attempt { () throws(HDF5Error) in
      if try file.kind(of: "/node") == .group { return .nir }
      for root in Self.roots where try file.kind(of: "/\(root)") == .group {
        return .kerasWeights
      }
      let isKeras = try file.hasAttribute("layer_names", of: "/")
      return isKeras ? .kerasWeights : .hdf5
    }
  }

  /// The numbers of a variable.
  func numbers(
    _ variable: Variable, of layer: KerasLayer
  ) throws(FormatError) -> ONNXConstant {
    let place: String
    switch layout {
    case .objects: place = try objectPlace(variable, of: layer)
    case .names: place = try namedPlace(variable, of: layer)
    }
    let array = try Self.attempt { () throws(HDF5Error) in
      try file.numbers(place, as: Float.self)
    }
    return ONNXConstant(shape: array.shape, .floats(array.elements))
  }

  /// What the groups of layers lie in: the second in files of Keras 2.12 and 2.13.
  private static let roots = ["layers", "_layer_checkpoint_dependencies"]

  private func objectPlace(
    _ variable: Variable, of layer: KerasLayer
  ) throws(FormatError) -> String {
    for root in Self.roots {
      let group = layer.path.groups.map { "/\(root)/\($0)" }.joined() + "/vars"
      let place = "\(group)/\(variable.index)"
      guard try kind(of: place) == .dataset else { continue }
      // Files of Keras 3 say whose variables they are.
      let owner = try Self.attempt { () throws(HDF5Error) -> String? in
        guard try file.hasAttribute("name", of: group) else { return nil }
        return try file.strings(attribute: "name", of: group).elements.first
      }
      if let owner, unmistakable(owner) != layer.name {
        throw layer.options.malformed(
          "its weights should be at '\(group)', but there are those of '\(owner)'")
      }
      return place
    }
    throw missing(variable, of: layer)
  }

  private func namedPlace(
    _ variable: Variable, of layer: KerasLayer
  ) throws(FormatError) -> String {
    let root = try kind(of: "/model_weights") == .group ? "/model_weights" : ""
    guard let outer = try written(layer.path.names[0], in: root.isEmpty ? "/" : root),
      try kind(of: "\(root)/\(outer)") == .group
    else { throw missing(variable, of: layer) }
    let group = "\(root)/\(outer)"
    let own = try names(in: group).compactMap { name -> (name: String, variable: String)? in
      let parts = unmistakable(name).parts(between: "/").filter { !$0.isEmpty }
        .map { $0.parts(between: ":")[0] }
      // The group of a model within has the variables of all its layers.
      guard let last = parts.last,
        layer.path.names.count == 1 || parts.dropLast().last == layer.name
      else { return nil }
      return (name, last)
    }
    if own.contains(where: { $0.variable.hasPrefix("lora_") }) {
      throw layer.options.unsupported(
        "its weights are fine-tuned by LoRA, and .h5 keeps what is added to them apart; save the "
          + "model as .keras, which adds it")
    }
    let matches = own.filter { variable.names.contains($0.variable) }.map(\.name)
    guard matches.count == 1 else {
      guard matches.isEmpty else {
        throw layer.options.unsupported(
          "several layers within '\(layer.path.names[0])' have this name; give each its own, or "
            + "save the model as .keras")
      }
      throw missing(variable, of: layer)
    }
    return "\(group)/\(matches[0])"
  }

  /// How a file spells a name in a group; only where it is not plain text must one look for it.
  private func written(_ name: String, in group: String) throws(FormatError) -> String? {
    let isPlain = name.utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\\") }
    guard !isPlain else { return name }
    return try Self.attempt { () throws(HDF5Error) in
      try file.names(in: group).first { unmistakable($0) == name }
    }
  }

  /// The names of the variables in a layer's group; long lists are kept in several attributes.
  private func names(in group: String) throws(FormatError) -> [String] {
    try Self.attempt { () throws(HDF5Error) in
      if try file.hasAttribute("weight_names", of: group) {
        return try file.strings(attribute: "weight_names", of: group).elements
      }
      var (names, part) = ([String](), 0)
      while try file.hasAttribute("weight_names\(part)", of: group) {
        names += try file.strings(attribute: "weight_names\(part)", of: group).elements
        part += 1
      }
      return names
    }
  }

  private func kind(of place: String) throws(FormatError) -> HDF5Kind? {
    try Self.attempt { () throws(HDF5Error) in try file.kind(of: place) }
  }

  private func missing(_ variable: Variable, of layer: KerasLayer) -> FormatError {
    layer.options.malformed("its weights '\(variable.names[0])' are not in the file")
  }

  static func attempt<Value>(_ body: () throws(HDF5Error) -> Value) throws(FormatError) -> Value {
    do throws(HDF5Error) {
      return try body()
    } catch {
      switch error.cause {
      case .contents where error.object == "/":
        throw .damaged(file: error.file, reason: "\(error.reason); save the model again")
      case .contents:
        throw .malformed(file: error.file, node: error.object, what: error.reason)
      case .damaged: throw .damaged(file: error.file, reason: error.about)
      case .resources: throw .unavailable(file: error.file, reason: error.about)
      }
    }
  }
}
