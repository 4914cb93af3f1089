/// Operators that say of each element by itself which one it is, by constant indices or by its
/// place.
extension ONNXOperators {
  static let selectionsByPlaces = [
    ONNXSelection(
      "GatherND", inputs: 2...2,
      mayMixImages: { importer, node in
        // Places that the file computes are those of all images.
        importer.tensor(node.input[1]) != nil
          && (try? importer.attributes(node).int("batch_dims", default: 0)) == 0
      }
    ) { node throws(FormatError) in try node.gatherND() },
    ONNXSelection("GatherElements", inputs: 2...2) { node throws(FormatError) in
      try node.gatherElements()
    },
    ONNXSelection("Trilu", inputs: 1...2, mayMixImages: { _, _ in true }) {
      node throws(FormatError) in try node.triangle()
    },
    ONNXSelection("ReverseSequence", inputs: 2...2) { node throws(FormatError) in
      try node.reversed()
    },
  ]
}

extension ONNXElementNode {
  /// The indices that are the second argument, and their shape.
  ///
  /// - Precondition: The node has that argument.
  private func indices() throws(FormatError) -> (numbers: [Int], shape: [Int]) {
    guard let constant = constant(1), let numbers = constant.integers else {
      throw malformed("the indices are missing")
    }
    return (numbers, constant.shape)
  }

  /// Blocks behind tuples of indices, each of which leads along one axis.
  fileprivate func gatherND() throws(FormatError) -> [ONNXReindexing] {
    let tuples = try ONNXIndexTuples(
      self, indices: constant(1), batchAxes: try attributes.int("batch_dims", default: 0))
    let result = Array(tuples.shape) + shape[tuples.depth...]
    try checkRoom(for: elementCount(result))
    let width = Int32(tuples.width)
    return [.placed(tuples.starts.flatMap { $0..<$0 + width }, shape: result)]
  }

  /// An index along one axis for each element; along all others it keeps its place.
  fileprivate func gatherElements() throws(FormatError) -> [ONNXReindexing] {
    let axis = try axis(try attributes.int("axis", default: 0))
    let (numbers, lengths) = try indices()
    return [.placed(try places(of: numbers, lengths, along: axis), shape: lengths)]
  }

  /// Where indices along an axis lead, each from its own place along all others.
  func places(
    of numbers: [Int], _ lengths: [Int], along axis: Int
  ) throws(FormatError) -> [Int32] {
    guard lengths.count == shape.count,
      shape.indices.allSatisfy({ $0 == axis || lengths[$0] <= shape[$0] })
    else { throw malformed("indices of the shape \(lengths) for \(shape)") }
    try checkRoom(for: elementCount(lengths))
    var everywhere = lengths.map { Array(0..<$0) }
    everywhere[axis] = Array(repeating: 0, count: lengths[axis])
    let origins = ONNXReindexing.picked(everywhere).positions(in: shape)
    let (length, stride) = (shape[axis], rowMajorStrides(shape)[axis])
    var places: [Int32] = []
    places.reserveCapacity(numbers.count)
    for (number, origin) in zip(numbers, origins) {
      let index = number < 0 ? number &+ length : number
      guard (0..<length).contains(index) else {
        throw malformed("an index is outside of 0..<\(length)")
      }
      places.append(origin + Int32(index * stride))
    }
    return places
  }

  /// The upper or the lower triangle of each matrix; zeros elsewhere.
  fileprivate func triangle() throws(FormatError) -> [ONNXReindexing] {
    guard shape.count >= 2 else { throw malformed("a triangle of \(shape)") }
    let isUpper = try attributes.int("upper", default: 1) != 0
    let (rows, columns) = (shape[shape.count - 2], shape[shape.count - 1])
    let stated = constant(1)?.integers?.first ?? 0
    let diagonal = min(max(stated, -rows - 1), columns + 1)
    try checkRoom(for: elementCount(shape))
    let places = (0..<shape.reduce(1, *)).map { element in
      let distance = element % columns - element / columns % rows
      return (isUpper ? distance >= diagonal : distance <= diagonal) ? Int32(element) : -1
    }
    return [.placed(places, shape: shape)]
  }

  /// The first elements along one axis turned around: how many, a constant says for each place
  /// along another.
  fileprivate func reversed() throws(FormatError) -> [ONNXReindexing] {
    let batchAxis = try attributes.int("batch_axis", default: 1)
    let timeAxis = try attributes.int("time_axis", default: 0)
    guard shape.count >= 2, [batchAxis, timeAxis].sorted() == [0, 1],
      let counts = constant(1)?.integers, counts.count == shape[batchAxis],
      counts.allSatisfy((0...shape[timeAxis]).contains)
    else { throw malformed("turns sequences of \(shape) around") }
    try checkRoom(for: elementCount(shape))
    let strides = rowMajorStrides(shape)
    let places = (0..<shape.reduce(1, *)).map { element in
      let time = element / strides[timeAxis] % shape[timeAxis]
      let count = counts[element / strides[batchAxis] % shape[batchAxis]]
      return Int32(time < count ? element + (count - 1 - 2 * time) * strides[timeAxis] : element)
    }
    return [.placed(places, shape: shape)]
  }
}

/// Constant tuples of indices into the first axes of a tensor, as `GatherND` and `ScatterND` have.
struct ONNXIndexTuples {
  /// That of the tuples.
  let shape: ArraySlice<Int>
  /// How many axes of the tensor they decide, those of a batch included.
  let depth: Int
  /// How many elements are behind each.
  let width: Int
  /// Where these begin in the tensor.
  let starts: [Int32]

  /// - Parameters:
  ///   - node: The shape of its first argument is the tensor's.
  ///   - batchAxes: How many first axes tensor and tuples share.
  init(
    _ node: ONNXElementNode, indices: ONNXConstant?, batchAxes: Int
  ) throws(FormatError) {
    let lengths = node.shape
    guard let indices, let numbers = indices.integers, let count = indices.shape.last, count > 0,
      (0..<indices.shape.count).contains(batchAxes), batchAxes + count <= lengths.count,
      indices.shape.prefix(batchAxes) == lengths.prefix(batchAxes)
    else {
      throw node.malformed("indices of the shape \(indices?.shape ?? []) for \(lengths)")
    }
    shape = indices.shape.dropLast()
    depth = batchAxes + count
    width = lengths[depth...].reduce(1, *)
    let strides = rowMajorStrides(lengths)
    let each = max(shape.dropFirst(batchAxes).reduce(1, *), 1)
    let batch = lengths[batchAxes...].reduce(1, *)
    var starts: [Int32] = []
    starts.reserveCapacity(numbers.count / count)
    for first in stride(from: 0, to: numbers.count, by: count) {
      var start = first / count / each * batch
      for axis in batchAxes..<depth {
        let (number, length) = (numbers[first + axis - batchAxes], lengths[axis])
        let index = number < 0 ? number &+ length : number
        guard (0..<length).contains(index) else {
          throw node.malformed("an index is outside of 0..<\(length)")
        }
        start += index * strides[axis]
      }
      starts.append(Int32(start))
    }
    self.starts = starts
  }
}
