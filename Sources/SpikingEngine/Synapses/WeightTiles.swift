import SpikeKernels

/// Weights as the kernels read them: tiles of neighbouring outputs, whose row for one input and tap
/// is contiguous.
///
/// Shape `[tiles][kernel rows][kernel columns][inputs][tile width]`; what the last tile holds beyond
/// the outputs is zero. The elements are as wide as the unit of a tile, which aligns them.
struct WeightTiles<Weight: SIMDScalar & Sendable>: Sendable
where Weight.SIMD16Storage: Sendable {
  private let units: [SIMD16<Weight>]

  /// How many rows of weights a tile has: taps times inputs.
  private let rows: Int
  private let outputs: Int

  /// - Parameter weight: The weight of an output, for a row `tap · inputs + input`.
  init(
    outputs: Int, rows: Int, zero: Weight, weight: (_ output: Int, _ row: Int) -> Weight
  ) {
    self.rows = rows
    self.outputs = outputs
    var units: [SIMD16<Weight>] = []
    units.reserveCapacity(rows * ((outputs + Self.unit - 1) / Self.unit))
    for first in stride(from: 0, to: outputs, by: Self.width) {
      let last = min(first + Self.width, outputs)
      for row in 0..<rows {
        for start in stride(from: first, to: last, by: Self.unit) {
          var unit = SIMD16<Weight>(repeating: zero)
          for output in start..<min(start + Self.unit, last) {
            unit[output - start] = weight(output, row)
          }
          units.append(unit)
        }
      }
    }
    self.units = units
  }

  /// How many tiles there are.
  var count: Int { (outputs + Self.width - 1) / Self.width }

  var byteCount: Int { units.count * MemoryLayout<SIMD16<Weight>>.stride }

  subscript(output: Int, row: Int) -> Weight {
    let tile = output / Self.width
    let width = min(Self.width, outputs - tile * Self.width)
    let perRow = (width + Self.unit - 1) / Self.unit
    let unit = output % Self.width / Self.unit
    return units[tile * Self.width / Self.unit * rows + row * perRow + unit][output % Self.unit]
  }

  func withUnsafePointer<Result>(_ body: (UnsafePointer<Weight>) -> Result) -> Result {
    units.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { preconditionFailure("no weights") }
      return body(base.assumingMemoryBound(to: Weight.self))
    }
  }

  private static var width: Int { sk_tile_width }
  private static var unit: Int { sk_tile_unit }
}
