/// The numbers that stand for weights and potentials.
package enum Precision: String, CaseIterable, Sendable {
  /// Single precision, summed in a fixed order.
  case fp32
  /// Weights of 16 bits with one scale per output channel; sums are whole numbers, and exact.
  case q15
  /// Weights of 8 bits where a layer is wide, otherwise as `q15`.
  case int8

  /// The precision of a layer: 8 bits for at least 128 outputs, which fill a tile of weights.
  ///
  /// With 8 bits from 64 outputs on, cifar-resnet20 loses 0.7 points at T = 64 (5,000 images) and
  /// VGG-16 is 2 to 3 % faster. (This project's own rule.)
  func used(outputs: Int) -> Precision { self == .int8 && outputs < 128 ? .q15 : self }

  /// What a synaptic operation reads.
  var bytesPerWeight: Int {
    switch self {
    case .fp32: 4
    case .q15: 2
    case .int8: 1
    }
  }

  /// How many events at most may be one, as behind a pool.
  var largestCount: Int {
    switch self {
    case .fp32: .max
    case .q15: Int(Int16.max)
    case .int8: Int(UInt8.max)
    }
  }

  /// The largest number that a weight may be.
  var largestWeight: Double {
    switch self {
    case .fp32: .infinity
    case .q15: 32_767
    case .int8: 127
    }
  }
}

/// Why a network cannot be simulated in whole numbers.
package struct PrecisionError: Error, CustomStringConvertible, Sendable {
  package let description: String

  init(_ precision: Precision, _ layer: String, _ reason: String) {
    description = "\(layer): \(reason), which \(precision.rawValue) cannot do; use fp32"
  }
}
