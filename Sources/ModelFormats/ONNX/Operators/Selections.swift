/// An operator whose result is a selection of the elements of its first argument.
typealias ONNXSelection = ONNXElementOperator<[ONNXReindexing]>

/// Operators that reorder, repeat, leave out or surround elements, of constants and of what depends
/// on the image alike.
extension ONNXOperators {
  static let selections = (selectionsByAxes + selectionsByPlaces).map(\.asOperator)

  /// Those that treat all elements of an axis alike.
  static let selectionsByAxes = [
    ONNXSelection("Transpose", inputs: 1...1) { node throws(FormatError) in
      let order = try node.attributes.ints("perm") ?? Array(node.shape.indices.reversed())
      guard order.sorted() == Array(node.shape.indices) else {
        throw node.malformed("the permutation \(order) does not fit \(node.shape)")
      }
      return [.transposed(order)]
    },
    ONNXSelection("Slice", inputs: 1...5, mayMixImages: { _, _ in true }) {
      node throws(FormatError) in try node.slice()
    },
    ONNXSelection("Gather", inputs: 2...2, mayMixImages: { _, _ in true }) {
      node throws(FormatError) in try node.gather()
    },
    ONNXSelection("Expand", inputs: 2...2) { node throws(FormatError) in try node.expand() },
    ONNXSelection("Tile", inputs: 2...2) { node throws(FormatError) in try node.tile() },
    ONNXSelection("DepthToSpace", inputs: 1...1) { node throws(FormatError) in
      try node.depthToSpace()
    },
    ONNXSelection("SpaceToDepth", inputs: 1...1) { node throws(FormatError) in
      try node.spaceToDepth()
    },
  ]
}

extension [ONNXReindexing]: ONNXElementChange {
  static let refusalOfPairs = "chooses among images; only elements of each image can be chosen"

  func keepsPairs(of width: Int32) -> Bool { allSatisfy { $0.keepsPairs(of: width) } }

  func applied(
    to view: ONNXView, of node: Onnx_NodeProto, in importer: inout ONNXImporter
  ) throws(FormatError) -> ONNXView {
    try importer.reindexed(view, by: self, for: node)
  }

  func applied(
    to constant: ONNXConstant, of node: ONNXConstantNode
  ) throws(FormatError) -> ONNXConstant {
    var result = constant
    for step in self {
      try node.checkRoom(for: elementCount(step.shape(of: result.shape)))
      result = result.reindexed(by: step)
    }
    return result
  }
}

extension ONNXReindexing {
  fileprivate func keepsPairs(of width: Int32) -> Bool {
    switch self {
    case .reshaped, .transposed: return true
    case .picked(let lists): return lists[0] == [0, 1]
    case .placed(let places, let shape):
      guard shape.first == 2 else { return false }
      let (first, second) = (places.prefix(places.count / 2), places.suffix(places.count / 2))
      return zip(first, second).allSatisfy { one, other in
        one < width && other == (one < 0 ? -1 : one + width)
      }
    }
  }
}

extension ONNXElementNode {
  /// Positions from a start to before an end, by steps that may be negative.
  fileprivate func slice() throws(FormatError) -> [ONNXReindexing] {
    guard let starts = try integers(1, or: "starts"), let ends = try integers(2, or: "ends"),
      starts.count == ends.count
    else { throw malformed("the starts and ends of the slices are missing") }
    let axes = try integers(3, or: "axes") ?? Array(0..<starts.count)
    let steps = constant(4)?.integers ?? Array(repeating: 1, count: starts.count)
    guard axes.count == starts.count, steps.count == starts.count, !steps.contains(0) else {
      throw malformed("\(starts.count) slices of the axes \(axes) by the steps \(steps)")
    }
    var lists = everything
    for index in axes.indices {
      let axis = try axis(axes[index])
      lists[axis] = slice(shape[axis], starts[index], ends[index], step: steps[index])
      guard !lists[axis].isEmpty || shape.count == 1 else {
        throw malformed("a slice of the axis \(axis) is empty")
      }
    }
    return [.picked(lists)]
  }

