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
}

extension ONNXConstant {
  /// Repeated to a larger shape, whose last axes must be those of the constant, or 1 there.
  func broadcast(to target: [Int]) -> ONNXConstant {
    guard shape != target else { return self }
    let own = strides(of: shape)
    let missing = target.count - shape.count
    let strides = target.indices.map { axis in
      axis < missing || shape[axis - missing] == 1 ? 0 : own[axis - missing]
    }
    return picking(offsets(shape: target, strides: strides), shape: target)
  }

  /// - Parameter order: For each axis of the result, which one of the constant it is.
  func transposed(_ order: [Int]) -> ONNXConstant {
    let own = strides(of: shape)
    let target = order.map { shape[$0] }
    return picking(offsets(shape: target, strides: order.map { own[$0] }), shape: target)
  }
}

private func strides(of shape: [Int]) -> [Int] {
  var strides = Array(repeating: 1, count: shape.count)
  for axis in shape.indices.dropLast().reversed() {
    strides[axis] = strides[axis + 1] * shape[axis + 1]
  }
  return strides
}

/// The offsets of all elements of a shape, in row-major order.
private func offsets(shape: [Int], strides: [Int]) -> [Int] {
  var offsets = [0]
  for (length, stride) in zip(shape, strides) {
    offsets = offsets.flatMap { offset in (0..<length).map { offset + $0 * stride } }
  }
  return offsets
}
