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
        importer.give(try importer.view(node), to: node)
      }, folding: .numbers { node throws(FormatError) in try node.dequantized() }),
    ONNXOperator(
      "QuantizeLinear", inputs: 2...3,
      add: { importer, node throws(FormatError) in try importer.addQuantization(node) }),
  ]
}

extension ONNXImporter {
  fileprivate mutating func addQuantization(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    let scale = try weights(node, 1).floats
    let zero = try optionalConstant(node, 2)
    guard let step = scale.first, scale.count == 1, step > 0, (zero?.count ?? 1) == 1 else {
      throw unsupported(node, "quantises what depends on the image by channel")
    }
    // The type of the zero point is that of the result; without one it is unsigned.
    let type = node.input.count > 2 ? elementType(of: node.input[2]) : .uint8
    guard let type, type.size == 1, let range = type.integers else {
      throw unsupported(node, "quantises to a type that is not known")
    }
    let offset = zero?.integers?.first ?? 0
    let minimum = Float(range.lowerBound - offset) * step
    let maximum = Float(range.upperBound - offset) * step
    guard minimum == 0, maximum > 0, !isNeverNegative(view.node) else {
      give(view, to: node)
      return
    }
    try addActivation(.clipped(maximum: maximum), node)
  }

  private func elementType(of name: String) -> ElementType? {
    graph.initializers[name].flatMap { ElementType(rawValue: Int($0.dataType)) }
  }

  /// Whether a node only moves, averages or adds what activations give.
  private func isNeverNegative(_ index: Int) -> Bool {
    var (pending, seen) = ([index], Set<Int>())
    while let next = pending.popLast() {
      guard seen.insert(next).inserted else { continue }
      switch nodes[next].operation.traits.role {
      case .activation: continue
      case .routing, .joining: pending += nodes[next].inputs
      case .input, .weighing, .answer: return false
      }
    }
    return true
  }
}

extension ONNXConstantNode {
  fileprivate func dequantized() throws(FormatError) -> ONNXConstant? {
    guard let constant = argument(0), let scale = argument(1) else { return nil }
    let zero = argument(2)
    let stated = try attributes.int("axis", default: 1)
    let axis = stated < 0 ? stated + constant.shape.count : stated
    let length =
      scale.count == 1 ? 1 : constant.shape.indices.contains(axis) ? constant.shape[axis] : 0
    guard length == scale.count, try attributes.int("block_size", default: 0) == 0,
      zero.map({ $0.count == scale.count }) ?? true
    else { throw malformed("\(scale.count) scales for the shape \(constant.shape)") }
    let inner = scale.count == 1 ? 1 : constant.shape[(axis + 1)...].reduce(1, *)
    let (scales, zeros) = (scale.floats, zero?.floats)
    let numbers = constant.floats.enumerated().map { index, number in
      let channel = scale.count == 1 ? 0 : index / inner % length
      return (number - (zeros?[channel] ?? 0)) * scales[channel]
    }
    return ONNXConstant(shape: constant.shape, .floats(numbers))
  }
}
