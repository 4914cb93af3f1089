/// An operator whose results are sums of elements of its first argument.
private typealias ONNXSummation = ONNXElementOperator<ONNXSums>

/// Operators each of whose results is a sum of elements, of constants and of what depends on the
/// image alike.
extension ONNXOperators {
  static let sums: [ONNXOperator] = [
    ONNXSummation("CumSum", inputs: 2...2, mayMixImages: { _, _ in true }) {
      node throws(FormatError) in try node.runningSums()
    }.asOperator,
    ONNXSummation("Col2Im", inputs: 3...3, mayMixImages: { _, _ in true }) {
      node throws(FormatError) in try node.foldedBlocks()
    }.asOperator,
  ]
}

extension ONNXSums: ONNXElementChange {
  static let refusalOfPairs = "adds over the batch; export what is done to one image"

  func applied(
    to view: ONNXView, of node: Onnx_NodeProto, in importer: inout ONNXImporter
  ) throws(FormatError) -> ONNXView {
    try importer.summed(view, by: self, for: node)
  }

  func applied(
    to constant: ONNXConstant, of node: ONNXConstantNode
  ) throws(FormatError) -> ONNXConstant {
    guard let result = constant.summed(by: self) else {
      throw node.malformed("\(node.node.opType) of \(constant.shape) whole numbers has no result")
    }
    return result
  }
}

extension ONNXElementNode {
  /// All elements up to each one along an axis, or from each one on (`reverse`), without itself
  /// (`exclusive`).
  fileprivate func runningSums() throws(FormatError) -> ONNXSums {
    guard let stated = constant(1)?.integers, stated.count == 1 else {
      throw malformed("the axis is missing")
    }
    let axis = try axis(stated[0])
    let isExclusive = try attributes.int("exclusive", default: 0) != 0
    let isReversed = try attributes.int("reverse", default: 0) != 0
    let (length, step) = (shape[axis], rowMajorStrides(shape)[axis])
    // Half of all pairs along the axis.
    let (terms, overflows) = shape.reduce(1, *).multipliedReportingOverflow(by: length / 2 + 1)
    try checkRoom(for: overflows || terms > largestElementCount ? nil : terms)
    let skipped = isExclusive ? 1 : 0
    return ONNXSums(of: shape) { element in
      let place = element / step % length
      let first = element - place * step
      let places =
        isReversed
        ? stride(from: length - 1, through: place + skipped, by: -1)
        : stride(from: 0, through: place - skipped, by: 1)
      return places.lazy.map { first + $0 * step }
    }
  }

  /// Columns of blocks added up where these overlap in an image: the reverse of unfolding it.
  fileprivate func foldedBlocks() throws(FormatError) -> ONNXSums {
    guard let image = constant(1)?.integers, let block = constant(2)?.integers,
      shape.count == 3, image.count == block.count, (1...3).contains(image.count),
      (image + block).allSatisfy((1...Self.longest).contains)
    else { throw malformed("folds blocks of \(shape)") }
    let ones = image.map { _ in 1 }
    let strides = try attributes.ints("strides") ?? ones
    let dilations = try attributes.ints("dilations") ?? ones
    let pads = try attributes.ints("pads") ?? (ones + ones).map { _ in 0 }
    guard [strides.count, dilations.count] == [image.count, image.count],
      pads.count == 2 * image.count, (strides + dilations).allSatisfy((1...Self.longest).contains),
      pads.allSatisfy((0...Self.longest).contains)
    else { throw malformed("folds blocks by the strides \(strides) and margins \(pads)") }
    let counts = image.indices.map { axis in
      (image[axis] + pads[axis] + pads[axis + image.count] - dilations[axis] * (block[axis] - 1)
        - 1) / strides[axis] + 1
    }
    guard let size = elementCount(block), counts.allSatisfy({ $0 > 0 }),
      elementCount(counts) == shape[2], shape[1] % size == 0
    else { throw malformed("folds \(shape) into \(image) by blocks of \(block)") }
    let result = [shape[0], shape[1] / size] + image
    try checkRoom(for: elementCount(result))
    // Of each element: its block's element along each axis, then its block's place.
    let inner = rowMajorStrides(block + counts)
    let window = size * shape[2]
    let places = (0..<shape.reduce(1, *)).map { element -> Int32 in
      var place = element / window
      for axis in image.indices {
        let offset = element / inner[axis] % block[axis]
        let start = element / inner[axis + image.count] % counts[axis]
        let position = start * strides[axis] + offset * dilations[axis] - pads[axis]
        guard (0..<image[axis]).contains(position) else { return -1 }
        place = place * image[axis] + position
      }
      return Int32(place)
    }
    return ONNXSums(adding: places, to: result)
  }

  private static var longest: Int { Window.lengths.upperBound }
}
