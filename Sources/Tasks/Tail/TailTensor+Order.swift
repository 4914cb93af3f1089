// Other orders of the numbers of a tensor.
extension TailTensor {
  func transposed(_ order: [Int]) -> [Float] {
    let strides = strides
    return gathered(order.map { axis in (0..<shape[axis]).map { $0 * strides[axis] } })
  }

  func picked(_ positions: [[Int]]) -> [Float] {
    gathered(zip(positions, strides).map { list, stride in list.map { $0 < 0 ? -1 : $0 * stride } })
  }

  /// Repeated along axes of length 1, and along new ones in front.
  func repeated(to target: [Int]) -> [Float] {
    guard shape != target else { return values }
    let new = Array(repeating: 0, count: target.count - shape.count)
    let (strides, lengths) = (new + self.strides, new.map { _ in 1 } + shape)
    return gathered(
      target.indices.map { axis in
        (0..<target[axis]).map { lengths[axis] == 1 ? 0 : $0 * strides[axis] }
      })
  }

  /// The numbers along some axes together, for each place of the others in their order.
  func rows(_ axes: [Int]) -> [[Float]] {
    let (order, length) = order(last: axes)
    let moved = transposed(order)
    return stride(from: 0, to: moved.count, by: length).map { Array(moved[$0..<$0 + length]) }
  }

  /// The tensor with the numbers along some axes changed together.
  func changingRows(_ axes: [Int], _ change: (inout [Float]) -> Void) -> [Float] {
    let (order, length) = order(last: axes)
    var moved = transposed(order)
    var row: [Float] = []
    for start in stride(from: 0, to: moved.count, by: length) {
      row = Array(moved[start..<start + length])
      change(&row)
      moved.replaceSubrange(start..<start + length, with: row)
    }
    var back = order
    for (place, axis) in order.enumerated() { back[axis] = place }
    return TailTensor(shape: order.map { shape[$0] }, values: moved).transposed(back)
  }

  /// The other axes, then these, in their order; and how many numbers these have together.
  private func order(last axes: [Int]) -> (order: [Int], length: Int) {
    let last = shape.indices.filter(axes.contains)
    return (
      shape.indices.filter { !axes.contains($0) } + last, last.reduce(1) { $0 * shape[$1] }
    )
  }

  /// How far apart neighbours along each axis are.
  private var strides: [Int] {
    var strides = Array(repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    return strides
  }

  /// The numbers at the sums of one offset of each axis, in row-major order; 0 where one is -1.
  private func gathered(_ offsets: [[Int]]) -> [Float] {
    let inner = offsets.last ?? [0]
    var starts = [0]
    for list in offsets.dropLast() {
      var longer: [Int] = []
      longer.reserveCapacity(starts.count * list.count)
      for start in starts {
        for offset in list { longer.append(start < 0 || offset < 0 ? -1 : start + offset) }
      }
      starts = longer
    }
    var result: [Float] = []
    result.reserveCapacity(starts.count * inner.count)
    for start in starts {
      for offset in inner {
        result.append(start < 0 || offset < 0 ? 0 : values[start + offset])
      }
    }
    return result
  }
}
