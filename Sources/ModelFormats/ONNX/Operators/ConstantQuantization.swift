/// Whole numbers of constants, and constants of whole numbers.
///
///     q = round(x / scale) + zero point, cut to the range of its type
///     x = (q - zero point) · scale
extension ONNXConstantNode {
  func dequantized() throws(FormatError) -> ONNXConstant? {
    try dequantized(
      axis: try attributes.int("axis", default: 1),
      block: try attributes.int("block_size", default: 0))
  }

  /// - Parameters:
  ///   - axis: That of the scales where there are several.
  ///   - block: How many numbers along the axis have one scale; 0 where scales have one axis.
  func dequantized(axis: Int, block: Int) throws(FormatError) -> ONNXConstant? {
    guard let constant = argument(0), let scale = argument(1) else { return nil }
    let zero = argument(2)
    let order = try ONNXScaleOrder(self, of: constant.shape, axis: axis, block: block)
    let (scales, zeros) = (scale.floats, zero?.floats ?? [0])
    let numbers = constant.floats.enumerated().map { index, number in
      let place = order.place(of: index)
      return (number - zeros[zeros.count == 1 ? 0 : place])
        * scales[scales.count == 1 ? 0 : place]
    }
    return ONNXConstant(
      shape: constant.shape, rounding: numbers.lazy.map { Double($0) }, to: scale.type)
  }

  /// Rounded to the nearest whole numbers, to the even one of two.
  func quantized() throws(FormatError) -> ONNXConstant? {
    guard let constant = argument(0), let scale = argument(1), constant.isFloat else { return nil }
    let (type, range) = try wholeNumbers()
    let order = try ONNXScaleOrder(
      self, of: constant.shape, axis: try attributes.int("axis", default: 1),
      block: try attributes.int("block_size", default: 0))
    let (scales, zeros) = (scale.exactFloats, argument(2)?.integers ?? [0])
    var numbers: [Int] = []
    numbers.reserveCapacity(constant.count)
    for (index, number) in constant.exactFloats.enumerated() {
      let place = order.place(of: index)
      // Runtimes divide in the type of the scales, which decides what lies midway.
      let quotient = number / scales[scales.count == 1 ? 0 : place]
      let rounded = (scale.type == .float64 ? quotient : Double(scale.type.rounded(quotient)))
        .rounded(.toNearestOrEven)
      guard !rounded.isNaN else { throw malformed("its numbers or scales are not finite") }
      // No number beyond these is in the range, whatever the zero point.
      let bounded = Int(min(max(rounded, -0x1p16), 0x1p16))
      let shifted = bounded + zeros[zeros.count == 1 ? 0 : place]
      numbers.append(min(max(shifted, range.lowerBound), range.upperBound))
    }
    return ONNXConstant(shape: constant.shape, .integers(numbers), type: type)
  }

  /// The type that a node quantises to: that of its zero point, or a stated one, or unsigned bytes.
  private func wholeNumbers() throws(FormatError) -> (ElementType, ClosedRange<Int>) {
    let stated = try attributes.int("output_dtype", default: 0)
    let usual = stated == 0 ? ElementType.uint8.rawValue : stated
    let code = argument(2)?.type.rawValue ?? usual
    guard stated == 0 || stated == code else {
      throw malformed(
        "output_dtype is \(ElementType.name(ofCode: stated)), but the type of its zero point "
          + ElementType.name(ofCode: code))
    }
    guard let type = ElementType(rawValue: code), [.uint8, .int8].contains(type),
      let range = type.integers
    else {
      throw .unsupported(
        file: file, node: node.title,
        what: "quantises to \(ElementType.name(ofCode: code)); int8 and uint8 are possible")
    }
    return (type, range)
  }
}

/// Which scale and zero point each element of a tensor has.
private struct ONNXScaleOrder {
  /// How many elements are behind each along the axis.
  private let inner: Int
  /// How long the axis is.
  private let length: Int
  /// How many of the axis have one scale.
  private let block: Int
  /// Whether axes in front and behind have scales of their own.
  private let isBlocked: Bool

  init(
    _ node: ONNXConstantNode, of shape: [Int], axis stated: Int, block: Int
  ) throws(FormatError) {
    let shapes = [node.argument(1), node.argument(2)].compactMap { $0?.shape }
    let axis = stated < 0 ? stated &+ shape.count : stated
    isBlocked = block != 0
    if isBlocked {
      var scales = shape
      guard block > 0, shape.indices.contains(axis) else {
        throw node.malformed("blocks of \(block) along the axis \(stated) of \(shape)")
      }
      scales[axis] = shape[axis] / block + (shape[axis] % block == 0 ? 0 : 1)
      guard shapes.allSatisfy({ $0 == scales }) else {
        throw node.malformed(
          "scales of the shape \(shapes.first ?? []) for blocks of \(block) in \(shape)")
      }
      (inner, length, self.block) = (shape[(axis + 1)...].reduce(1, *), shape[axis], block)
      return
    }
    let counts = shapes.map { $0.reduce(1, *) }
    let count = counts.max() ?? 1
    let isOne = count == 1
    length = isOne ? 1 : shape.indices.contains(axis) ? shape[axis] : 0
    guard length == count, counts.allSatisfy({ $0 == 1 || $0 == count }) else {
      throw node.malformed("\(count) scales for the shape \(shape)")
    }
    inner = isOne ? 1 : shape[(axis + 1)...].reduce(1, *)
    self.block = 1
  }

  /// That of an element, in row-major order of both.
  func place(of element: Int) -> Int {
    let along = element / inner % length / block
    guard isBlocked else { return along }
    let blocks = length / block + (length % block == 0 ? 0 : 1)
    return (element / inner / length * blocks + along) * inner + element % inner
  }
}
