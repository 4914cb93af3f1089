import Networks

/// What holds of all images of a model.
private struct KerasImages {
  let model: KerasModel
  /// The layers by their names.
  let layers: [String: KerasLayer]
  /// Whether some layer has its channels first.
  let isFirst: Bool
  /// Whether some layer takes windows along the rows of a matrix.
  let hasWindowsOfLengths: Bool

  init(of model: KerasModel) {
    self.model = model
    layers = Dictionary(
      model.layers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    isFirst = model.anyLayer { layer in
      if case .text("channels_first") = try? layer.options.place.member("data_format")?.value {
        true
      } else {
        false
      }
    }
    hasWindowsOfLengths = model.anyLayer {
      $0.kind.hasSuffix("1D") && !$0.kind.hasPrefix("Spatial")
    }
  }
}

/// The images of a model.
extension KerasTranslation {
  /// The values that the input layers of a model give.
  ///
  /// - Parameter names: Those of the graph's inputs.
  mutating func addInputs(
    of model: KerasModel, named names: [String]
  ) throws(FormatError) -> [KerasValue] {
    let images = KerasImages(of: model)
    var values: [KerasValue] = []
    for (reference, name) in zip(model.inputs, names) {
      values.append(try addInput(reference, of: images, named: name))
    }
    return values
  }

  /// The value that an input layer gives.
  ///
  /// Images with their channels last reach the network with their channels first. A matrix is a
  /// picture of one channel, unless layers take windows along its rows.
  ///
  /// - Parameter name: That of the graph's input.
  private mutating func addInput(
    _ reference: KerasReference, of images: KerasImages, named name: String
  ) throws(FormatError) -> KerasValue {
    guard let layer = images.layers[reference.layer] else {
      throw .malformed(file: file, node: reference.layer, what: "the input is not there")
    }
    let isFirst = images.isFirst
    let lengths = try lengths(of: layer, in: images.model, hasChannelsLast: !isFirst)
    switch lengths.count {
    case 1,
      3 where isFirst:
      declare(name, lengths)
      return KerasValue(name: name, rank: lengths.count + 1)
    case 2 where isFirst && images.hasWindowsOfLengths:
      declare(name, lengths)
      return KerasValue(name: name, rank: 3)
    case 3,
      2 where images.hasWindowsOfLengths:
      declare(name, [lengths[lengths.count - 1]] + lengths.dropLast())
      // What puts the channels of lengths last looks like what puts them first.
      let image = lengths.count == 2 ? emit("Identity", [name], title: name) : name
      return KerasValue(name: image, rank: lengths.count + 1, isMoved: true)
    case 2:
      declare(name, [1] + lengths)
      let shape = list([0] + lengths, title: name)
      return KerasValue(name: emit("Reshape", [name, shape], title: name), rank: 3)
    default:
      throw layer.options.unsupported(
        "the input has \(lengths.count) axes beside the batch; one, two or three are possible")
    }
  }

  private mutating func declare(_ name: String, _ lengths: [Int]) {
    graph.input.append(
      Onnx_ValueInfoProto.with { value in
        value.name = name
        value.type.tensorType.elemType = Int32(ElementType.float32.rawValue)
        value.type.tensorType.shape.dim =
          [
            Onnx_TensorShapeProto.Dimension.with { $0.dimParam = "batch" }
          ] + lengths.map { length in .with { $0.dimValue = Int64(length) } }
      })
  }

  /// The lengths of the axes behind the batch: those of the file, or those that are said.
  private func lengths(
    of layer: KerasLayer, in model: KerasModel, hasChannelsLast: Bool
  ) throws(FormatError) -> [Int] {
    let declared = DeclaredLengths(
      fixed: try declaredLengths(of: layer, in: model), hasChannelsLast: hasChannelsLast)
    if let said = imageLengths {
      guard let lengths = declared.filled(by: said) else {
        throw layer.options.unsupported(declared.refusal(of: said) { _ in "None" })
      }
      return lengths
    }
    let lengths = declared.fixed.compactMap(\.self)
    guard lengths.count == declared.fixed.count else {
      let open = declared.fixed.firstIndex(of: nil) ?? 0
      throw .symbolicDimension(file: file, input: layer.name, axis: open + 1, name: "None")
    }
    return lengths
  }

  private func declaredLengths(
    of layer: KerasLayer, in model: KerasModel
  ) throws(FormatError) -> [Int?] {
    var shape: [Int?]?
    for key in ["batch_shape", "batch_input_shape"] where shape == nil {
      shape = try layer.options.shape(key)
    }
    if shape == nil { shape = try model.statedInput?.shape("build_input_shape") }
    guard let shape, shape.count > 1 else {
      throw layer.options.unsupported(
        "the file does not say the shape of the input; build the model with an Input layer")
    }
    for (axis, length) in shape.enumerated().dropFirst() {
      guard let length else { continue }
      guard (1...Int(Window.lengths.upperBound)).contains(length) else {
        throw layer.options.malformed("axis \(axis) of the input has length \(length)")
      }
    }
    return Array(shape.dropFirst())
  }
}

extension KerasModel {
  /// Whether something holds of a layer, or of one in a model within.
  fileprivate func anyLayer(_ isWanted: (KerasLayer) -> Bool) -> Bool {
    layers.contains { isWanted($0) || $0.model?.anyLayer(isWanted) == true }
  }
}
