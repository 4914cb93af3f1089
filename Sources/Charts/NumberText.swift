import Foundation

/// Ten to a whole power.
func power(of exponent: Int) -> Double {
  Foundation.pow(10, Double(exponent))
}

/// A number with so many decimals, rounded half away from zero; the same in every locale.
package func fixed(_ value: Double, decimals: Int) -> String {
  let scaled = (abs(value) * power(of: decimals)).rounded()
  guard scaled < 9e15 else { return scientific(value) }
  let digits = String(Int64(scaled))
  let padded = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
  let sign = value < 0 && scaled > 0 ? "-" : ""
  return decimals > 0
    ? "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))" : sign + padded
}

/// Four significant digits, without zeros that say nothing.
func significant(_ value: Double) -> String {
  guard value != 0 else { return "0" }
  let exponent = decimalExponent(of: value)
  guard (-5...14).contains(exponent) else { return scientific(value) }
  return trimmed(fixed(value, decimals: max(3 - exponent, 0)))
}

/// Drops zeros at the end of decimals, and a point that nothing follows.
func trimmed(_ text: String) -> String {
  guard text.contains(".") else { return text }
  let digits = text.reversed().drop { $0 == "0" }
  return String(digits.drop { $0 == "." }.reversed())
}

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

/// A number as `1.5e-7`.
private func scientific(_ value: Double) -> String {
  guard value != 0 else { return "0" }
  let exponent = decimalExponent(of: value)
  let mantissa = trimmed(fixed(value / power(of: exponent), decimals: 3))
  return "\(mantissa)e\(exponent)"
}

private func decimalExponent(of value: Double) -> Int {
  let exponent = Int(Foundation.log10(abs(value)).rounded(.down))
  // 9.9996 becomes 10.00 when it is rounded to four digits.
  return abs(value) / power(of: exponent) >= 9.9995 ? exponent + 1 : exponent
}
