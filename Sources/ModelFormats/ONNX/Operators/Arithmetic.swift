import Networks

/// Sums, differences, products, quotients and rounding: merges of a residual block, constants that
/// scale or shift channels, and the parts of trained activations.
extension ONNXOperators {
  static let arithmetic: [ONNXOperator] = [
    ONNXArithmetic.add.asOperator,
    ONNXArithmetic.subtract.asOperator,
    ONNXArithmetic.multiply.asOperator,
    ONNXArithmetic.divide.asOperator,
    ONNXOperator(
      "Floor", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.refuseFloor(node) },
      folding: .numbers { $0.mapped { $0.rounded(.down) } },
      scalarStep: { _, node in node.input.first.map { ONNXScalarStep($0, .floor) } }),
    ONNXOperator(
      "Round", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.refuseFloor(node) },
      folding: .numbers { $0.mapped { $0.rounded(.toNearestOrEven) } },
      scalarStep: { _, node in node.input.first.map { ONNXScalarStep($0, .round) } }),
    ONNXOperator(
      "Neg", inputs: 1...1,
      add: { importer, node throws(FormatError) in
        importer.give(try importer.scaled(try importer.view(node), by: -1, for: node), to: node)
      }, folding: .numbers { $0.mapped({ -$0 }, { 0 &- $0 }) }),
    ONNXOperator(
      "Sum", inputs: 1...Int.max,
      add: { importer, node throws(FormatError) in try importer.addSum(node) },
      folding: .numbers { node throws(FormatError) in try node.combined(+) }),
    ONNXOperator(
      "Mean", inputs: 1...Int.max,
      add: { importer, node throws(FormatError) in
        try importer.addSum(node, times: 1 / Float(node.input.count))
      },
      folding: .numbers { node throws(FormatError) in
        let count = Double(node.arguments.count)
        return try node.combined(+)?.mapped({ $0 / count }, nil)
      }),
  ]
}

/// An operator on two maps, on a map and a constant, or on two constants.
private struct ONNXArithmetic: Sendable {
  let name: String
  let floats: @Sendable (Double, Double) -> Double
  let integers: @Sendable (Int, Int) -> (partialValue: Int, overflow: Bool)
  let isCommutative: Bool

  /// `x ∘ c` as a function of x; `nil` if there is no such number.
  let scalarFunction: @Sendable (Double) -> ONNXScalarFunction?

  /// `x ∘ c[channel]` for a constant at position 1, `c[channel] ∘ x` for one at position 0; `nil`
  /// if no factors and offsets amount to it.
  let channels: @Sendable (_ constants: [Float], _ position: Int) -> ChannelAffine?

  /// How two maps can meet in it; `nil` if they cannot.
  let merge: Merge?

  enum Merge { case sum, difference }

  static let add = ONNXArithmetic(
    name: "Add", floats: { $0 + $1 }, integers: { $0.addingReportingOverflow($1) },
    isCommutative: true, scalarFunction: { .shift($0) },
    channels: { constants, _ in .shift(constants) }, merge: .sum)

  static let subtract = ONNXArithmetic(
    name: "Sub", floats: { $0 - $1 }, integers: { $0.subtractingReportingOverflow($1) },
    isCommutative: false, scalarFunction: { .shift(-$0) },
    channels: { constants, position in
      position == 1
        ? .shift(constants.map { -$0 })
        : ChannelAffine(factor: constants.map { _ in -1 }, offset: constants)
    }, merge: .difference)

  static let multiply = ONNXArithmetic(
    name: "Mul", floats: { $0 * $1 }, integers: { $0.multipliedReportingOverflow(by: $1) },
    isCommutative: true, scalarFunction: { .scale($0) },
    channels: { constants, _ in .scale(constants) }, merge: nil)

  static let divide = ONNXArithmetic(
    name: "Div", floats: { $0 / $1 }, integers: { $0.dividedReportingOverflow(by: $1) },
    isCommutative: false, scalarFunction: { $0 == 0 ? nil : .scale(1 / $0) },
    channels: { constants, position in position == 1 ? .scale(constants.map { 1 / $0 }) : nil },
    merge: nil)

  var asOperator: ONNXOperator {
    ONNXOperator(
      name, inputs: 2...2,
      add: { importer, node throws(FormatError) in try importer.addArithmetic(self, node) },
      folding: .numbers { node throws(FormatError) in try node.combined(floats, integers) },
      scalarStep: { importer, node throws(FormatError) in try importer.scalarStep(self, node) })
  }
}

