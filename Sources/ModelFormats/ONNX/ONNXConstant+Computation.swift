/// What is computed of constants, in one place for all operators.
///
/// Floats are computed in 64 bits and rounded to their type after every operation, which for sums,
/// products, quotients and roots is the number that the type's own arithmetic gives. Integers are
/// computed in 64 bits and wrap to the width of their type after every operation.
extension ElementType {
  /// The nearest number of a type of floats of 32 bits or fewer.
  func rounded(_ number: Double) -> Float {
    let single = Float(number)
    switch self {
    case .float16: return Float(Float16(single))
    case .bfloat16: return single.roundedToBrainFloat
    case .float32, .float64, .uint8, .int8, .int32, .int64, .bool: return single
    }
  }

  /// The number of a type of integers that differs by a multiple of its width.
  func wrapped(_ number: Int) -> Int {
    switch self {
    case .uint8: Int(UInt8(truncatingIfNeeded: number))
    case .int8: Int(Int8(truncatingIfNeeded: number))
    case .int32: Int(Int32(truncatingIfNeeded: number))
    case .bool: number == 0 ? 0 : 1
    case .int64, .float32, .float16, .float64, .bfloat16: number
    }
  }
}

extension Float {
  /// The nearest number of the first 16 bits; the even one of two.
  fileprivate var roundedToBrainFloat: Float {
    guard isFinite else { return self }
    let even = bitPattern >> 16 & 1
    return Float(bitPattern: (bitPattern + 0x7fff + even) & 0xffff_0000)
  }
}

extension ONNXConstant {
  /// Results of an operation on floats, rounded to their type.
  init(shape: [Int], rounding numbers: some Sequence<Double>, to type: ElementType) {
    self.init(
      shape: shape,
      type == .float64
        ? .doubles(Array(numbers)) : .floats(numbers.map { type.rounded($0) }),
      type: type)
  }

  /// Truth values.
  init(shape: [Int], truths: some Sequence<Bool>) {
    self.init(shape: shape, .integers(truths.map { $0 ? 1 : 0 }), type: .bool)
  }

  /// The numbers for computations with floats: exact but for integers beyond 2^53.
  var exactFloats: [Double] {
    switch values {
    case .floats(let numbers): numbers.map { Double($0) }
    case .doubles(let numbers): numbers
    case .integers(let numbers): numbers.map { Double($0) }
    }
  }

  /// Which numbers are not zero.
  var truths: [Bool] {
    switch values {
    case .floats(let numbers): numbers.map { $0 != 0 }
    case .doubles(let numbers): numbers.map { $0 != 0 }
    case .integers(let numbers): numbers.map { $0 != 0 }
    }
  }

  /// A function of every number in its type; `nil` of integers without a function for them.
  func mapped(_ floats: (Double) -> Double, _ integers: ((Int) -> Int)?) -> ONNXConstant? {
    switch values {
    case .floats(let numbers):
      ONNXConstant(
        shape: shape, .floats(numbers.map { type.rounded(floats(Double($0))) }), type: type)
    case .doubles(let numbers): ONNXConstant(shape: shape, .doubles(numbers.map(floats)))
    case .integers(let numbers):
      integers.map { function in
        ONNXConstant(
          shape: shape, .integers(numbers.map { type.wrapped(function($0)) }), type: type)
      }
    }
  }
}
