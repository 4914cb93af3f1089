extension ONNXConstantFolding {
  /// Sum, difference, product or quotient with broadcasting.
  func arithmetic(
    _ node: Onnx_NodeProto, _ a: ONNXConstant, _ b: ONNXConstant
  ) throws(FormatError) -> ONNXConstant {
    guard let shape = broadcast(a.shape, b.shape) else {
      throw malformed(node, "the shapes \(a.shape) and \(b.shape) do not go together")
    }
    let left = a.picking(positions(of: a.shape, in: shape), shape: shape)
    let right = b.picking(positions(of: b.shape, in: shape), shape: shape)
    if let left = left.integers, let right = right.integers {
      var results: [Int] = []
      for (x, y) in zip(left, right) {
        guard let result = integerResult(node.opType, x, y) else {
          throw malformed(node, "\(node.opType) of \(x) and \(y) has no result")
        }
        results.append(result)
      }
      return ONNXConstant(shape: shape, .integers(results))
    }
    let results = zip(left.floats, right.floats).map { x, y in
      switch node.opType {
      case "Add": x + y
      case "Sub": x - y
      case "Mul": x * y
      default: x / y
      }
    }
    return ONNXConstant(shape: shape, .floats(results))
  }

  private func integerResult(_ name: String, _ x: Int, _ y: Int) -> Int? {
    let (result, overflows) =
      switch name {
      case "Add": x.addingReportingOverflow(y)
      case "Sub": x.subtractingReportingOverflow(y)
      case "Mul": x.multipliedReportingOverflow(by: y)
      default: x.dividedReportingOverflow(by: y)
      }
    return overflows ? nil : result
  }

  func expanded(
    _ node: Onnx_NodeProto, _ constant: ONNXConstant, _ target: ONNXConstant
  ) throws(FormatError) -> ONNXConstant {
    guard let target = target.integers, let shape = broadcast(constant.shape, target) else {
      throw malformed(node, "the shape \(constant.shape) cannot be expanded")
    }
    return constant.picking(positions(of: constant.shape, in: shape), shape: shape)
  }

  func reshaped(
    _ node: Onnx_NodeProto, _ constant: ONNXConstant, _ argument: ONNXConstant?,
    _ attributes: ONNXAttributes
  ) throws(FormatError) -> ONNXConstant {
    let listed = try attributes.ints(node.opType == "Reshape" ? "shape" : "axes")
    let argument = argument?.integers ?? listed
    let shape: [Int]?
    switch node.opType {
    case "Reshape":
      let keepsZeros = try attributes.int("allowzero", default: 0) != 0
      shape = argument.flatMap {
        resolvedShape($0, of: constant.shape, keepsZeros: keepsZeros)
      }
    case "Flatten":
      shape = flattenedShape(constant.shape, axis: try attributes.int("axis", default: 1))
    case "Unsqueeze":
      shape = argument.flatMap { unsqueezed(constant.shape, axes: $0) }
    default:
      shape = squeezed(constant.shape, axes: argument)
    }
    guard let shape, elementCount(shape) == constant.count else {
      throw malformed(node, "the shape \(constant.shape) does not fit")
    }
    return ONNXConstant(shape: shape, constant.values)
  }

  func concatenated(
    _ node: Onnx_NodeProto, _ parts: [ONNXConstant], _ attributes: ONNXAttributes
  ) throws(FormatError) -> ONNXConstant? {
    guard parts.allSatisfy({ $0.shape.count == 1 }) else { return nil }
    let lists = parts.compactMap(\.integers)
    if lists.count == parts.count { return ONNXConstant(integers: lists.flatMap(\.self)) }
    let numbers = parts.flatMap(\.floats)
    return ONNXConstant(shape: [numbers.count], .floats(numbers))
  }

  func gathered(
    _ node: Onnx_NodeProto, _ constant: ONNXConstant, _ indices: ONNXConstant,
    _ attributes: ONNXAttributes
  ) throws(FormatError) -> ONNXConstant? {
    guard constant.shape.count == 1, let picked = indices.integers else { return nil }
    let length = constant.shape[0]
    let positions = picked.map { $0 < 0 ? $0 &+ length : $0 }
    guard positions.allSatisfy((0..<length).contains) else {
      throw malformed(node, "an index is outside of 0..<\(length)")
    }
    return constant.picking(positions, shape: indices.shape)
  }

  /// Slices of vectors, as shape arithmetic has them.
  func sliced(
    _ node: Onnx_NodeProto, _ inputs: [ONNXConstant?], _ attributes: ONNXAttributes
  ) throws(FormatError) -> ONNXConstant? {
    guard let constant = inputs[0], constant.shape.count == 1 else { return nil }
    let length = constant.shape[0]
    let listedStarts = try attributes.ints("starts")
    let listedEnds = try attributes.ints("ends")
    let starts = inputs.count > 1 ? inputs[1]?.integers : listedStarts
    let ends = inputs.count > 2 ? inputs[2]?.integers : listedEnds
    let step = inputs.count > 4 ? inputs[4]?.integers?.first ?? 1 : 1
    guard let start = starts?.first, let end = ends?.first, step == 1 else { return nil }
    let lower = min(max(start < 0 ? start &+ length : start, 0), length)
    let upper = min(max(end < 0 ? end &+ length : end, lower), length)
    return constant.picking(Array(lower..<upper), shape: [upper - lower])
  }

  func transposed(
    _ node: Onnx_NodeProto, _ constant: ONNXConstant, _ attributes: ONNXAttributes
  ) throws(FormatError) -> ONNXConstant {
    let rank = constant.shape.count
    let order = try attributes.ints("perm") ?? Array((0..<rank).reversed())
    guard order.sorted() == Array(0..<rank) else {
      throw malformed(node, "the permutation \(order) does not fit \(constant.shape)")
    }
    let strides = strides(of: constant.shape)
    let shape = order.map { constant.shape[$0] }
    return constant.picking(
      offsets(shape: shape, strides: order.map { strides[$0] }), shape: shape)
  }

  /// Where each element of a broadcast shape comes from.
  private func positions(of shape: [Int], in target: [Int]) -> [Int] {
    if shape == target { return Array(0..<shape.reduce(1, *)) }
    let own = strides(of: shape)
    let missing = target.count - shape.count
    let strides = target.indices.map { axis in
      axis < missing || shape[axis - missing] == 1 ? 0 : own[axis - missing]
    }
    return offsets(shape: target, strides: strides)
  }

  private func strides(of shape: [Int]) -> [Int] {
    var strides = Array(repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    return strides
  }

  /// The offsets of all elements of a shape, in row-major order.
  private func offsets(shape: [Int], strides: [Int]) -> [Int] {
    var offsets = [0]
    for (length, stride) in zip(shape, strides) {
      offsets = offsets.flatMap { offset in (0..<length).map { offset + $0 * stride } }
    }
    return offsets
  }
}

/// The common shape of two arguments, or `nil` if they do not go together.
func broadcast(_ a: [Int], _ b: [Int]) -> [Int]? {
  let rank = max(a.count, b.count)
  let left = Array(repeating: 1, count: rank - a.count) + a
  let right = Array(repeating: 1, count: rank - b.count) + b
  var shape: [Int] = []
  for (x, y) in zip(left, right) {
    guard x == y || x == 1 || y == 1 else { return nil }
    shape.append(x == 1 ? y : x)
  }
  return elementCount(shape).flatMap { $0 <= 1 << 26 ? shape : nil }
}

/// What a `Reshape` makes of a shape: 0 copies a length, -1 takes what is left.
func resolvedShape(_ target: [Int], of shape: [Int], keepsZeros: Bool) -> [Int]? {
  var result = target
  for (axis, length) in target.enumerated() where length == 0 && !keepsZeros {
    guard axis < shape.count else { return nil }
    result[axis] = shape[axis]
  }
  guard let count = elementCount(shape) else { return nil }
  if let open = result.firstIndex(of: -1) {
    result[open] = 1
    guard let known = elementCount(result), known > 0, count % known == 0 else { return nil }
    result[open] = count / known
  }
  return elementCount(result) == count ? result : nil
}

func flattenedShape(_ shape: [Int], axis: Int) -> [Int]? {
  let split = axis < 0 ? axis + shape.count : axis
  guard (0...shape.count).contains(split) else { return nil }
  return [shape[..<split].reduce(1, *), shape[split...].reduce(1, *)]
}

func unsqueezed(_ shape: [Int], axes: [Int]) -> [Int]? {
  let rank = shape.count + axes.count
  let places = Set(axes.map { $0 < 0 ? $0 &+ rank : $0 })
  guard places.count == axes.count, places.allSatisfy((0..<rank).contains) else { return nil }
  var rest = shape[...]
  return (0..<rank).compactMap { places.contains($0) ? 1 : rest.popFirst() }
}

func squeezed(_ shape: [Int], axes: [Int]?) -> [Int]? {
  let all = shape.indices.filter { shape[$0] == 1 }
  let places = Set((axes ?? all).map { $0 < 0 ? $0 &+ shape.count : $0 })
  guard places.allSatisfy({ shape.indices.contains($0) && shape[$0] == 1 }) else { return nil }
  return shape.indices.filter { !places.contains($0) }.map { shape[$0] }
}
