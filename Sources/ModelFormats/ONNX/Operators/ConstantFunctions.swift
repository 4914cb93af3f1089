import Foundation

/// Functions that only constants may go through: what quantising trainings make of weights, and
/// what exporters ask of shapes.
extension ONNXOperators {
  static let constantFunctions: [ONNXOperator] = [
    function("Ceil") { $0.rounded(.up) }, function("Sqrt") { $0.squareRoot() },
    function("Reciprocal") { 1 / $0 },
    function("Exp") { exp($0) }, function("Log") { log($0) },
    function("Sign", { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }, { $0.signum() }),
    ONNXOperator(
      "Pow", inputs: 2...2, folding: .numbers { node throws(FormatError) in try node.power() }),
    ONNXOperator(
      "Mod", inputs: 2...2,
      folding: .numbers { node throws(FormatError) in try node.remainder() }),
    comparison("Equal", { $0 == $1 }, { $0 == $1 }),
    connection("And") { $0 && $1 }, connection("Or") { $0 || $1 },
  ]

  private static func function(
    _ name: String, _ floats: @escaping @Sendable (Double) -> Double,
    _ integers: (@Sendable (Int) -> Int)? = nil
  ) -> ONNXOperator {
    ONNXOperator(name, inputs: 1...1, folding: .numbers { $0.mapped(floats, integers) })
  }

  private static func comparison(
    _ name: String, _ floats: @escaping @Sendable (Double, Double) -> Bool,
    _ integers: @escaping @Sendable (Int, Int) -> Bool
  ) -> ONNXOperator {
    ONNXOperator(
      name, inputs: 2...2,
      folding: .numbers { node throws(FormatError) in try node.compared(floats, integers) })
  }

  private static func connection(
    _ name: String, _ rule: @escaping @Sendable (Bool, Bool) -> Bool
  ) -> ONNXOperator {
    ONNXOperator(
      name, inputs: 2...2,
      folding: .numbers { node throws(FormatError) in try node.connected(rule) })
  }
}

extension ONNXConstantNode {
  /// A function of every number; `nil` without an argument, and of integers without a function of
  /// their own.
  func mapped(
    _ floats: (Double) -> Double, _ integers: ((Int) -> Int)? = nil
  ) -> ONNXConstant? {
    argument(0)?.mapped(floats, integers)
  }

  /// A function of the numbers of the first argument and the second, of its result and the third,
  /// and so on, with broadcasting; `nil` where one is left out, and of integers without a function
  /// of their own.
  ///
  /// - Parameter integers: Of whole numbers, and whether there is no result.
  func combined(
    _ floats: (Double, Double) -> Double,
    _ integers: ((Int, Int) -> (partialValue: Int, overflow: Bool))? = nil
  ) throws(FormatError) -> ONNXConstant? {
    guard var result = argument(0) else { return nil }
    for position in arguments.indices.dropFirst() {
      guard let next = argument(position) else { return nil }
      try requireOneType(result, next)
      let (a, b) = try broadcasted(result, next)
      guard let first = a.integers, let second = b.integers else {
        result = ONNXConstant(
          shape: a.shape, rounding: zip(a.exactFloats, b.exactFloats).map(floats), to: a.type)
        continue
      }
      guard let integers else { return nil }
      var numbers: [Int] = []
      numbers.reserveCapacity(first.count)
      for (x, y) in zip(first, second) {
        let (number, overflows) = integers(x, y)
        guard !overflows else { throw noResult(x, y) }
        numbers.append(a.type.wrapped(number))
      }
      result = ONNXConstant(shape: a.shape, .integers(numbers), type: a.type)
    }
    return result
  }

