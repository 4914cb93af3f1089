/// Products of matrices of constants: what comes of a first state of zeros, or of weights in parts.
///
/// Each element is summed in 64 bits and rounded to its type once.
extension ONNXConstantNode {
  /// `A · B`, of matrices or of stacks of them; a vector is a row on the left and a column on the
  /// right.
  func matrixProduct() throws(FormatError) -> ONNXConstant? {
    guard var a = argument(0), var b = argument(1) else { return nil }
    guard !a.shape.isEmpty, !b.shape.isEmpty else { throw mismatch(a, b) }
    let (isRow, isColumn) = (a.shape.count == 1, b.shape.count == 1)
    if isRow { a.shape.insert(1, at: 0) }
    if isColumn { b.shape.append(1) }
    let stacks = (a.shape.dropLast(2), b.shape.dropLast(2))
    guard let stack = broadcast(Array(stacks.0), Array(stacks.1)) else { throw mismatch(a, b) }
    let sides = (a.shape.suffix(2), b.shape.suffix(2))
    for shape in [stack + sides.0, stack + sides.1] { try checkRoom(for: elementCount(shape)) }
    let result = try product(a.broadcast(to: stack + sides.0), b.broadcast(to: stack + sides.1))
    var shape = result.shape
    if isColumn { shape.removeLast() }
    if isRow { shape.remove(at: shape.count - (isColumn ? 1 : 2)) }
    return result.with(shape: shape)
  }

  /// `α · A · B + β · C`, with A and B or what they are transposed.
  func generalProduct() throws(FormatError) -> ONNXConstant? {
    guard let a = argument(0), let b = argument(1) else { return nil }
    guard a.shape.count == 2, b.shape.count == 2 else { throw mismatch(a, b) }
    let alpha = Double(try attributes.float("alpha", default: 1))
    let beta = Double(try attributes.float("beta", default: 1))
    let turned = ONNXReindexing.transposed([1, 0])
    let left = try attributes.int("transA", default: 0) != 0 ? a.reindexed(by: turned) : a
    let right = try attributes.int("transB", default: 0) != 0 ? b.reindexed(by: turned) : b
    var result = try product(left, right)
    if alpha != 1 {
      guard let scaled = result.mapped({ $0 * alpha }, nil) else { return nil }
      result = scaled
    }
    guard let c = argument(2) else { return result }
    guard c.type == result.type, broadcast(result.shape, c.shape) == result.shape else {
      throw malformed("adds \(c.shape) of \(c.type) to \(result.shape) of \(result.type)")
    }
    guard let offsets = beta == 1 ? c : c.mapped({ $0 * beta }, nil) else { return nil }
    let sum = ONNXConstantNode(node: node, arguments: [result, offsets], file: file, room: room)
    return try sum.combined(+) { $0.addingReportingOverflow($1) }
  }

  /// The product of each pair of matrices, of which both have as many.
  private func product(
    _ a: ONNXConstant, _ b: ONNXConstant
  ) throws(FormatError) -> ONNXConstant {
    let (rank, inner) = (a.shape.count, a.shape.last ?? 0)
    guard b.shape[rank - 2] == inner, a.type == b.type else { throw mismatch(a, b) }
    let (rows, columns) = (a.shape[rank - 2], b.shape[rank - 1])
    let shape = a.shape.dropLast() + [columns]
    let count = elementCount(Array(shape))
    try checkRoom(for: count)
    let total = count ?? 0
    func terms(_ element: Int) -> (first: Int, second: Int) {
      let (matrix, row) = (element / (rows * columns), element / columns % rows)
      return ((matrix * rows + row) * inner, matrix * inner * columns + element % columns)
    }
    if let x = a.integers, let y = b.integers {
      let numbers = (0..<total).map { element in
        let (first, second) = terms(element)
        return (0..<inner).reduce(0) { $0 &+ x[first + $1] &* y[second + $1 * columns] }
      }
      return ONNXConstant(
        shape: Array(shape), .integers(numbers.map { a.type.wrapped($0) }), type: a.type)
    }
    let (x, y) = (a.exactFloats, b.exactFloats)
    let numbers = (0..<total).map { element in
      let (first, second) = terms(element)
      var sum = 0.0
      for index in 0..<inner { sum += x[first + index] * y[second + index * columns] }
      return sum
    }
    return ONNXConstant(shape: Array(shape), rounding: numbers, to: a.type)
  }

  private func mismatch(_ a: ONNXConstant, _ b: ONNXConstant) -> FormatError {
    malformed("\(node.opType) of \(a.shape) of \(a.type) by \(b.shape) of \(b.type)")
  }
}
