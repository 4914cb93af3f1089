import Networks

/// An operator that can be computed behind all layers: its name, and which steps it becomes.
struct ONNXTailOperator: Sendable {
  typealias Rule =
    @Sendable (inout ONNXTailReader, Onnx_NodeProto) throws(FormatError) -> Void

  /// As the standard spells it.
  let name: String
  let rule: Rule

  init(_ name: String, _ rule: @escaping Rule) {
    self.name = name
    self.rule = rule
  }

  /// All of them, by name.
  static let all = Dictionary(
    uniqueKeysWithValues: (functions + functionsWithParameters + combinations + reductions
      + comparisons + choices + moves + weighings).map { ($0.name, $0) })
}

// Functions of single numbers.
extension ONNXTailOperator {
  private static let kinds: [(String, TailFunction.Kind)] = [
    ("Neg", .negative), ("Abs", .absolute), ("Reciprocal", .reciprocal), ("Sqrt", .squareRoot),
    ("Exp", .exponential), ("Log", .logarithm), ("Floor", .floor), ("Ceil", .ceiling),
    ("Sign", .sign), ("Round", .round), ("Sigmoid", .sigmoid), ("Tanh", .tanh),
    ("Softplus", .softplus), ("Softsign", .softsign), ("HardSwish", .hardSwish),
  ]

  fileprivate static let functions = kinds.map { name, kind in
    ONNXTailOperator(name) { reader, node throws(FormatError) in
      try reader.addFunction(kind, nil, of: node)
    }
  }

  fileprivate static let functionsWithParameters = [
    ONNXTailOperator("Relu") { reader, node throws(FormatError) in
      try reader.addFunction(.clip, 0, of: node)
    },
    ONNXTailOperator("Elu") { reader, node throws(FormatError) in
      let slope = try reader.importer.attributes(node).float("alpha", default: 1)
      try reader.addFunction(.elu, slope, of: node)
    },
    ONNXTailOperator("LeakyRelu") { reader, node throws(FormatError) in
      let slope = try reader.importer.attributes(node).float("alpha", default: 0.01)
      try reader.addFunction(.leaky, slope, of: node)
    },
    ONNXTailOperator("HardSigmoid") { reader, node throws(FormatError) in
      let attributes = reader.importer.attributes(node)
      try reader.addFunction(
        .hardSigmoid, try attributes.float("alpha", default: 0.2),
        try attributes.float("beta", default: 0.5), of: node)
    },
    ONNXTailOperator("Clip") { reader, node throws(FormatError) in
      let bounds = try reader.importer.clipBounds(node)
      guard bounds.minimum < .infinity, bounds.maximum > -.infinity else {
        throw reader.importer.unsupported(node, "clips all numbers to infinity")
      }
      try reader.addFunction(
        .clip, bounds.minimum.isFinite ? bounds.minimum : nil,
        bounds.maximum.isFinite ? bounds.maximum : nil, of: node)
    },
    ONNXTailOperator("Cast") { reader, node throws(FormatError) in try reader.addCast(node) },
  ]
}

// Several tensors as one.
extension ONNXTailOperator {
  private static let pairs: [(String, TailCombination)] = [
    ("Add", .sum), ("Sub", .difference), ("Mul", .product), ("Div", .quotient), ("Pow", .power),
    ("Min", .minimum), ("Max", .maximum), ("Sum", .sum),
  ]

  fileprivate static let combinations =
    pairs.map { name, combination in
      ONNXTailOperator(name) { reader, node throws(FormatError) in
        var result = try reader.value(node)
        for position in node.input.indices.dropFirst() {
          result = try reader.combined(
            combination, result, try reader.value(node, position), of: node)
        }
        reader.give(result, to: node)
      }
    } + [
      ONNXTailOperator("Concat") { reader, node throws(FormatError) in
        var parts: [Int] = []
        for position in node.input.indices { parts.append(try reader.value(node, position)) }
        let shape = try reader.shape(of: reader.value(node))
        let axis = try reader.axis(node, default: 1, of: shape)
        try reader.add(.concatenate(axis: axis), parts, of: node)
      }
    ]
}

// Whether something holds of numbers, as 1 or 0, and choices by it.
extension ONNXTailOperator {
  fileprivate static let comparisons =
    [
      comparison("Greater", .greater), comparison("GreaterOrEqual", .notLess),
      comparison("Less", .greater, isTurned: true),
      comparison("LessOrEqual", .notLess, isTurned: true), comparison("Equal", .equal),
      comparison("And", .minimum), comparison("Or", .maximum),
    ] + [
      ONNXTailOperator("Not") { reader, node throws(FormatError) in
        let zero = try reader.append(.constant(values: [0]), [], of: node)
        try reader.add(.combine(.equal), [try reader.value(node), zero], of: node)
      },
      ONNXTailOperator("Where") { reader, node throws(FormatError) in
        let values = [
          try reader.value(node), try reader.value(node, 1), try reader.value(node, 2),
        ]
        try reader.add(.choose, values, of: node)
      },
    ]

