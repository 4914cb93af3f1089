/// A number that another type does not have.
struct ONNXUnfitNumber: Error, CustomStringConvertible {
  let number: String
  let type: ElementType

  var description: String { "\(number) is no number of the type \(type)" }
}

extension ONNXConstant {
  /// The numbers as another type holds them: the one way from floats to integers.
  ///
  /// Floats are rounded to those of fewer bits. As integers they lose what stands behind the point.
  /// Of truth values everything but zero is true.
  ///
  /// - Throws: Where a number is NaN, infinite or too large for the type: its result is undefined.
  func converted(to type: ElementType) throws(ONNXUnfitNumber) -> ONNXConstant {
    if type == self.type { return try fitting(type) }
    guard let range = type.integers else {
      return try ONNXConstant(shape: shape, rounding: exactFloats, to: type).fitting(
        type, as: self)
    }
    var numbers: [Int] = []
    numbers.reserveCapacity(count)
    func append(_ number: Double) throws(ONNXUnfitNumber) {
      let whole = type == .bool && number != 0 ? 1 : number.rounded(.towardZero)
      guard !number.isNaN, let fitting = Int(exactly: whole), range.contains(fitting) else {
        throw ONNXUnfitNumber(number: text(number), type: type)
      }
      numbers.append(fitting)
    }
    switch values {
    case .integers(let all):
      for number in all { numbers.append(type == .bool && number != 0 ? 1 : number) }
    case .floats(let all):
      for number in all { try append(Double(number)) }
    case .doubles(let all):
      for number in all { try append(number) }
    }
    return try ONNXConstant(shape: shape, .integers(numbers), type: type).fitting(type)
  }

  /// The same numbers; throws where one is beyond those of a type.
  ///
  /// - Parameter source: What they have been rounded from.
  private func fitting(
    _ type: ElementType, as source: ONNXConstant? = nil
  ) throws(ONNXUnfitNumber) -> ONNXConstant {
    if let range = type.integers, let number = integers?.first(where: { !range.contains($0) }) {
      throw ONNXUnfitNumber(number: "\(number)", type: type)
    }
    guard let source, !type.isFloat || type != .float64 else { return self }
    let excess = zip(source.exactFloats, floats).first { number, rounded in
      number.isFinite && (rounded.isInfinite || abs(number) > type.largestFloat)
    }
    if let excess { throw ONNXUnfitNumber(number: source.text(excess.0), type: type) }
    return self
  }

  /// A number of it as people write it.
  private func text(_ number: Double) -> String {
    switch values {
    case .floats: "\(Float(number))"
    case .doubles: "\(number)"
    case .integers: "\(Int(exactly: number).map { "\($0)" } ?? "\(number)")"
    }
  }
}
