import SpikeKernels

/// Weights as the kernels read them: tiles of neighbouring outputs, whose row for one input and tap
/// is contiguous.
///
/// Shape `[tiles][kernel rows][kernel columns][inputs][tile width]`; what the last tile holds
/// beyond the outputs is zero. 16-bit and 8-bit weights have orders of their own within a row
/// (`sk_paired_position`, `sk_quartered_position`).
struct WeightTiles<Weight: Numeric & BitwiseCopyable & Sendable>: Sendable {
  /// The tiles begin at `first`, where they are aligned to 64 bytes.
  ///
  /// With half of the rows across two lines of the cache, kernels take up to twice as long. Arrays
  /// are never moved.
  private let storage: [Weight]
  private let first: Int

  /// How many rows of weights a tile has: taps times inputs.
  private let rows: Int
  private let outputs: Int

  /// - Parameter weight: The weight of an output, for a row `tap · inputs + input`.
  init(outputs: Int, rows: Int, weight: (_ output: Int, _ row: Int) -> Weight) {
    self.rows = rows
    self.outputs = outputs
    let room = 64 / MemoryLayout<Weight>.stride
    let whole = outputs / Self.width * Self.width
    let count = (whole + (outputs > whole ? Self.rowWidth(outputs - whole) : 0)) * rows
    var first = 0
    storage = Array(unsafeUninitializedCapacity: count + room) { buffer, initialized in
      buffer.initialize(repeating: 0)
      initialized = count + room
      first = (64 - Int(bitPattern: buffer.baseAddress) % 64) % 64 / MemoryLayout<Weight>.stride
      for output in 0..<outputs {
        for row in 0..<rows {
          let position = Self.position(ofOutput: output, row: row, outputs: outputs, rows: rows)
          buffer[first + position] = weight(output, row)
        }
      }
    }
    self.first = first
  }

  var byteCount: Int { storage.count * MemoryLayout<Weight>.stride }

  subscript(output: Int, row: Int) -> Weight {
    storage[first + Self.position(ofOutput: output, row: row, outputs: outputs, rows: rows)]
  }

  func withUnsafePointer<Result>(_ body: (UnsafePointer<Weight>) -> Result) -> Result {
    storage.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("no weights") }
      return body(base + first)
    }
  }

  /// Brings the weights of a tile into the cache.
  func fetch(tile: Int) {
    let start = tile * Self.width
    let width = Self.rowWidth(min(Self.width, outputs - start))
    withUnsafePointer { weights in
      sk_fetch(weights + start * rows, rows * width * MemoryLayout<Weight>.stride)
    }
  }

  private static func position(ofOutput output: Int, row: Int, outputs: Int, rows: Int) -> Int {
    let start = output / width * width
    let rowWidth = rowWidth(min(width, outputs - start))
    let place = Int32(output - start)
    let position =
      switch MemoryLayout<Weight>.stride {
      case 1: sk_quartered_position(place, Int32(rowWidth))
      case 2: sk_paired_position(place, Int32(rowWidth))
      default: place
      }
    return start * rows + row * rowWidth + Int(position)
  }

  /// How wide the rows of a tile with some outputs are.
  private static func rowWidth(_ outputs: Int) -> Int {
    Int(isPaired ? sk_paired_row_width(Int32(outputs)) : sk_row_width(Int32(outputs)))
  }

  /// How many outputs a tile holds.
  static var width: Int {
    MemoryLayout<Weight>.stride < MemoryLayout<Float>.stride ? sk_fixed_tile_width : sk_tile_width
  }

  private static var isPaired: Bool { MemoryLayout<Weight>.stride == MemoryLayout<Int16>.stride }
}
