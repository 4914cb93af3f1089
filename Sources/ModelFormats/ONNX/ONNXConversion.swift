/// A number that another type does not have.
struct ONNXUnfitNumber: Error, CustomStringConvertible {
  let number: String
  let type: ElementType

  var description: String { "\(number) is no number of the type \(type)" }
}

extension ONNXConstant {
  /// The numbers as another type holds them: the one way from floats to integers.
  ///
  /// Floats lose what stands behind the point. Of truth values everything but zero is true.
  ///
  /// - Throws: Where a number is NaN, infinite or too large for the type: its result is undefined.
  func converted(to type: ElementType) throws(ONNXUnfitNumber) -> ONNXConstant {
    guard let range = type.integers else {
      let floats = floats
      guard let excess = floats.first(where: { $0.isFinite && abs($0) > type.largestFloat }) else {
        return ONNXConstant(shape: shape, .floats(floats))
      }
      throw ONNXUnfitNumber(number: "\(excess)", type: type)
    }
    var numbers: [Int] = []
    numbers.reserveCapacity(count)
    switch values {
    case .integers(let all):
      for number in all {
        let fitting = type == .bool && number != 0 ? 1 : number
        guard range.contains(fitting) else {
          throw ONNXUnfitNumber(number: "\(number)", type: type)
        }
        numbers.append(fitting)
      }
    case .floats(let all):
      for number in all {
        let whole = type == .bool && number != 0 ? 1 : number.rounded(.towardZero)
        guard !number.isNaN, let fitting = Int(exactly: whole), range.contains(fitting) else {
          throw ONNXUnfitNumber(number: "\(number)", type: type)
        }
        numbers.append(fitting)
      }
    }
    return ONNXConstant(shape: shape, .integers(numbers))
  }
}
