/// What currents are summed in: `Float` in rate coding, `Double` in cycle coding.
///
/// In rate coding a neuron that a rounding error fires one step early or late makes up for it in
/// the next steps. In cycle coding the sum of a window is read out digit by digit: an error that
/// turns a sum just below `θ · 2^(-k)` into one just above inverts all digits from k on, and deep
/// networks are chaotic, so that a few such neurons become thousands of spikes.
///
/// θ has eight significant bits there, hence the product of a spike with a weight at most 32, which
/// are too many for single precision but exact in double precision. Sums are exact as well for
/// weights with 16 bits, and for others off by far less than the last digit, in whatever order
/// they are taken.
package protocol Accumulator: BinaryFloatingPoint, Sendable {
  /// Adds a row of weights, times what one event delivers: `target[i] += factor · row[i]`.
  static func add(
    row: UnsafePointer<Float>, times factor: Float, to target: UnsafeMutablePointer<Self>,
    count: Int)
}

extension Float: Accumulator {
  @inline(__always)
  package static func add(
    row: UnsafePointer<Float>, times factor: Float, to target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    addRow(row, times: factor, to: target, count: count)
  }
}

extension Double: Accumulator {
  @inline(__always)
  package static func add(
    row: UnsafePointer<Float>, times factor: Float, to target: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    addRow(row, times: factor, to: target, count: count)
  }
}
