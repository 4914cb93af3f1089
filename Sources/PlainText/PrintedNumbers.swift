import Foundation

/// Numbers as C's `printf` writes them, for reports: the exact binary value is rounded, a tie to
/// the even digit, so that a last digit may differ from that of `decimal`.

/// `%.3f`, or `-` where there is no number.
package func printedDecimal(_ value: Double?, digits: Int) -> String {
  value.map { String(format: "%.\(digits)f", $0) } ?? "-"
}

/// A share as `12.3%`, or `-` where there is none.
///
/// Only all of it is `100.0%` and only none `0.0%`, as with `percent`.
///
/// - Parameter unit: What follows the number; with a blank where a report writes one.
package func printedPercent(_ share: Double?, digits: Int, unit: String = "%") -> String {
  share.map { share in
    hundredths(of: share, digits: digits) { printedDecimal($0, digits: digits) } + unit
  } ?? "-"
}

/// `%.4g`: so many significant digits, with an exponent where it is far from 1; `-` where there is
/// no number.
package func printedSignificant(_ value: Double?, digits: Int) -> String {
  value.map { String(format: "%.\(digits)g", $0) } ?? "-"
}

/// Four significant digits as decimals, at most five of them: `123.4`, `0.01235`; `-` where there
/// is no number.
package func fourDigits(_ value: Double?) -> String {
  guard let value, value.isFinite else { return "-" }
  let digits = min(max(3 - Int(log10(max(value, 1e-9)).rounded(.down)), 0), 5)
  return String(format: "%.\(digits)f", value)
}

/// Three digits and a prefix of the SI from a thousand on: `1.23k`; empty for nothing.
package func siCount(_ number: Int) -> String {
  guard number > 0 else { return "" }
  let units: [(Double, String)] = [(1e9, "G"), (1e6, "M"), (1e3, "k")]
  for (size, unit) in units where Double(number) >= size {
    let value = Double(number) / size
    return String(format: value < 10 ? "%.2f%@" : value < 100 ? "%.1f%@" : "%.0f%@", value, unit)
  }
  return String(number)
}

/// An amount with one to three decimals and a prefix of the SI from ten thousand on: `12.35k`,
/// `9999.0`; `-` where there is none.
package func siAmount(_ value: Double?) -> String {
  guard let value else { return "-" }
  for (size, unit) in [(1e9, "G"), (1e6, "M"), (1e4, "k")] where value >= size {
    let scaled = unit == "k" ? value / 1e3 : value / size
    return String(format: scaled < 100 ? "%.2f%@" : "%.1f%@", scaled, unit)
  }
  return String(format: value < 100 ? "%.3f" : "%.1f", value)
}
