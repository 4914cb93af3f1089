/// A tensor that does not depend on the image: weights, bounds, or a shape in the making.
struct ONNXConstant: Equatable {
  enum Values: Equatable {
    case floats([Float])
    case integers([Int])
  }

  var shape: [Int]
  var values: Values

  init(shape: [Int], _ values: Values) {
    self.shape = shape
    self.values = values
  }

  init(integers: [Int]) {
    self.init(shape: [integers.count], .integers(integers))
  }

  var count: Int {
    switch values {
    case .floats(let numbers): numbers.count
    case .integers(let numbers): numbers.count
    }
  }

  /// The numbers, whatever their type.
  var floats: [Float] {
    switch values {
    case .floats(let numbers): numbers
    case .integers(let numbers): numbers.map { Float($0) }
    }
  }

  /// The numbers if they are integers.
  var integers: [Int]? {
    switch values {
    case .floats: nil
    case .integers(let numbers): numbers
    }
  }

  /// The only number, if there is one.
  var scalar: Float? {
    count == 1 ? floats[0] : nil
  }

  /// The number that all elements are, if they are one and the same.
  var common: Float? {
    let numbers = floats
    guard let first = numbers.first, !first.isNaN, numbers.allSatisfy({ $0 == first }) else {
      return nil
    }
    return first
  }

  var isFloat: Bool {
    if case .floats = values { true } else { false }
  }

  /// The elements at the given positions, in their order.
  func picking(_ positions: [Int], shape: [Int]) -> ONNXConstant {
    switch values {
    case .floats(let numbers):
      ONNXConstant(shape: shape, .floats(positions.map { numbers[$0] }))
    case .integers(let numbers):
      ONNXConstant(shape: shape, .integers(positions.map { numbers[$0] }))
    }
  }

  /// Repeated to a larger shape, whose last axes must be those of the constant, or 1 there.
  func broadcast(to target: [Int]) -> ONNXConstant {
    shape == target
      ? self
      : ONNXReindexing.expanding(shape, to: target).reduce(self) { $0.reindexed(by: $1) }
  }
}