  /// - Parameter isTurned: Whether the arguments change places.
  private static func comparison(
    _ name: String, _ combination: TailCombination, isTurned: Bool = false
  ) -> ONNXTailOperator {
    ONNXTailOperator(name) { reader, node throws(FormatError) in
      let values = [try reader.value(node), try reader.value(node, 1)]
      try reader.add(.combine(combination), isTurned ? values.reversed() : values, of: node)
    }
  }
}

// Along axes.
extension ONNXTailOperator {
  private static let sums: [(String, TailReduction)] = [
    ("ReduceSum", .sum), ("ReduceMean", .mean), ("ReduceMin", .minimum), ("ReduceMax", .maximum),
    ("ReduceProd", .product),
  ]

  fileprivate static let reductions =
    sums.map { name, reduction in
      ONNXTailOperator(name) { reader, node throws(FormatError) in
        let value = try reader.value(node)
        let axes = try reader.importer.reducedAxes(node, rank: reader.shape(of: value).count)
        try reader.addReduction(.reduce(reduction, axes: axes), value, axes, of: node)
      }
    } + [
      ONNXTailOperator("ReduceL1") { reader, node throws(FormatError) in
        let value = try reader.value(node)
        let axes = try reader.importer.reducedAxes(node, rank: reader.shape(of: value).count)
        let magnitudes = try reader.append(.function(TailFunction(.absolute)), [value], of: node)
        try reader.addReduction(.reduce(.sum, axes: axes), magnitudes, axes, of: node)
      }
    ]

  fileprivate static let choices = [
    ONNXTailOperator("ArgMax") { reader, node throws(FormatError) in
      let value = try reader.value(node)
      let axis = try reader.axis(node, default: 0, of: reader.shape(of: value))
      guard try reader.importer.attributes(node).int("select_last_index", default: 0) == 0 else {
        throw reader.importer.unsupported(node, "takes the last of equal numbers")
      }
      try reader.addReduction(.largest(axis: axis), value, [axis], of: node)
    },
    ONNXTailOperator("Softmax") { reader, node throws(FormatError) in
      try reader.addSoftmax(node) { .softmax(axis: $0) }
    },
    ONNXTailOperator("LogSoftmax") { reader, node throws(FormatError) in
      try reader.addSoftmax(node) { .logSoftmax(axis: $0) }
    },
  ]
}

// Other orders.
extension ONNXTailOperator {
  fileprivate static let moves =
    ONNXReshaping.all.map { reshaping in
      ONNXTailOperator(reshaping.name) { reader, node throws(FormatError) in
        let value = try reader.value(node)
        let shape = try reader.importer.shape(node, of: reader.shape(of: value), by: reshaping)
        try reader.add(.reshape, [value], shape: shape, of: node)
      }
    }
    + ONNXOperators.selectionsByAxes.map { selection in
      ONNXTailOperator(selection.name) { reader, node throws(FormatError) in
        let value = try reader.value(node)
        let constants = try reader.importer.furtherConstants(node)
        let steps = try selection.rule(
          reader.importer.elementNode(node, of: reader.shape(of: value), constants))
        reader.give(try reader.reindexed(value, by: steps, of: node), to: node)
      }
    } + [
      ONNXTailOperator("Resize") { reader, node throws(FormatError) in
        try reader.addResize(node)
      },
      ONNXTailOperator("Split") { reader, node throws(FormatError) in try reader.addSplit(node) },
      ONNXTailOperator("Identity") { reader, node throws(FormatError) in
        reader.give(try reader.value(node), to: node)
      },
    ]

  /// The mean of a distribution over distances, as YOLO 8 has it: a sum with fixed weights.
  fileprivate static let weighings = [
    ONNXTailOperator("Conv") { reader, node throws(FormatError) in
      try reader.addMeanOfChannels(node)
    },
    ONNXTailOperator("MatMul") { reader, node throws(FormatError) in
      try reader.addMeanOfRows(node)
    },
  ]
}

extension ONNXTailReader {
  fileprivate mutating func addFunction(
    _ kind: TailFunction.Kind, _ first: Float?, _ second: Float? = nil, of node: Onnx_NodeProto
  ) throws(FormatError) {
    try add(.function(TailFunction(kind, first, second)), [try value(node)], of: node)
  }

  fileprivate mutating func addReduction(
    _ operation: TailOperation, _ value: Int, _ axes: [Int], of node: Onnx_NodeProto
  ) throws(FormatError) {
    let reduced = try append(operation, [value], of: node)
    if ranges[value].type.integers != nil, case .reduce(let reduction, _) = operation {
      switch reduction {
      case .sum, .product: try requireExact(reduced, of: node)
      case .mean: throw importer.unsupported(node, "takes the mean of whole numbers")
      case .minimum, .maximum: break
      }
    }
    guard try importer.attributes(node).int("keepdims", default: 1) == 0 else {
      give(reduced, to: node)
      return
    }
    let shape = shape(of: value)
    let kept = shape.indices.filter { !axes.contains($0) }.map { shape[$0] }
    try add(.reshape, [reduced], shape: kept, of: node)
  }

