/// Operators of constants only: what exporters write about weights and shapes.
extension ONNXOperators {
  static let constants: [ONNXOperator] = [
    ONNXOperator(
      "Constant", inputs: 0...0,
      folding: .numbers { node throws(FormatError) in try node.value() }),
    ONNXOperator(
      "ConstantOfShape", inputs: 1...1,
      folding: .numbers { node throws(FormatError) in try node.filled() }),
    ONNXOperator(
      "Shape", inputs: 1...1,
      folding: .shape { shape, attributes throws(FormatError) in try partOfShape(shape, attributes)
      }),
    ONNXOperator(
      "Range", inputs: 3...3, folding: .numbers { node throws(FormatError) in try node.range() }),
    ONNXOperator(
      "Size", inputs: 1...1,
      folding: .shape { shape, _ in ONNXConstant(shape: [], .integers([shape.reduce(1, *)])) }),
  ]

  /// The lengths of the axes from `start` to `end`.
  private static func partOfShape(
    _ shape: [Int], _ attributes: ONNXAttributes
  ) throws(FormatError) -> ONNXConstant {
    let start = try attributes.int("start", default: 0)
    let end = try attributes.int("end", default: shape.count)
    let lower = min(max(start < 0 ? start + shape.count : start, 0), shape.count)
    let upper = min(max(end < 0 ? end + shape.count : end, lower), shape.count)
    return ONNXConstant(integers: Array(shape[lower..<upper]))
  }
}

extension ONNXConstantNode {
  /// What a `Constant` holds, in whichever of its attributes.
  fileprivate func value() throws(FormatError) -> ONNXConstant {
    let attributes = attributes
    if let tensor = attributes.tensor("value") {
      return try ONNXTensorDecoding(file: file).constant(tensor)
    }
    if attributes.has("value_float") {
      return ONNXConstant(shape: [], .floats([try attributes.float("value_float", default: 0)]))
    }
    if attributes.has("value_int") {
      return ONNXConstant(shape: [], .integers([try attributes.int("value_int", default: 0)]))
    }
    if let numbers = try attributes.ints("value_ints") { return ONNXConstant(integers: numbers) }
    if let numbers = attributes.floats("value_floats") {
      return ONNXConstant(shape: [numbers.count], .floats(numbers))
    }
    throw malformed("the constant has no value")
  }

  /// One number in every place of a shape.
  fileprivate func filled() throws(FormatError) -> ONNXConstant? {
    guard let argument = argument(0) else { return nil }
    guard let shape = argument.integers, let count = elementCount(shape) else {
      throw malformed("the shape of the constant is impossible")
    }
    try checkRoom(for: count)
    guard let tensor = attributes.tensor("value") else {
      return ONNXConstant(shape: shape, .floats(Array(repeating: 0, count: count)))
    }
    let value = try ONNXTensorDecoding(file: file).constant(tensor)
    guard value.count == 1 else { throw malformed("the filling is not one number") }
    return value.picking(Array(repeating: 0, count: count), shape: shape)
  }

  /// The numbers from a start to before a limit.
  fileprivate func range() throws(FormatError) -> ONNXConstant? {
    guard let starts = argument(0)?.integers else { return try floatRange() }
    guard arguments.count == 3, let limit = argument(1)?.integers?.first,
      let step = argument(2)?.integers?.first, let start = starts.first, step != 0,
      limit.magnitude < 1 << 24, start.magnitude < 1 << 24
    else { throw malformed("the range is impossible") }
    try checkRoom(for: Int((limit - start).magnitude / step.magnitude))
    let numbers = Array(stride(from: start, to: limit, by: step))
    return ONNXConstant(shape: [numbers.count], .integers(numbers), type: argument(0)?.type)
  }

  /// As many numbers as the standard counts, `⌈(limit - start) / step⌉`.
  private func floatRange() throws(FormatError) -> ONNXConstant? {
    let numbers = arguments.compactMap { $0?.count == 1 ? $0?.exactFloats[0] : nil }
    guard numbers.count == 3, let type = argument(0)?.type,
      arguments.allSatisfy({ $0?.type == type })
    else { throw malformed("the range is impossible") }
    let (start, limit, step) = (numbers[0], numbers[1], numbers[2])
    guard let count = Int(exactly: max((limit - start) / step, 0).rounded(.up))
    else { throw malformed("the range is impossible") }
    try checkRoom(for: count)
    return ONNXConstant(
      shape: [count], rounding: (0..<count).lazy.map { start + Double($0) * step }, to: type)
  }
}