  /// Whether something holds of each number of the first argument and the second.
  func compared(
    _ floats: (Double, Double) -> Bool, _ integers: (Int, Int) -> Bool
  ) throws(FormatError) -> ONNXConstant? {
    guard let first = argument(0), let second = argument(1) else { return nil }
    try requireOneType(first, second)
    let (a, b) = try broadcasted(first, second)
    if let x = a.integers, let y = b.integers {
      return ONNXConstant(shape: a.shape, truths: zip(x, y).map(integers))
    }
    return ONNXConstant(
      shape: a.shape, truths: zip(a.exactFloats, b.exactFloats).map(floats))
  }

  /// A connection of truth values.
  fileprivate func connected(_ rule: (Bool, Bool) -> Bool) throws(FormatError) -> ONNXConstant? {
    guard let first = argument(0), let second = argument(1) else { return nil }
    let (a, b) = try broadcasted(first, second)
    return ONNXConstant(shape: a.shape, truths: zip(a.truths, b.truths).map(rule))
  }

  /// What is not true of the first argument.
  func negated() -> ONNXConstant? {
    argument(0).map { ONNXConstant(shape: $0.shape, truths: $0.truths.lazy.map { !$0 }) }
  }

  /// Numbers of the second argument where the first is true, others of the third.
  func chosen() throws(FormatError) -> ONNXConstant? {
    guard let condition = argument(0), let yes = argument(1), let no = argument(2) else {
      return nil
    }
    try requireOneType(yes, no)
    let shape = try broadcasted(try broadcasted(condition, yes).0, try broadcasted(yes, no).0).0
      .shape
    let (flags, a) = (condition.broadcast(to: shape).truths, yes.broadcast(to: shape))
    let b = no.broadcast(to: shape)
    if let x = a.integers, let y = b.integers {
      return ONNXConstant(
        shape: shape, .integers(flags.indices.map { flags[$0] ? x[$0] : y[$0] }), type: a.type)
    }
    let (x, y) = (a.exactFloats, b.exactFloats)
    return ONNXConstant(
      shape: shape, rounding: flags.indices.lazy.map { flags[$0] ? x[$0] : y[$0] }, to: a.type)
  }

  /// Powers in the type of the base, which may be another one than that of the exponents.
  fileprivate func power() throws(FormatError) -> ONNXConstant? {
    guard let bases = argument(0), let exponents = argument(1) else { return nil }
    let (a, b) = try broadcasted(bases, exponents)
    let exponent = b.exactFloats
    let powers = zip(a.exactFloats, exponent).lazy.map { pow($0, $1) }
    guard let first = a.integers, let range = a.type.integers else {
      return ONNXConstant(shape: a.shape, rounding: powers, to: a.type)
    }
    var numbers: [Int] = []
    numbers.reserveCapacity(first.count)
    for (index, power) in powers.enumerated() {
      // All whole numbers up to here are exact.
      guard abs(power) <= 0x1p53, let number = Int(exactly: power.rounded(.towardZero)),
        range.contains(number)
      else { throw noResult(first[index], exponent[index]) }
      numbers.append(number)
    }
    return ONNXConstant(shape: a.shape, .integers(numbers), type: a.type)
  }

  /// The remainder of a division, with the divisor's sign, or with the dividend's (`fmod`).
  fileprivate func remainder() throws(FormatError) -> ONNXConstant? {
    let isTruncated = try attributes.int("fmod", default: 0) != 0
    return try combined(
      { a, b in
        let rest = fmod(a, b)
        return !isTruncated && rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
      },
      { a, b in
        let (rest, overflows) = a.remainderReportingOverflow(dividingBy: b)
        let isOther = !isTruncated && rest != 0 && (rest < 0) != (b < 0)
        return (isOther ? rest + b : rest, overflows)
      })
  }

  private func noResult(_ a: some Numeric, _ b: some Numeric) -> FormatError {
    malformed("\(node.opType) of \(a) and \(b) has no result")
  }

  /// Throws where two arguments that must be of one type are not.
  private func requireOneType(_ a: ONNXConstant, _ b: ONNXConstant) throws(FormatError) {
    guard a.type == b.type else {
      throw malformed("\(node.opType) takes numbers of one type, not \(a.type) and \(b.type)")
    }
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
