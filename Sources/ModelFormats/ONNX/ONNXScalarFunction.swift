/// A function of one number.
enum ONNXScalarFunction: Sendable {
  /// `factor · x`.
  case scale(Double)
  /// `x + offset`.
  case shift(Double)
  case clip(Double, Double)
  case floor
  /// To the nearest whole number.
  case round
  /// Two nodes that cancel: `c + (q - c)`.
  case nothing
}

/// A node that is a function of one number, and the name of what it takes.
struct ONNXScalarStep: Sendable {
  var argument: String
  var function: ONNXScalarFunction

  init(_ argument: String, _ function: ONNXScalarFunction) {
    self.argument = argument
    self.function = function
  }
}
