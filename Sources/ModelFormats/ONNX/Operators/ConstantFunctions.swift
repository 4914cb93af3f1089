import Foundation

/// Functions that only constants may go through: what quantising trainings make of weights, and
/// what exporters ask of shapes.
extension ONNXOperators {
  static let constantFunctions: [ONNXOperator] = [
    function("Abs", { abs($0) }, { $0 < 0 ? 0 &- $0 : $0 }),
    function("Ceil") { $0.rounded(.up) }, function("Sqrt") { $0.squareRoot() },
    function("Reciprocal") { 1 / $0 },
    function("Exp") { exp($0) }, function("Log") { log($0) }, function("Tanh") { tanh($0) },
    function("Sign", { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }, { $0.signum() }),
    ONNXOperator(
      "Pow", inputs: 2...2,
      folding: .numbers { node throws(FormatError) in try node.combined { pow($0, $1) } }),
    ONNXOperator(
      "Mod", inputs: 2...2,
      folding: .numbers { node throws(FormatError) in try node.remainder() }),
    comparison("Equal", { $0 == $1 }, { $0 == $1 }),
    comparison("And", { $0 != 0 && $1 != 0 }, { $0 != 0 && $1 != 0 }),
    comparison("Or", { $0 != 0 || $1 != 0 }, { $0 != 0 || $1 != 0 }),
  ]

  private static func function(
    _ name: String, _ floats: @escaping @Sendable (Float) -> Float,
    _ integers: (@Sendable (Int) -> Int)? = nil
  ) -> ONNXOperator {
    ONNXOperator(name, inputs: 1...1, folding: .numbers { $0.mapped(floats, integers) })
  }

  private static func comparison(
    _ name: String, _ floats: @escaping @Sendable (Float, Float) -> Bool,
    _ integers: @escaping @Sendable (Int, Int) -> Bool
  ) -> ONNXOperator {
    ONNXOperator(
      name, inputs: 2...2,
      folding: .numbers { node throws(FormatError) in try node.compared(floats, integers) })
  }
}

extension ONNXConstantNode {
  /// A function of every number, or `nil` without an argument; integers stay what they are only if
  /// they have a function of their own.
  func mapped(
    _ floats: (Float) -> Float, _ integers: ((Int) -> Int)? = nil
  ) -> ONNXConstant? {
    guard let constant = argument(0) else { return nil }
    if let numbers = constant.integers, let integers {
      return ONNXConstant(shape: constant.shape, .integers(numbers.map(integers)))
    }
    return ONNXConstant(shape: constant.shape, .floats(constant.floats.map(floats)))
  }

  /// A function of the numbers of the first argument and the second, of its result and the third,
  /// and so on, with broadcasting; `nil` where one is left out.
  ///
  /// - Parameter integers: Of whole numbers, and whether that has overflowed; without it they are
  ///   taken as others.
  func combined(
    _ floats: (Float, Float) -> Float,
    _ integers: ((Int, Int) -> (partialValue: Int, overflow: Bool))? = nil
  ) throws(FormatError) -> ONNXConstant? {
    guard var result = argument(0) else { return nil }
    for position in arguments.indices.dropFirst() {
      guard let next = argument(position) else { return nil }
      let (a, b) = try broadcasted(result, next)
      guard let integers, let first = a.integers, let second = b.integers else {
        result = ONNXConstant(shape: a.shape, .floats(zip(a.floats, b.floats).map(floats)))
        continue
      }
      var numbers: [Int] = []
      for (x, y) in zip(first, second) {
        let (number, overflows) = integers(x, y)
        guard !overflows else { throw malformed("\(node.opType) of \(x) and \(y) has no result") }
        numbers.append(number)
      }
      result = ONNXConstant(shape: a.shape, .integers(numbers))
    }
    return result
  }

  /// Whether something holds of each number of the first argument and the second: 1 or 0.
  func compared(
    _ floats: (Float, Float) -> Bool, _ integers: (Int, Int) -> Bool
  ) throws(FormatError) -> ONNXConstant? {
    guard let first = argument(0), let second = argument(1) else { return nil }
    let (a, b) = try broadcasted(first, second)
    let holds =
      if let x = a.integers, let y = b.integers {
        zip(x, y).map(integers)
      } else {
        zip(a.floats, b.floats).map(floats)
      }
    return ONNXConstant(shape: a.shape, .integers(holds.map { $0 ? 1 : 0 }))
  }

  /// Numbers of the second argument where the first is true, others of the third.
  func chosen() throws(FormatError) -> ONNXConstant? {
    guard let condition = argument(0), let yes = argument(1), let no = argument(2) else {
      return nil
    }
    let both = try broadcasted(try broadcasted(condition, yes).0, try broadcasted(yes, no).0).0
    func repeated(_ constant: ONNXConstant) -> ONNXConstant { constant.broadcast(to: both.shape) }
    let (flags, a, b) = (repeated(condition).floats, repeated(yes), repeated(no))
    if let x = a.integers, let y = b.integers {
      return ONNXConstant(
        shape: both.shape, .integers(flags.indices.map { flags[$0] != 0 ? x[$0] : y[$0] }))
    }
    let (x, y) = (a.floats, b.floats)
    return ONNXConstant(
      shape: both.shape, .floats(flags.indices.map { flags[$0] != 0 ? x[$0] : y[$0] }))
  }

  /// The remainder of a division, with the divisor's sign, or with the dividend's (`fmod`).
  fileprivate func remainder() throws(FormatError) -> ONNXConstant? {
    let isTruncated = try attributes.int("fmod", default: 0) != 0
    return try combined(
      { isTruncated ? fmod($0, $1) : $0 - $1 * ($0 / $1).rounded(.down) },
      { a, b in
        let (rest, overflows) = a.remainderReportingOverflow(dividingBy: b)
        let isOther = !isTruncated && rest != 0 && (rest < 0) != (b < 0)
        return (isOther ? rest + b : rest, overflows)
      })
  }

  private func broadcasted(
    _ a: ONNXConstant, _ b: ONNXConstant
  ) throws(FormatError) -> (ONNXConstant, ONNXConstant) {
    guard let shape = broadcast(a.shape, b.shape) else {
      throw malformed("the shapes \(a.shape) and \(b.shape) do not go together")
    }
    try checkRoom(for: elementCount(shape))
    return (a.broadcast(to: shape), b.broadcast(to: shape))
  }
}
