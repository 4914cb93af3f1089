import Networks

/// The result of a network node as the file sees it: which of its units each element is.
struct ONNXView: Equatable {
  /// The index in `ONNXImporter.nodes`.
  let node: Int

  /// With the batch in front; a symbolic batch counts as 1.
  let shape: [Int]

  /// The unit of each element of one image in row-major order, -1 for a zero; `nil` where the
  /// elements are the node's units in their order.
  private let units: [Int32]?

  /// The units of a node in their order.
  init(node: Int, shape: [Int]) {
    self.init(node: node, shape: shape, units: nil)
  }

  /// The view that has the same elements of another node with the same units.
  func with(node: Int) -> ONNXView { ONNXView(node: node, shape: shape, units: units) }

  /// Some units of a node.
  ///
  /// - Parameter unitCount: How many units the node has.
  init(node: Int, shape: [Int], units: [Int32], of unitCount: Int) {
    let isOrdered = units.count == unitCount && zip(units, 0...).allSatisfy { $0 == $1 }
    self.init(node: node, shape: shape, units: isOrdered ? nil : units)
  }

  private init(node: Int, shape: [Int], units: [Int32]?) {
    self.node = node
    self.shape = shape
    self.units = units
  }

  /// How many elements there are, those of a whole batch.
  var count: Int { shape.reduce(1, *) }

  /// How many elements one image has.
  func imageCount(of unitCount: Int) -> Int { units?.count ?? unitCount }

  /// Whether the elements are the node's units in their order.
  var isOrdered: Bool { units == nil }

  /// The unit of each element; -1 for a zero.
  func units(of unitCount: Int) -> [Int32] { units ?? (0..<Int32(unitCount)).map { $0 } }

  /// Whether every unit of the node is one element, and there are no others.
  func isPermutation(of unitCount: Int) -> Bool {
    guard let units else { return true }
    guard units.count == unitCount else { return false }
    var isSeen = Array(repeating: false, count: unitCount)
    for unit in units {
      guard unit >= 0, !isSeen[Int(unit)] else { return false }
      isSeen[Int(unit)] = true
    }
    return true
  }

  /// The same elements by other lengths, which come to the same number.
  func reshaped(_ shape: [Int]) -> ONNXView { ONNXView(node: node, shape: shape, units: units) }

  /// - Precondition: The batch is 1, and the lists fit the shape.
  func reindexed(by reindexing: ONNXReindexing, unitCount: Int) -> ONNXView {
    if case .reshaped(let lengths) = reindexing { return reshaped(lengths) }
    let positions = reindexing.positions(in: shape)
    return ONNXView(
      node: node, shape: reindexing.shape(of: shape),
      units: units.map { units in positions.map { $0 < 0 ? -1 : units[Int($0)] } } ?? positions,
      of: unitCount)
  }
}

extension MapShape {
  /// The map that the elements of a shape are, if the file has no other idea: channels first, then
  /// rows, then columns; one-dimensional maps have one row.
  ///
  /// - Parameter lengths: Without the batch; positive.
  init(canonical lengths: [Int]) {
    let rest = lengths.dropFirst()
    self.init(
      channels: lengths.first ?? 1, height: rest.dropLast().reduce(1, *), width: rest.last ?? 1)
  }
}
