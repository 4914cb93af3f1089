import Networks

/// A comparison of what depends on the image with a number.
struct ONNXComparison {
  /// The name of what is compared.
  let subject: String
  let number: Float
  /// Whether it holds for larger numbers.
  let isGreater: Bool
}

/// Comparisons with a number, and the choice by them: ReLU and clips as exporters also spell them.
extension ONNXOperators {
  static let comparisons: [ONNXOperator] = [
    comparison("Greater", isGreater: true), comparison("GreaterOrEqual", isGreater: true),
    comparison("Less", isGreater: false), comparison("LessOrEqual", isGreater: false),
    ONNXOperator(
      "Where", inputs: 3...3,
      add: { importer, node throws(FormatError) in try importer.addWhere(node) }),
  ]

  private static func comparison(_ name: String, isGreater: Bool) -> ONNXOperator {
    ONNXOperator(
      name, inputs: 2...2,
      add: { importer, node throws(FormatError) in
        try importer.addComparison(node, isGreater: isGreater)
      })
  }
}

extension ONNXImporter {
  fileprivate mutating func addComparison(
    _ node: Onnx_NodeProto, isGreater: Bool
  ) throws(FormatError) {
    for position in 0...1 {
      guard let number = try constant(node.input[position])?.scalar, !number.isNaN else { continue }
      let subject = node.input[1 - position]
      _ = try view(node, 1 - position)
      comparisons[node.output[0]] = ONNXComparison(
        subject: subject, number: number, isGreater: isGreater == (position == 1))
      return
    }
    throw unsupported(node, "compares two maps; only a number is possible beside a map")
  }

  /// `x > c ? x : c` and its like are bounds; whether the two are equal makes no difference.
  fileprivate mutating func addWhere(_ node: Onnx_NodeProto) throws(FormatError) {
    let refusal = unsupported(
      node, "chooses by other than a bound (x > c ? x : c); no firing rate follows")
    guard let comparison = comparisons[node.input[0]] else { throw refusal }
    let isKept = node.input[1] == comparison.subject
    guard isKept != (node.input[2] == comparison.subject) else { throw refusal }
    let other = try constant(node.input[isKept ? 2 : 1])?.scalar
    guard let other, other == comparison.number else { throw refusal }
    let bound =
      comparison.isGreater == isKept
      ? Activation.clamp(minimum: other, maximum: .infinity)
      : .clamp(minimum: -.infinity, maximum: other)
    try addActivation(bound.simplified, node, position: isKept ? 1 : 2)
  }
}
