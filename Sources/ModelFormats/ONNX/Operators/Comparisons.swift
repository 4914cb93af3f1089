import Networks

/// A comparison of what depends on the image with a number.
struct ONNXComparison {
  /// The name of what is compared.
  let subject: String
  let number: Float
  /// Whether it holds for larger numbers.
  let isGreater: Bool

  /// Whether it holds where another one does not, but for equal numbers.
  func isOpposite(of other: ONNXComparison) -> Bool {
    subject == other.subject && number == other.number && isGreater != other.isGreater
  }
}

/// Comparisons with a number, and the choice by them: ReLU and clips as exporters also spell them.
extension ONNXOperators {
  static let comparisons: [ONNXOperator] = [
    comparison("Greater", isGreater: true, { $0 > $1 }, { $0 > $1 }),
    comparison("GreaterOrEqual", isGreater: true, { $0 >= $1 }, { $0 >= $1 }),
    comparison("Less", isGreater: false, { $0 < $1 }, { $0 < $1 }),
    comparison("LessOrEqual", isGreater: false, { $0 <= $1 }, { $0 <= $1 }),
    ONNXOperator(
      "Not", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.addNegation(node) },
      folding: .numbers { $0.negated() }),
    ONNXOperator(
      "Where", inputs: 3...3,
      add: { importer, node throws(FormatError) in try importer.addWhere(node) },
      folding: .numbers { node throws(FormatError) in try node.chosen() }),
  ]

  private static func comparison(
    _ name: String, isGreater: Bool, _ floats: @escaping @Sendable (Double, Double) -> Bool,
    _ integers: @escaping @Sendable (Int, Int) -> Bool
  ) -> ONNXOperator {
    ONNXOperator(
      name, inputs: 2...2,
      add: { importer, node throws(FormatError) in
        try importer.addComparison(node, isGreater: isGreater)
      },
      folding: .numbers { node throws(FormatError) in try node.compared(floats, integers) })
  }
}

extension ONNXImporter {
  fileprivate mutating func addComparison(
    _ node: Onnx_NodeProto, isGreater: Bool
  ) throws(FormatError) {
    for position in 0...1 {
      guard let numbers = try constant(node.input[position]) else { continue }
      let subject = node.input[1 - position]
      guard let number = numbers.common(over: try view(node, 1 - position).shape) else {
        throw unsupported(
          node,
          "compares a map with different numbers, or with a larger shape of them; only one number "
            + "is possible beside a map")
      }
      comparisons[node.output[0]] = ONNXComparison(
        subject: subject, number: number, isGreater: isGreater == (position == 1))
      return
    }
    throw unsupported(node, "compares two maps; only a number is possible beside a map")
  }

  fileprivate mutating func addNegation(_ node: Onnx_NodeProto) throws(FormatError) {
    guard let comparison = comparisons[node.input[0]] else {
      throw unsupported(node, "negates what is no comparison with a number")
    }
    comparisons[node.output[0]] = ONNXComparison(
      subject: comparison.subject, number: comparison.number, isGreater: !comparison.isGreater)
  }

  /// `x > c ? x : c` and its like are bounds; whether the two are equal makes no difference.
  fileprivate mutating func addWhere(_ node: Onnx_NodeProto) throws(FormatError) {
    if let mask = try constant(node.input[0]) { return try addMask(mask, node) }
    guard let comparison = comparisons[node.input[0]],
      try addChoice(comparison, node.input[1], node.input[2], node)
    else {
      throw unsupported(
        node,
        "chooses by other than a bound (x > c ? x : c); no firing rate follows, so build the "
          + "network without and train it again")
    }
  }

  /// A choice that is the same for all images: each side times 1 or 0, and their sum.
  private mutating func addMask(
    _ mask: ONNXConstant, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    var maps: ONNXView?
    var offsets: ONNXConstant?
    for position in 1...2 {
      let flags = ONNXConstant(
        shape: mask.shape, .floats(mask.truths.map { $0 == (position == 1) ? 1 : 0 }))
      if let constant = try constant(node.input[position]) {
        try requireFinite(constant, node, position)
        let numbers = ONNXConstant(shape: constant.shape, .floats(constant.floats))
        let product = ONNXConstantNode(
          node: node, arguments: [flags, numbers], file: graph.file, room: roomForElements)
        offsets = try product.combined(*)
      } else {
        let view = try view(node, position)
        let part = try affine(view, flags, for: node) { numbers in .scale(numbers) }
        if let first = maps { maps = try sum(first, part, for: node) } else { maps = part }
      }
    }
    guard var result = maps else { throw malformed(node.title, "it chooses constants only") }
    if let offsets {
      result = try affine(result, offsets, for: node) { numbers in .shift(numbers) }
    }
    give(result, to: node)
  }
}