  private func slice(_ length: Int, _ start: Int, _ end: Int, step: Int) -> [Int] {
    func position(_ stated: Int, in range: ClosedRange<Int>) -> Int {
      let place = stated < 0 ? stated &+ length : stated
      return min(max(place, range.lowerBound), range.upperBound)
    }
    guard length > 0 else { return [] }
    // Ends far below -length are how exporters say "to the beginning".
    let range = step > 0 ? 0...length : -1...(length - 1)
    let first = start < -length ? range.lowerBound : position(start, in: range)
    let last = end < -length ? range.lowerBound : position(end, in: range)
    return Array(stride(from: first, to: last, by: step))
  }

  /// Positions of one axis, in a shape of their own.
  fileprivate func gather() throws(FormatError) -> [ONNXReindexing] {
    let axis = try axis(try attributes.int("axis", default: 0))
    guard let indices = constant(1), let places = indices.integers else {
      throw malformed("the indices are missing")
    }
    let length = shape[axis]
    let positions = places.map { $0 < 0 ? $0 &+ length : $0 }
    guard positions.allSatisfy((0..<length).contains) else {
      throw malformed("an index is outside of 0..<\(length)")
    }
    let result = Array(shape[..<axis] + indices.shape + shape[(axis + 1)...])
    guard positions != Array(0..<length) else { return [.reshaped(result)] }
    var lists = everything
    lists[axis] = positions
    return [.picked(lists), .reshaped(result)]
  }

  /// Repeated along axes of length 1, and along new ones.
  fileprivate func expand() throws(FormatError) -> [ONNXReindexing] {
    guard let target = constant(1)?.integers, let result = broadcast(shape, target) else {
      throw malformed("the shape \(shape) cannot be expanded")
    }
    try checkRoom(for: elementCount(result))
    return ONNXReindexing.expanding(shape, to: result)
  }

  /// The whole, several times along each axis.
  fileprivate func tile() throws(FormatError) -> [ONNXReindexing] {
    guard let counts = constant(1)?.integers, counts.count == shape.count,
      counts.allSatisfy((1...largestElementCount).contains),
      shape.allSatisfy((0...largestElementCount).contains)
    else { throw malformed("the shape \(shape) cannot be repeated") }
    try checkRoom(for: elementCount(zip(shape, counts).map { $0 * $1 }))
    return [
      .picked(zip(shape, counts).map { length, count in (0..<count).flatMap { _ in 0..<length } })
    ]
  }

  /// Blocks of channels as places of a larger map.
  fileprivate func depthToSpace() throws(FormatError) -> [ONNXReindexing] {
    let side = try blockSide()
    let isDepthFirst = try attributes.string("mode", default: "DCR") == "DCR"
    let (batch, channels, rows, columns) = (shape[0], shape[1], shape[2], shape[3])
    guard channels % (side * side) == 0 else {
      throw malformed("blocks of \(side)x\(side) of \(channels) channels")
    }
    let depth = channels / (side * side)
    return [
      .reshaped(
        isDepthFirst
          ? [batch, side, side, depth, rows, columns] : [batch, depth, side, side, rows, columns]),
      .transposed(isDepthFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3]),
      .reshaped([batch, depth, rows * side, columns * side]),
    ]
  }

  /// Blocks of places as channels of a smaller map.
  fileprivate func spaceToDepth() throws(FormatError) -> [ONNXReindexing] {
    let side = try blockSide()
    let (batch, channels, rows, columns) = (shape[0], shape[1], shape[2], shape[3])
    guard rows % side == 0, columns % side == 0 else {
      throw malformed("blocks of \(side)x\(side) of \(rows)x\(columns)")
    }
    return [
      .reshaped([batch, channels, rows / side, side, columns / side, side]),
      .transposed([0, 3, 5, 1, 2, 4]),
      .reshaped([batch, channels * side * side, rows / side, columns / side]),
    ]
  }

  private func blockSide() throws(FormatError) -> Int {
    let side = try attributes.int("blocksize", default: 0)
    guard shape.count == 4, (1...(1 << 10)).contains(side) else {
      throw malformed("blocks of \(side) of the shape \(shape)")
    }
    return side
  }
}
