/// Adds a row of weights, times what one event delivers, to the currents.
///
/// `target[i] += factor · row[i]` for `i` in `0..<count`. Product and sum are rounded one after
/// the other, on every machine.
@inline(__always)
package func addRow(
  _ row: UnsafePointer<Float>, times factor: Float, to target: UnsafeMutablePointer<Float>,
  count: Int
) {
  let factors = SIMD8<Float>(repeating: factor)
  let weights = UnsafeRawPointer(row)
  let currents = UnsafeMutableRawPointer(target)
  var i = 0
  while i &+ 8 <= count {
    let offset = i &* MemoryLayout<Float>.stride
    let weight = weights.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
    let current = currents.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
    currents.storeBytes(
      of: current + factors * weight, toByteOffset: offset, as: SIMD8<Float>.self)
    i &+= 8
  }
  while i < count {
    target[i] += factor * row[i]
    i &+= 1
  }
}

/// Adds a row of weights, times what one event delivers, to currents in double precision.
///
/// `target[i] += factor · row[i]` for `i` in `0..<count`. Products are exact, sums are rounded; the
/// plain loop is compiled to vectors as fast as any spelled out.
@inline(__always)
package func addRow(
  _ row: UnsafePointer<Float>, times factor: Float, to target: UnsafeMutablePointer<Double>,
  count: Int
) {
  let factor = Double(factor)
  var i = 0
  while i < count {
    target[i] += factor * Double(row[i])
    i &+= 1
  }
}

/// What `addRow` must equal, bit by bit.
package func addRowReference(_ row: [Float], times factor: Float, to target: inout [Float]) {
  for i in target.indices {
    target[i] += factor * row[i]
  }
}