extension ChannelAffine {
  static func shift(_ offset: [Float]) -> ChannelAffine {
    ChannelAffine(factor: offset.map { _ in 1 }, offset: offset)
  }

  static func scale(_ factor: [Float]) -> ChannelAffine {
    ChannelAffine(factor: factor, offset: factor.map { _ in 0 })
  }
}

extension ONNXImporter {
  /// A merge of two maps, or a constant that is broadcast over one.
  fileprivate mutating func addArithmetic(
    _ arithmetic: ONNXArithmetic, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    guard node.input.count == 2 else { throw notQuantized(node) }
    guard !attributes(node).has("axis") else {
      throw unsupported(node, "broadcasts by the attribute 'axis', as before operator set 7")
    }
    if try addChoiceInParts(node) { return }
    if let constant = try constant(node.input[1]) {
      try addAffine(arithmetic, node, constant, position: 1)
    } else if let constant = try constant(node.input[0]) {
      try addAffine(arithmetic, node, constant, position: 0)
    } else {
      try addMerge(arithmetic, node)
    }
  }

  /// The sum of any number of maps and constants.
  fileprivate mutating func addSum(
    _ node: Onnx_NodeProto, times factor: Float = 1
  ) throws(FormatError) {
    var sum: ONNXView?
    var constants: [ONNXConstant] = []
    for position in node.input.indices {
      if let constant = try constant(node.input[position]) {
        try requireFinite(constant, node, position)
        constants.append(constant)
      } else if let first = sum {
        sum = try self.sum(first, try view(node, position), for: node)
      } else {
        sum = try view(node, position)
      }
    }
    guard var result = sum else { throw malformed(node.title, "it adds constants only") }
    for constant in constants {
      result = try affine(result, constant, for: node) { numbers in .shift(numbers) }
    }
    give(factor == 1 ? result : try scaled(result, by: factor, for: node), to: node)
  }

  /// Rounding that no trained activation has taken in.
  fileprivate mutating func refuseFloor(_ node: Onnx_NodeProto) throws(FormatError) {
    throw notQuantized(node)
  }

  private func notQuantized(_ node: Onnx_NodeProto) -> FormatError {
    unsupported(
      node,
      "is not part of a quantised activation λ/L · floor(clip(z/λ, 0, 1) · L + s), s from 0 to "
        + "below 1; build the network with such, and train it again")
  }

  private mutating func addMerge(
    _ arithmetic: ONNXArithmetic, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    guard let merge = arithmetic.merge else {
      throw unsupported(
        node,
        "combines two maps by \(node.opType), as gates do; only sums are possible, so build the "
          + "network without and train it again")
    }
    let second = try view(node, 1)
    let other =
      merge == .sum ? second : try scaled(second, by: -1, for: node)
    give(try sum(try view(node, 0), other, for: node), to: node)
  }

  /// A constant that is added to or multiplied with what depends on the image.
  private mutating func addAffine(
    _ arithmetic: ONNXArithmetic, _ node: Onnx_NodeProto, _ constant: ONNXConstant, position: Int
  ) throws(FormatError) {
    let view = try view(node, 1 - position)
    try requireFinite(constant, node, position)
    let indivisible = unsupported(node, "divides a constant by a map")
    let zero = malformed(node.title, "divides by zero")
    let result = try affine(view, constant, for: node) { numbers throws(FormatError) in
      guard let layer = arithmetic.channels(numbers, position) else { throw indivisible }
      guard layer.factor.allSatisfy(\.isFinite) else { throw zero }
      return layer
    }
    give(result, to: node)
  }

  fileprivate mutating func scalarStep(
    _ arithmetic: ONNXArithmetic, _ node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXScalarStep? {
    guard node.input.count == 2 else { return nil }
    if let number = try scalar(node.input[1]) {
      return arithmetic.scalarFunction(number).map { ONNXScalarStep(node.input[0], $0) }
    }
    guard let number = try scalar(node.input[0]), arithmetic.isCommutative else { return nil }
    return arithmetic.scalarFunction(number).map { ONNXScalarStep(node.input[1], $0) }
  }

  private mutating func scalar(_ name: String) throws(FormatError) -> Double? {
    guard let constant = try constant(name), let number = constant.scalar, number.isFinite,
      constant.shape.count <= 4
    else { return nil }
    return Double(number)
  }
}
