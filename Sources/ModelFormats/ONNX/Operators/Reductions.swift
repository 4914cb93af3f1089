import Networks

/// Sums, means and maxima along axes.
extension ONNXOperators {
  static let reductions: [ONNXOperator] = [
    ONNXOperator(
      "ReduceMean", inputs: 1...2,
      add: { importer, node throws(FormatError) in
        try importer.addReduction(node) { pooling, _ in .averagePool(pooling) }
      },
      folding: .numbers { node throws(FormatError) in
        try node.reduced({ $0.reduce(0, +) / Double($0.count) }) { row in
          sum(row).map { $0 / row.count }
        }
      }),
    ONNXOperator(
      "ReduceSum", inputs: 1...2,
      add: { importer, node throws(FormatError) in
        try importer.addReduction(node, isSum: true) { pooling, _ in .averagePool(pooling) }
      },
      folding: .numbers { node throws(FormatError) in
        try node.reduced({ $0.reduce(0, +) }, sum)
      }),
    ONNXOperator(
      "ReduceMax", inputs: 1...2,
      add: { importer, node throws(FormatError) in
        try importer.addReduction(node) { pooling, _ in .maxPool(pooling) }
      },
      folding: .numbers { node throws(FormatError) in
        try node.reduced({ $0.reduce(-.infinity, max) }) { $0.max() }
      }),
    ONNXOperator(
      "ReduceMin", inputs: 1...2,
      add: { importer, node throws(FormatError) in
        try importer.addReduction(node) { pooling, channels in
          .maxPool(pooling.turned(in: Array(repeating: true, count: channels)))
        }
      },
      folding: .numbers { node throws(FormatError) in
        try node.reduced({ $0.reduce(.infinity, min) }) { $0.min() }
      }),
    ONNXOperator(
      "ReduceL2", inputs: 1...2,
      folding: .numbers { node throws(FormatError) in
        try node.reduced({ $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }) { row in
          // Squares up to here have exact roots, or lie between two whole numbers for certain.
          sum(row.map { product([$0, $0][...]) ?? .max }[...]).flatMap { sum in
            sum <= 1 << 52 ? Int(Double(sum).squareRoot()) : nil
          }
        }
      }),
    ONNXOperator(
      "ReduceL1", inputs: 1...2,
      add: { importer, node throws(FormatError) in try importer.addMagnitudes(node) },
      folding: .numbers { node throws(FormatError) in
        try node.reduced({ $0.reduce(0) { $0 + abs($1) } }) { row in
          sum(row.map { Int(clamping: $0.magnitude) }[...])
        }
      }),
    ONNXOperator(
      "ReduceProd", inputs: 1...2,
      folding: .numbers { node throws(FormatError) in
        try node.reduced({ $0.reduce(1, *) }, product)
      }),
  ]

  /// `nil` beyond 64 bits.
  private static func sum(_ numbers: ArraySlice<Int>) -> Int? {
    numbers.reduce(0) { total, number in
      total.map { $0.addingReportingOverflow(number) }
        .flatMap { $0.overflow ? nil : $0.partialValue }
    }
  }

  /// `nil` beyond 64 bits.
  private static func product(_ numbers: ArraySlice<Int>) -> Int? {
    numbers.reduce(1) { total, number in
      total.map { $0.multipliedReportingOverflow(by: number) }
        .flatMap { $0.overflow ? nil : $0.partialValue }
    }
  }
}

extension ONNXImporter {
  /// The sum of numbers without their signs, along the axes of a node.
  fileprivate mutating func addMagnitudes(_ node: Onnx_NodeProto) throws(FormatError) {
    let magnitudes = "\(node.title): magnitudes"
    try perform(
      .with {
        ($0.opType, $0.name) = ("Abs", node.name)
        ($0.input, $0.output) = ([node.input[0]], [magnitudes])
      })
    var sum = node
    sum.input[0] = magnitudes
    try addReduction(sum, isSum: true) { pooling, _ in .averagePool(pooling) }
  }

