import Foundation
import Networks

/// Overwrites in place; a plain assignment would allocate anew at the next write.
func copy(_ x: [Float], to y: inout [Float]) {
  precondition(x.count == y.count, "\(x.count) numbers for \(y.count)")
  y.withUnsafeMutableBufferPointer { y in
    _ = x.withUnsafeBufferPointer { y.update(fromContentsOf: $0) }
  }
}

/// `a = f(z)`.
func apply(_ activation: Activation, _ z: [Float], into a: inout [Float]) {
  switch activation {
  case .relu: map(z, into: &a) { max($0, 0) }
  case .clipped(let maximum): map(z, into: &a) { min(max($0, 0), maximum) }
  case .leaky(let slopes): applyLeaky(slopes, z, into: &a)
  case .clamp(let minimum, let maximum): map(z, into: &a) { min(max($0, minimum), maximum) }
  case .quantized(let maximum, let levels):
    let levels = Float(levels)
    map(z, into: &a) { z in
      let rate = min(max(z / maximum, 0), 1)
      return (rate * levels + 0.5).rounded(.down) / levels * maximum
    }
  }
}

/// - Parameter slopes: One for each channel, or one for all.
private func applyLeaky(_ slopes: [Float], _ z: [Float], into a: inout [Float]) {
  let pixels = z.count / slopes.count
  for unit in z.indices { a[unit] = z[unit] > 0 ? z[unit] : slopes[unit / pixels] * z[unit] }
}

@inline(__always)
private func map(_ x: [Float], into y: inout [Float], _ function: (Float) -> Float) {
  precondition(x.count == y.count, "\(x.count) numbers for \(y.count)")
  let x = x.span
  var y = y.mutableSpan
  for i in x.indices { y[i] = function(x[i]) }
}

func add(_ a: [Float], _ b: [Float], into y: inout [Float]) {
  precondition(a.count == b.count && a.count == y.count, "a sum of maps of different sizes")
  let (a, b) = (a.span, b.span)
  var y = y.mutableSpan
  for i in a.indices { y[i] = a[i] + b[i] }
}

/// `y = factor[c] · x + offset[c]`.
func scale(_ x: [Float], _ layer: ChannelAffine, into y: inout [Float], _ shape: MapShape) {
  for channel in 0..<shape.channels {
    let (factor, offset) = (layer.factor[channel], layer.offset[channel])
    for i in (channel * shape.pixels)..<((channel + 1) * shape.pixels) {
      y[i] = factor * x[i] + offset
    }
  }
}

/// `y[i] = factor[i] · x[i] + offset[i]`.
func scale(_ x: [Float], _ layer: UnitAffine, into y: inout [Float]) {
  for i in x.indices { y[i] = layer.factor[i] * x[i] + layer.offset[i] }
}

/// The sums of the terms of a map, each in the order of the terms.
func apply(_ map: SparseMap, _ x: [Float], into y: inout [Float]) {
  for i in y.indices {
    var sum: Float = 0
    for term in map.terms(of: i) {
      sum += (map.weights?[term] ?? 1) * x[Int(map.sources[term])]
    }
    y[i] = sum
  }
}

/// Logarithms of probabilities.
func logSoftmax(_ x: [Float], into y: inout [Float]) {
  let largest = x.max() ?? 0
  var sum: Float = 0
  for i in x.indices { sum += exp(x[i] - largest) }
  for i in y.indices { y[i] = x[i] - largest - log(sum) }
}

func sigmoid(_ x: [Float], into y: inout [Float]) {
  for i in y.indices { y[i] = 1 / (1 + exp(-x[i])) }
}

func hyperbolicTangent(_ x: [Float], into y: inout [Float]) {
  for i in y.indices { y[i] = tanh(x[i]) }
}

/// Probabilities; the largest number is subtracted first, so that nothing overflows.
func softmax(_ x: [Float], into y: inout [Float]) {
  let largest = x.max() ?? 0
  var sum: Float = 0
  for i in x.indices {
    y[i] = exp(x[i] - largest)
    sum += y[i]
  }
  for i in y.indices { y[i] /= sum }
}
