import SpikeKernels

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
package protocol Accumulator: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// Adds a row of weights, times what one event delivers: `target[i] += factor · row[i]`.
  static func add(
    row: UnsafePointer<Float>, times factor: Float, to target: UnsafeMutablePointer<Self>,
    count: Int)

  /// Sets currents to where they start, plus what the events of a step deliver through a part of a
  /// convolution.
  static func convolve(
    _ strategy: ConvolutionStrategy, _ convolution: sk_convolution,
    weights: UnsafePointer<Float>, _ events: sk_events, _ part: sk_part,
    from start: UnsafePointer<Self>, to currents: UnsafeMutablePointer<Self>)

  /// The requirement of `Synapses` that fits the kind of sum.
  static func deliver(
    _ events: sk_events, part: Int, through synapses: any Synapses,
    from start: UnsafePointer<Self>, to currents: UnsafeMutablePointer<Self>)
}

/// How events meet the weights of a convolution; all give the same bits.
package enum ConvolutionStrategy: String, CaseIterable, Sendable {
  /// From target to target, whose currents stay in registers.
  case gather
  /// From source to source, past those without events.
  case scatter
}

extension Float: Accumulator {
  @inline(__always)
  package static func add(
    row: UnsafePointer<Float>, times factor: Float, to target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    addRow(row, times: factor, to: target, count: count)
  }

  package static func convolve(
    _ strategy: ConvolutionStrategy, _ convolution: sk_convolution,
    weights: UnsafePointer<Float>, _ events: sk_events, _ part: sk_part,
    from start: UnsafePointer<Float>, to currents: UnsafeMutablePointer<Float>
  ) {
    var convolution = convolution
    switch strategy {
    case .gather: sk_gather(&convolution, weights, events, part, start, currents)
    case .scatter: sk_scatter(&convolution, weights, events, part, start, currents)
    }
  }

  @inline(__always)
  package static func deliver(
    _ events: sk_events, part: Int, through synapses: any Synapses,
    from start: UnsafePointer<Float>, to currents: UnsafeMutablePointer<Float>
  ) {
    synapses.deliver(events, part: part, from: start, to: currents)
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

  package static func convolve(
    _ strategy: ConvolutionStrategy, _ convolution: sk_convolution,
    weights: UnsafePointer<Float>, _ events: sk_events, _ part: sk_part,
    from start: UnsafePointer<Double>, to currents: UnsafeMutablePointer<Double>
  ) {
    var convolution = convolution
    switch strategy {
    case .gather: sk_gather_exact(&convolution, weights, events, part, start, currents)
    case .scatter: sk_scatter_exact(&convolution, weights, events, part, start, currents)
    }
  }

  @inline(__always)
  package static func deliver(
    _ events: sk_events, part: Int, through synapses: any Synapses,
    from start: UnsafePointer<Double>, to currents: UnsafeMutablePointer<Double>
  ) {
    synapses.deliver(events, part: part, from: start, to: currents)
  }
}
