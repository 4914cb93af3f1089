/// The largest number of elements of one tensor; anything beyond is a damaged or hostile file.
let largestElementCount = 1 << 30

/// The largest number of axes, as many as NumPy has.
let largestRank = 64

/// The product of the lengths, or `nil` if one is negative, or their number or product is absurd.
func elementCount(_ shape: [Int]) -> Int? {
  guard shape.count <= largestRank else { return nil }
  var product = 1
  for length in shape {
    // Zeros count as ones here, so that no part of the shape has an absurd product either.
    let (result, overflows) = product.multipliedReportingOverflow(by: max(length, 1))
    guard length >= 0, !overflows, result <= largestElementCount else { return nil }
    product = result
  }
  return shape.contains(0) ? 0 : product
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

/// What a `Flatten` makes of a shape: two axes, split before `axis`.
func flattenedShape(_ shape: [Int], axis: Int) -> [Int]? {
  let split = axis < 0 ? axis + shape.count : axis
  guard (0...shape.count).contains(split) else { return nil }
  return [shape[..<split].reduce(1, *), shape[split...].reduce(1, *)]
}

/// A shape with new axes of length 1, at positions of the result.
func unsqueezed(_ shape: [Int], axes: [Int]) -> [Int]? {
  let rank = shape.count + axes.count
  let places = Set(axes.map { $0 < 0 ? $0 &+ rank : $0 })
  guard rank <= largestRank, places.count == axes.count, places.allSatisfy((0..<rank).contains)
  else { return nil }
  var rest = shape[...]
  return (0..<rank).compactMap { places.contains($0) ? 1 : rest.popFirst() }
}

/// A shape without some axes of length 1, or without any of them.
func squeezed(_ shape: [Int], axes: [Int]?) -> [Int]? {
  let all = shape.indices.filter { shape[$0] == 1 }
  let places = Set((axes ?? all).map { $0 < 0 ? $0 &+ shape.count : $0 })
  guard places.allSatisfy({ shape.indices.contains($0) && shape[$0] == 1 }) else { return nil }
  return shape.indices.filter { !places.contains($0) }.map { shape[$0] }
}