  fileprivate mutating func addSoftmax(
    _ node: Onnx_NodeProto, _ operation: (Int) -> TailOperation
  ) throws(FormatError) {
    let value = try value(node)
    let shape = shape(of: value)
    // Before operator set 13 everything from the axis on is one vector.
    let isOld = importer.operatorSet < 13
    let axis = try axis(node, default: isOld ? 1 : -1, of: shape)
    guard isOld, axis < shape.count - 1 else {
      try add(operation(axis), [value], of: node)
      return
    }
    let flat = [shape[..<axis].reduce(1, *), shape[axis...].reduce(1, *)]
    let vectors = try append(.reshape, [value], shape: flat, of: node)
    let result = try append(operation(1), [vectors], of: node)
    try add(.reshape, [result], shape: shape, of: node)
  }

  /// Axis by axis, as weighted sums of a few selections.
  fileprivate mutating func addResize(_ node: Onnx_NodeProto) throws(FormatError) {
    var value = try value(node)
    let (resampling, lengths) = try importer.resampling(node, of: shape(of: value))
    for (axis, length) in lengths.enumerated() where length.old != length.new {
      let terms = try importer.terms(resampling, length, for: node)
      var sum: Int?
      for term in 0..<(terms.map(\.count).max() ?? 0) {
        let shares = terms.map { $0.indices.contains(term) ? $0[term] : (place: 0, weight: 0) }
        var positions = shape(of: value).map { Array(0..<$0) }
        positions[axis] = shares.map(\.place)
        var part = try append(.pick(positions: positions), [value], of: node)
        if shares.contains(where: { $0.weight != 1 }) {
          guard ranges[value].type.isFloat else {
            throw importer.unsupported(node, "interpolates whole numbers")
          }
          let shape = positions.indices.map { $0 == axis ? shares.count : 1 }
          let weights = try append(
            .constant(values: shares.map(\.weight)), [], shape: shape, of: node)
          part = try append(.combine(.product), [part, weights], of: node)
        }
        sum =
          try sum.map { sum throws(FormatError) in
            try append(.combine(.sum), [sum, part], of: node)
          } ?? part
      }
      value = sum ?? value
    }
    give(value, to: node)
  }

  fileprivate mutating func addSplit(_ node: Onnx_NodeProto) throws(FormatError) {
    let value = try value(node)
    let shape = shape(of: value)
    let (axis, parts) = try importer.parts(node, of: shape)
    for (name, part) in zip(node.output, parts) where !name.isEmpty && !part.isEmpty {
      var lists = shape.map { Array(0..<$0) }
      lists[axis] = Array(part)
      give(
        try append(.pick(positions: lists), [value], of: node), to: node, output: name)
    }
  }

  /// A convolution with one window of one place and one result.
  fileprivate mutating func addMeanOfChannels(_ node: Onnx_NodeProto) throws(FormatError) {
    let value = try value(node)
    let weights = try importer.weights(node, 1)
    let shape = shape(of: value)
    let attributes = importer.attributes(node)
    let (pads, strides) = (try attributes.ints("pads") ?? [], try attributes.ints("strides") ?? [])
    guard shape.count >= 3, weights.shape == [1, shape[1]] + shape.dropFirst(2).map({ _ in 1 }),
      pads.allSatisfy({ $0 == 0 }), strides.allSatisfy({ $0 == 1 })
    else { throw trained(node) }
    let sum = try weighed(value, by: weights, axis: 1, of: node)
    guard let bias = try importer.optionalConstant(node, 2) else {
      give(sum, to: node)
      return
    }
    let offset = try append(.constant(values: bias.floats), [], shape: bias.shape, of: node)
    try add(.combine(.sum), [sum, offset], of: node)
  }

  /// A product with one column of constants.
  fileprivate mutating func addMeanOfRows(_ node: Onnx_NodeProto) throws(FormatError) {
    let value = try value(node)
    var weights = try importer.weights(node, 1)
    let shape = shape(of: value)
    guard let length = shape.last, weights.shape == [length] || weights.shape == [length, 1]
    else { throw trained(node) }
    let isColumn = weights.shape.count == 2
    weights.shape = [length]
    let sum = try weighed(value, by: weights, axis: shape.count - 1, of: node)
    guard !isColumn else {
      give(sum, to: node)
      return
    }
    try add(.reshape, [sum], shape: Array(shape.dropLast()), of: node)
  }

  private mutating func weighed(
    _ value: Int, by weights: ONNXConstant, axis: Int, of node: Onnx_NodeProto
  ) throws(FormatError) -> Int {
    let factors = try append(
      .constant(values: weights.floats), [], shape: weights.shape, of: node)
    let products = try append(.combine(.product), [value, factors], of: node)
    return try append(.reduce(.sum, axes: [axis]), [products], of: node)
  }

  private func trained(_ node: Onnx_NodeProto) -> FormatError {
    importer.unsupported(node, "has weights behind what no spikes can stand for")
  }
}
