/// What a step of a tail computes.
package enum TailOperation: Codable, Equatable, Sendable {
  /// Numbers of the file, in row-major order.
  case constant(values: [Float])
  /// The same numbers by other lengths.
  case reshape
  /// For each axis of the result, which one of the tensor it is.
  case transpose(order: [Int])
  /// For each axis the positions that are taken from it; -1 for zeros.
  case pick(positions: [[Int]])
  /// Of every number by itself.
  case function(TailFunction)
  /// Of two tensors, number by number; lengths of 1 are repeated.
  case combine(TailCombination)
  /// One behind the other.
  case concatenate(axis: Int)
  /// `exp(x_i) / Σ exp(x_j)` along an axis.
  case softmax(axis: Int)
  /// `x_i - log Σ exp(x_j)` along an axis.
  case logSoftmax(axis: Int)
  /// One number of all along some axes, which keep the length 1.
  case reduce(TailReduction, axes: [Int])
  /// The position of the largest number along an axis, the first of equal ones.
  case largest(axis: Int)
  /// Of three tensors: numbers of the second where the first is not 0, others of the third; lengths
  /// of 1 are repeated.
  case choose

  private enum CodingKeys: String, CodingKey {
    case constant, reshape, transpose, pick, function, combine, concatenate, softmax
    case logSoftmax = "log_softmax"
    case reduce, largest, choose
  }
  private enum ConstantCodingKeys: String, CodingKey { case values }
  private enum ReshapeCodingKeys: CodingKey {}
  private enum TransposeCodingKeys: String, CodingKey { case order }
  private enum PickCodingKeys: String, CodingKey { case positions }
  private enum FunctionCodingKeys: String, CodingKey { case _0 = "of" }
  private enum CombineCodingKeys: String, CodingKey { case _0 = "by" }
  private enum ConcatenateCodingKeys: String, CodingKey { case axis }
  private enum SoftmaxCodingKeys: String, CodingKey { case axis }
  private enum LogSoftmaxCodingKeys: String, CodingKey { case axis }
  private enum ReduceCodingKeys: String, CodingKey {
    case _0 = "to"
    case axes
  }
  private enum LargestCodingKeys: String, CodingKey { case axis }
  private enum ChooseCodingKeys: CodingKey {}
}

/// How two numbers become one.
package enum TailCombination: String, CaseIterable, Codable, Sendable {
  case sum, difference, product, quotient, power, minimum, maximum
  /// 1 where the first is greater, equal, or not less, else 0.
  case greater, equal
  case notLess = "not less"
}

/// How several numbers become one.
package enum TailReduction: String, CaseIterable, Codable, Sendable {
  case sum, mean, minimum, maximum, product
}

/// A function of one number; `first` and `second` are its parameters, where it has some.
package struct TailFunction: Codable, Equatable, Sendable {
  package enum Kind: String, CaseIterable, Codable, Sendable {
    case negative, absolute, reciprocal, exponential, logarithm
    case squareRoot = "square root"
    case floor, ceiling, sign
    /// To the nearest whole number, halves to the even one.
    case round
    /// Without what stands behind the point.
    case truncate
    /// The nearest number of the type, or infinity.
    case float16, bfloat16
    /// `1 / (1 + exp(-x))`.
    case sigmoid
    case tanh
    /// `log(1 + exp(x))`.
    case softplus
    /// `x / (1 + |x|)`.
    case softsign
    /// `max(0, min(1, first · x + second))`.
    case hardSigmoid = "hard sigmoid"
    /// `x · max(0, min(1, x/6 + 1/2))`.
    case hardSwish = "hard swish"
    /// `x` for x > 0, else `first · (exp(x) - 1)`.
    case elu
    /// `x` for x > 0, else `first · x`.
    case leaky
    /// Not below `first`, not above `second`, where there are such bounds.
    case clip
  }

  package var kind: Kind
  package var first: Float?
  package var second: Float?

  package init(_ kind: Kind, _ first: Float? = nil, _ second: Float? = nil) {
    self.kind = kind
    self.first = first
    self.second = second
  }

  private enum CodingKeys: String, CodingKey { case kind, first, second }
}

extension TailOperation {
  /// A few words for lists of what a tail consists of.
  package var title: String {
    switch self {
    case .constant: "constant"
    case .reshape: "reshape"
    case .transpose: "transpose"
    case .pick: "select"
    case .function(let function): function.kind.rawValue
    case .combine(let combination): combination.rawValue
    case .concatenate: "concatenate"
    case .softmax: "softmax"
    case .logSoftmax: "log softmax"
    case .reduce(let reduction, _): "\(reduction.rawValue) along axes"
    case .largest: "position of the largest"
    case .choose: "choose"
    }
  }

  /// Whether it only reorders numbers, or is none of them.
  package var moves: Bool {
    switch self {
    case .constant, .reshape, .transpose, .pick, .concatenate: true
    case .function, .combine, .softmax, .logSoftmax, .reduce, .largest, .choose: false
    }
  }
}
