/// A tensor that does not depend on the image: weights, bounds, or a shape in the making.
struct ONNXConstant: Equatable {
  /// The numbers, each exactly what the element type has.
  enum Values: Equatable {
    /// Of 32 and of 16 bits.
    case floats([Float])
    /// Of 64 bits.
    case doubles([Double])
    case integers([Int])
  }

  var shape: [Int]
  let values: Values
  let type: ElementType

  /// - Parameter type: That of the elements, if it is not the usual one of such numbers.
  init(shape: [Int], _ values: Values, type: ElementType? = nil) {
    self.shape = shape
    self.values = values
    self.type =
      switch values {
      case .floats: type ?? .float32
      case .doubles: .float64
      case .integers: type ?? .int64
      }
  }

  init(integers: [Int]) {
    self.init(shape: [integers.count], .integers(integers))
  }

  var count: Int {
    switch values {
    case .floats(let numbers): numbers.count
    case .doubles(let numbers): numbers.count
    case .integers(let numbers): numbers.count
    }
  }

  /// The numbers, whatever their type, as networks hold them: to 24 bits.
  ///
  /// What is computed of constants is computed by `ONNXConstant+Computation.swift`, and not of
  /// these.
  var floats: [Float] {
    switch values {
    case .floats(let numbers): numbers
    case .doubles(let numbers): numbers.map { Float($0) }
    case .integers(let numbers): numbers.map { Float($0) }
    }
  }

  /// The numbers if they are integers.
  var integers: [Int]? {
    switch values {
    case .floats, .doubles: nil
    case .integers(let numbers): numbers
    }
  }

  /// The only number, if there is one, to 24 bits.
  var scalar: Float? {
    count == 1 ? floats[0] : nil
  }

  /// The number that all elements are, to 24 bits, if they are one and the same and change no shape
  /// that they are combined with.
  ///
  /// - Parameter shape: What it is combined with.
  func common(over shape: [Int]) -> Float? {
    guard ModelFormats.broadcast(shape, self.shape) == shape else { return nil }
    let numbers = floats
    guard let first = numbers.first, !first.isNaN, numbers.allSatisfy({ $0 == first }) else {
      return nil
    }
    return first
  }

  var isFloat: Bool { type.isFloat }

  /// The same numbers in the same order in another shape.
  func with(shape: [Int]) -> ONNXConstant {
    var other = self
    other.shape = shape
    return other
  }

  /// The elements at the given positions, in their order.
  ///
  /// - Parameter filling: The number at negative positions.
  func picking<Position: BinaryInteger>(
    _ positions: [Position], shape: [Int], filling: Float = 0
  ) -> ONNXConstant {
    let picked: Values =
      switch values {
      case .floats(let numbers):
        .floats(positions.map { $0 < 0 ? filling : numbers[Int($0)] })
      case .doubles(let numbers):
        .doubles(positions.map { $0 < 0 ? Double(filling) : numbers[Int($0)] })
      case .integers(let numbers):
        // A filling of integers is an integer, or the file would not be valid.
        .integers(positions.map { $0 < 0 ? Int(exactly: filling) ?? 0 : numbers[Int($0)] })
      }
    return ONNXConstant(shape: shape, picked, type: type)
  }

  /// Repeated to a larger shape, whose last axes must be those of the constant, or 1 there.
  func broadcast(to target: [Int]) -> ONNXConstant {
    shape == target
      ? self
      : ONNXReindexing.expanding(shape, to: target).reduce(self) { $0.reindexed(by: $1) }
  }
}
