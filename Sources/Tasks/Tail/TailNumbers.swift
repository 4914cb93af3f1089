import Foundation
import Networks

extension TailFunction {
  func value(of x: Float) -> Float {
    switch kind {
    case .negative: -x
    case .absolute: abs(x)
    case .reciprocal: 1 / x
    case .squareRoot: x.squareRoot()
    case .exponential: exp(x)
    case .logarithm: log(x)
    case .floor: x.rounded(.down)
    case .ceiling: x.rounded(.up)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : x
    case .round: x.rounded(.toNearestOrEven)
    case .truncate: x.rounded(.towardZero)
    case .float16: Float(Float16(x))
    case .bfloat16: bfloat16(x)
    case .sigmoid: 1 / (1 + exp(-x))
    case .tanh: Foundation.tanh(x)
    // Without overflow: log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)).
    case .softplus: max(x, 0) + log1p(exp(-abs(x)))
    case .softsign: x / (1 + abs(x))
    case .hardSigmoid: max(0, min(1, (first ?? 0.2) * x + (second ?? 0.5)))
    case .hardSwish: x * max(0, min(1, x / 6 + 0.5))
    case .elu: x > 0 ? x : (first ?? 1) * expm1(x)
    case .leaky: x > 0 ? x : (first ?? 0.01) * x
    case .clip: min(max(x, first ?? -.infinity), second ?? .infinity)
    }
  }
}

/// The nearest number with 8 bits, the even one of two.
private func bfloat16(_ x: Float) -> Float {
  guard x.isFinite else { return x }
  let odd = x.bitPattern >> 16 & 1
  return Float(bitPattern: (x.bitPattern + 0x7FFF + odd) & 0xFFFF_0000)
}

extension TailCombination {
  func value(_ a: Float, _ b: Float) -> Float {
    switch self {
    case .sum: a + b
    case .difference: a - b
    case .product: a * b
    case .quotient: a / b
    case .power: b == 2 ? a * a : pow(a, b)
    case .minimum: min(a, b)
    case .maximum: max(a, b)
    case .greater: a > b ? 1 : 0
    case .equal: a == b ? 1 : 0
    case .notLess: a >= b ? 1 : 0
    }
  }
}

extension TailReduction {
  /// - Precondition: There is a number.
  func value(of row: [Float]) -> Float {
    switch self {
    case .sum: row.reduce(0, +)
    case .mean: row.reduce(0, +) / Float(row.count)
    case .minimum: row.reduce(.infinity, min)
    case .maximum: row.reduce(-.infinity, max)
    case .product: row.reduce(1, *)
    }
  }
}

/// `exp(x_i) / Σ exp(x_j)`, of which the largest exponent is 0.
func softmax(_ row: inout [Float]) {
  let largest = row.max() ?? 0
  var sum: Float = 0
  for index in row.indices {
    row[index] = exp(row[index] - largest)
    sum += row[index]
  }
  for index in row.indices { row[index] /= sum }
}

/// `x_i - log Σ exp(x_j)`.
func logSoftmax(_ row: inout [Float]) {
  let largest = row.max() ?? 0
  let sum = row.reduce(Float(0)) { $0 + exp($1 - largest) }
  for index in row.indices { row[index] -= largest + log(sum) }
}
