/// How many numbers an import may still decode, hand to a node, or make of others.
///
/// Models keep each number for a node or two. A small file can ask for far more: by constants that
/// double from node to node, or by one that thousands of nodes read.
struct ONNXBudget {
  private(set) var left = 1 << 23

  /// - Parameter bytes: The size of a file with numbers.
  mutating func grow(bytes: Int) {
    left += 4 * min(bytes, 1 << 40)
  }

  /// Whether so many numbers were left, which are so no more.
  mutating func take(_ count: Int) -> Bool {
    left -= min(count, left + 1)
    return left >= 0
  }
}
