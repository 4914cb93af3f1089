import PlainText

/// How the ticks of one axis write their numbers: all with as many decimals as their step needs.
struct TickFormat {
  private let decimals: Int
  private let divisor: Double
  private let suffix: String
  private let isScientific: Bool

  /// - Parameters:
  ///   - stepExponent: The power of ten of the distance between ticks.
  ///   - largest: The largest magnitude.
  init(stepExponent: Int, largest: Double) {
    let prefixes = [(12, "T"), (9, "G"), (6, "M"), (3, "k")]
    // Numbers up to 10000 read well without a prefix.
    let prefix = prefixes.first { largest >= power(of: $0.0) && largest > 1e4 }
    let shift = prefix?.0 ?? 0
    divisor = power(of: shift)
    suffix = prefix?.1 ?? ""
    decimals = max(shift - stepExponent, 0)
    isScientific = largest >= 1e15 || decimals > 6
  }

  func text(of value: Double) -> String {
    if value == 0, isScientific || !suffix.isEmpty { return "0" }
    return isScientific
      ? scientific(value) : fixed(value / divisor, decimals: decimals) + suffix
  }
}