  /// A global pool over the axes of a node, which become the places of a map.
  ///
  /// - Parameter operation: What pools so many channels.
  fileprivate mutating func addReduction(
    _ node: Onnx_NodeProto, isSum: Bool = false,
    _ operation: (_ pooling: Pooling, _ channels: Int) -> AnalogOperation
  ) throws(FormatError) {
    var view = try view(node)
    var axes = try reducedAxes(node, rank: view.shape.count)
    guard !axes.isEmpty else {
      give(view, to: node)
      return
    }
    // A first axis that is not the batch has the batch in it, outermost, together with places.
    let isJoined = batch == 1 && view.shape[0] != batch
    if isJoined {
      view = view.reshaped([batch] + view.shape)
      axes = axes.map { $0 + 1 }
    }
    guard !axes.contains(0) else {
      throw unsupported(node, "reduces the batch; export what is done to one image")
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
      operation(globalPooling(map), map.channels), fileName: node.title, inputs: [source],
      shape: MapShape(channels: map.channels))
    let keeps = try attributes(node).int("keepdims", default: 1) != 0
    let shape = view.shape.indices.compactMap { axis in
      axes.contains(axis) ? (keeps ? 1 : nil) : view.shape[axis]
    }
    let result = ONNXView(node: index, shape: isJoined ? Array(shape.dropFirst()) : shape)
    give(isSum ? try scaled(result, by: Float(places), for: node) : result, to: node)
  }

  /// The axes of a node in ascending order.
  mutating func reducedAxes(
    _ node: Onnx_NodeProto, rank: Int
  ) throws(FormatError) -> [Int] {
    try attributes(node).reducedAxes(try optionalConstant(node, 1)?.integers, rank: rank)
  }
}

extension ONNXConstantNode {
  /// One number of all along the axes of a node, in their type.
  ///
  /// - Parameter integers: Of whole numbers; `nil` where that is none of 64 bits.
  fileprivate func reduced(
    _ floats: ([Double]) -> Double, _ integers: (ArraySlice<Int>) -> Int?
  ) throws(FormatError) -> ONNXConstant? {
    guard let constant = argument(0) else { return nil }
    let shape = constant.shape
    let axes = try attributes.reducedAxes(argument(1)?.integers, rank: shape.count)
    guard !axes.isEmpty, !shape.contains(0) else { return constant }
    let kept = shape.indices.filter { !axes.contains($0) }
    let moved = constant.reindexed(by: .transposed(kept + axes))
    let width = axes.reduce(1) { $0 * shape[$1] }
    let keeps = try attributes.int("keepdims", default: 1) != 0
    let lengths = shape.indices.compactMap { axes.contains($0) ? (keeps ? 1 : nil) : shape[$0] }
    let starts = stride(from: 0, to: moved.count, by: width)
    guard let rows = moved.integers, let range = constant.type.integers else {
      let rows = moved.exactFloats
      return ONNXConstant(
        shape: lengths, rounding: starts.map { floats(Array(rows[$0..<$0 + width])) },
        to: constant.type)
    }
    let numbers = starts.compactMap { integers(rows[$0..<$0 + width]) }
    // What is beyond the type, runtimes make different numbers of.
    guard numbers.count == lengths.reduce(1, *), numbers.allSatisfy(range.contains) else {
      throw malformed("\(node.opType) of \(shape) whole numbers has no result")
    }
    return ONNXConstant(shape: lengths, .integers(numbers), type: constant.type)
  }
}

extension ONNXAttributes {
  /// The axes in ascending order; all where none is stated.
  ///
  /// - Parameter argument: Where they stand since operator set 13 or 18.
  fileprivate func reducedAxes(_ argument: [Int]?, rank: Int) throws(FormatError) -> [Int] {
    let listed = try ints("axes")
    let stated = argument ?? listed ?? []
    if stated.isEmpty {
      return try int("noop_with_empty_axes", default: 0) != 0 ? [] : Array(0..<rank)
    }
    let axes = Set(stated.map { $0 < 0 ? $0 &+ rank : $0 }).sorted()
    guard axes.count == stated.count, axes.allSatisfy((0..<rank).contains) else {
      throw malformed("the axes \(stated) of \(rank)")
    }
    return axes
  }
}
