import Networks

/// Sums, means and maxima along axes.
extension ONNXOperators {
  static let reductions: [ONNXOperator] = [
    ONNXOperator(
      "ReduceMean", inputs: 1...2,
      add: { importer, node throws(FormatError) in
        try importer.addReduction(node, AnalogOperation.averagePool)
      }),
    ONNXOperator(
      "ReduceSum", inputs: 1...2,
      add: { importer, node throws(FormatError) in
        try importer.addReduction(node, AnalogOperation.averagePool, isSum: true)
      }),
    ONNXOperator(
      "ReduceMax", inputs: 1...2,
      add: { importer, node throws(FormatError) in
        try importer.addReduction(node, AnalogOperation.maxPool)
      }),
  ]
}

extension ONNXImporter {
  /// A global pool over the axes of a node, which become the places of a map.
  fileprivate mutating func addReduction(
    _ node: Onnx_NodeProto, _ operation: (Pooling) -> AnalogOperation, isSum: Bool = false
  ) throws(FormatError) {
    let view = try view(node)
    let axes = try reducedAxes(node, rank: view.shape.count)
    guard !axes.isEmpty else {
      give(view, to: node)
      return
    }
    guard !axes.contains(0) else {
      throw unsupported(node, "reduces the batch; only axes of one image are possible")
    }
    let kept = view.shape.indices.dropFirst().filter { !axes.contains($0) }
    let order = [0] + kept + axes
    let ordered =
      order == Array(view.shape.indices)
      ? view : try reindexed(view, by: [.transposed(order)], for: node)
    let lengths = axes.map { view.shape[$0] }
    let places = lengths.reduce(1, *)
    let map = MapShape(
      channels: kept.reduce(1) { $0 * view.shape[$1] },
      height: lengths.dropLast().reduce(1, *), width: lengths.last ?? 1)
    let source = try settled(ordered, as: map, for: node.title)
    let index = try append(
      operation(globalPooling(map)), fileName: node.title, inputs: [source],
      shape: MapShape(channels: map.channels))
    let keeps = try attributes(node).int("keepdims", default: 1) != 0
    let shape = view.shape.indices.compactMap { axis in
      axes.contains(axis) ? (keeps ? 1 : nil) : view.shape[axis]
    }
    let result = ONNXView(node: index, shape: shape)
    give(isSum ? try scaled(result, by: Float(places), for: node) : result, to: node)
  }

  /// The axes in ascending order; an input since operator set 13 or 18, all where none is stated.
  private mutating func reducedAxes(
    _ node: Onnx_NodeProto, rank: Int
  ) throws(FormatError) -> [Int] {
    let attributes = attributes(node)
    let listed = try attributes.ints("axes")
    let stated = try optionalConstant(node, 1)?.integers ?? listed ?? []
    if stated.isEmpty {
      let isNothing = try attributes.int("noop_with_empty_axes", default: 0) != 0
      return isNothing ? [] : Array(0..<rank)
    }
    let axes = Set(stated.map { $0 < 0 ? $0 &+ rank : $0 }).sorted()
    guard axes.count == stated.count, axes.allSatisfy((0..<rank).contains) else {
      throw malformed(node.title, "the axes \(stated) of \(rank)")
    }
    return axes
  }
}
