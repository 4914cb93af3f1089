/// A change of the order, the number or the shape of a tensor's elements, whatever they are.
///
/// Slices, paddings, transpositions and their like are lists of these, so that one rule says what
/// an operator does to constants and to what depends on the image.
enum ONNXReindexing: Equatable, Sendable {
  /// Other lengths for the same elements in the same order.
  case reshaped([Int])
  /// For each axis of the result, which one of the tensor it is.
  case transposed([Int])
  /// For each axis the positions that are taken from it; -1 for a filling.
  case picked([[Int]])
  /// For each element of a shape, in row-major order, which one of the tensor it is; -1 for a
  /// filling.
  case placed([Int32], shape: [Int])

  /// What repeats a shape along axes of length 1, and along new ones in front, to become another.
  static func expanding(_ shape: [Int], to result: [Int]) -> [ONNXReindexing] {
    let lengths = Array(repeating: 1, count: result.count - shape.count) + shape
    guard lengths != result else { return [.reshaped(result)] }
    let lists = zip(lengths, result).map { old, new in
      old == new ? Array(0..<old) : Array(repeating: 0, count: new)
    }
    return [.reshaped(lengths), .picked(lists)]
  }

  /// The shape of the result.
  ///
  /// - Precondition: The lists fit the shape.
  func shape(of shape: [Int]) -> [Int] {
    switch self {
    case .reshaped(let lengths): lengths
    case .transposed(let order): order.map { shape[$0] }
    case .picked(let lists): lists.map(\.count)
    case .placed(_, let lengths): lengths
    }
  }

  /// Where each element of the result comes from, in row-major order; -1 for a filling.
  ///
  /// Cost: linear in the number of elements of the result.
  func positions(in shape: [Int]) -> [Int32] {
    let strides = rowMajorStrides(shape)
    switch self {
    case .reshaped(let lengths): return (0..<Int32(lengths.reduce(1, *))).map { $0 }
    case .transposed(let order):
      return Self.positions(order.map { axis in (0..<shape[axis]).map { $0 * strides[axis] } })
    case .picked(let lists):
      return Self.positions(
        zip(lists, strides).map { list, stride in list.map { $0 < 0 ? -1 : $0 * stride } })
    case .placed(let places, _): return places
    }
  }

  /// The sums of one offset of each axis; -1 where one of them is.
  private static func positions(_ offsets: [[Int]]) -> [Int32] {
    var positions: [Int32] = [0]
    for list in offsets {
      var longer: [Int32] = []
      longer.reserveCapacity(positions.count * list.count)
      for position in positions {
        for offset in list {
          longer.append(position < 0 || offset < 0 ? -1 : position + Int32(offset))
        }
      }
      positions = longer
    }
    return positions
  }
}

/// How far apart neighbours along each axis are.
func rowMajorStrides(_ shape: [Int]) -> [Int] {
  var strides = Array(repeating: 1, count: shape.count)
  for axis in shape.indices.dropLast().reversed() {
    strides[axis] = strides[axis + 1] * shape[axis + 1]
  }
  return strides
}

extension ONNXConstant {
  /// - Parameter filling: The number where an element comes from nowhere.
  func reindexed(by reindexing: ONNXReindexing, filling: Float = 0) -> ONNXConstant {
    let target = reindexing.shape(of: shape)
    if case .reshaped = reindexing { return with(shape: target) }
    return picking(reindexing.positions(in: shape), shape: target, filling: filling)
  }
}
