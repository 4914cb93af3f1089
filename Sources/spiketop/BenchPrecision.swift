import ArgumentParser

/// In which numbers a network is simulated.
enum BenchPrecision: String, CaseIterable, ExpressibleByArgument {
  /// Single precision, in a fixed order of summation.
  case fp32

  /// What a synaptic operation reads.
  var bytesPerWeight: Int {
    switch self {
    case .fp32: 4
    }
  }
}
