import Networks

/// Networks in whole numbers, read as the numbers that these stand for.
///
///     x = (q - zero point) · scale
///
/// Constants are dequantised. What depends on the image is not rounded: quantising it only bounds
/// it to the range of the integers, which is where such files keep their ReLU.
extension ONNXOperators {
  static let quantization: [ONNXOperator] = [
    ONNXOperator(
      "DequantizeLinear", inputs: 2...3,
      add: { importer, node throws(FormatError) in
        try importer.checkScale(node, 0, scale: 1)
        let view = try importer.view(node)
        let isPixels = importer.pixels.contains(node.input[0])
        importer.give(isPixels ? try importer.dequantisedPixels(view, node) : view, to: node)
      }, folding: .numbers { node throws(FormatError) in try node.dequantized() }),
    ONNXOperator(
      "QuantizeLinear", inputs: 2...3,
      add: { importer, node throws(FormatError) in try importer.addQuantization(node) },
      folding: .numbers { node throws(FormatError) in try node.quantized() }),
  ]
}

extension ONNXImporter {
  fileprivate mutating func addQuantization(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    noteQuantization()
    let scale = try weights(node, 1).floats
    let zero = try optionalConstant(node, 2)
    guard let step = scale.first, scale.count == 1, step > 0, (zero?.count ?? 1) == 1 else {
      throw unsupported(node, "quantises what depends on the image by channel")
    }
    let range = try range(ofWholeNumbers: node)
    let offset = zero?.integers?.first ?? 0
    let minimum = Float(range.lowerBound - offset) * step
    let maximum = Float(range.upperBound - offset) * step
    guard minimum.isFinite, maximum.isFinite else {
      throw malformed(node.title, "the scale \(step) makes its numbers infinite")
    }
    let cut = Activation.clamp(minimum: minimum, maximum: maximum)
    if let joined = joinedBounds(node.input[0], view, with: cut) {
      nodes[view.node].operation = .activation(joined)
    } else if minimum == 0, maximum > 0, !isNeverNegative(view.node) {
      try addActivation(cut.simplified, node)
      return
    } else {
      noteUnbounded(node, view.node, minimum...maximum, step: step)
    }
    give(view, to: node)
  }

  /// The numbers of the type that a node quantises to: that of its zero point, or a stated one, or
  /// unsigned bytes.
  private func range(ofWholeNumbers node: Onnx_NodeProto) throws(FormatError) -> ClosedRange<Int> {
    let stated = try attributes(node).int("output_dtype", default: 0)
    var code = stated == 0 ? ElementType.uint8.rawValue : stated
    if node.input.count > 2, !node.input[2].isEmpty {
      guard let tensor = tensor(node.input[2]) else {
        throw unsupported(node, "quantises to a type that is not known")
      }
      code = Int(tensor.dataType)
    }
    guard stated == 0 || stated == code else {
      throw malformed(
        node.title,
        "output_dtype is \(ElementType.name(ofCode: stated)), but the type of its zero point "
          + ElementType.name(ofCode: code))
    }
    guard let type = ElementType(rawValue: code), [.uint8, .int8].contains(type),
      let range = type.integers
    else {
      throw unsupported(
        node, "quantises to \(ElementType.name(ofCode: code)); int8 and uint8 are possible")
    }
    return range
  }

  /// The type of a constant that the file holds; `nil` of what it computes.
  func elementType(of name: String) -> ElementType? {
    tensor(name).flatMap { ElementType(rawValue: Int($0.dataType)) }
  }

  /// The tensor of a constant that the file holds.
  func tensor(_ name: String) -> Onnx_TensorProto? {
    graph.initializers[name]
      ?? graph.producer(of: name).flatMap {
        $0.qualifiedName == "Constant" ? attributes($0).tensor("value") : nil
      }
  }

  /// Whether a node only moves, averages or adds what activations give.
  func isNeverNegative(_ index: Int) -> Bool {
    var (pending, seen) = ([index], Set<Int>())
    while let next = pending.popLast() {
      guard seen.insert(next).inserted else { continue }
      if case .activation(let activation) = nodes[next].operation, activation.fallsBelowZero {
        return false
      }
      if case .sparse(let map) = nodes[next].operation,
        map.weights?.contains(where: { $0 < 0 }) == true
      {
        return false
      }
      switch nodes[next].operation.traits.role {
      case .activation: continue
      case .routing, .joining: pending += nodes[next].inputs
      case .input, .weighing, .answer: return false
      }
    }
    return true
  }
}

extension ONNXImporter {
  /// Says, once, what is not as in the file.
  mutating func noteQuantization() {
    let note =
      "whole numbers are read as the numbers that they stand for: activations are not rounded, "
      + "so that outputs differ from the file's by about one step of its scales"
    if !notes.contains(note) { notes.append(note) }
  }

  /// `(q - zero point) · scale`; without a scale it is 1.
  ///
  /// - Parameter axis: That of the scales where there are several.
  func dequantised(
    _ constant: ONNXConstant, scale: ONNXConstant?, zero: ONNXConstant?, axis: Int,
    for node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXConstant {
    let quantised = ONNXConstantNode(
      node: node,
      arguments: [constant, scale ?? ONNXConstant(shape: [], .floats([1])), zero],
      file: graph.file, room: 0)
    guard let numbers = try quantised.dequantized(axis: axis, block: 0) else {
      throw malformed(node.title, "its weights have no scale")
    }
    return numbers
  }
}
