extension TailOperation {
  /// How far from zero a result is at most, in floats without rounding; infinite where nothing
  /// says.
  ///
  /// - Parameters:
  ///   - inputs: How far its arguments are.
  ///   - lengths: The shape of the first argument.
  package func bound(of inputs: [Double], _ lengths: [Int]) -> Double {
    let bound: Double =
      switch self {
      case .constant(let values):
        values.allSatisfy { !$0.isNaN } ? values.reduce(0) { max($0, Double(abs($1))) } : .infinity
      case .reshape, .transpose, .pick: inputs[0]
      case .function(let function): function.bound(of: inputs[0])
      case .combine(let combination): combination.bound(inputs[0], inputs[1])
      case .concatenate: inputs.reduce(0, max)
      case .softmax: 1
      case .logSoftmax: .infinity
      case .reduce(let reduction, let axes):
        reduction.bound(of: inputs[0], count: axes.reduce(1) { $0 * lengths[$1] })
      case .largest(let axis): Double(lengths[axis] - 1)
      case .choose: max(inputs[1], inputs[2])
      }
    return bound.isNaN ? .infinity : bound
  }
}

extension TailFunction {
  fileprivate func bound(of x: Double) -> Double {
    let (first, second) = (first.map { Double(abs($0)) }, second.map { Double(abs($0)) })
    return switch kind {
    case .negative, .absolute, .truncate, .hardSwish: x
    case .floor, .ceiling, .round: x.rounded(.up)
    case .float16, .bfloat16: x * (1 + 0x1p-7)
    case .squareRoot: max(x, 1)
    case .softplus: x + 1
    case .sign, .sigmoid, .tanh, .softsign, .hardSigmoid: 1
    case .elu: max(x, first ?? 1)
    case .leaky: x * max(first ?? 0, 1)
    case .clip:
      if let first, let second {
        max(first, second)
      } else {
        max(x, first ?? 0, second ?? 0)
      }
    case .reciprocal, .exponential, .logarithm: .infinity
    }
  }
}

extension TailCombination {
  fileprivate func bound(_ a: Double, _ b: Double) -> Double {
    switch self {
    case .sum, .difference: a + b
    case .product: a * b
    case .quotient, .power: .infinity
    case .minimum, .maximum: max(a, b)
    case .greater, .equal, .notLess: 1
    }
  }
}

extension TailReduction {
  fileprivate func bound(of x: Double, count: Int) -> Double {
    switch self {
    case .sum: x * Double(count)
    case .mean, .minimum, .maximum: x
    case .product: .infinity
    }
  }
}
