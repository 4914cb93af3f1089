/// Numbers as the screens write them: short, rounded half away from zero, and a dash rather than a
/// number that is made up.

/// A whole number with a comma between thousands: `12,544`.
package func grouped(_ number: Int) -> String {
  var digits = String(number.magnitude)
  var groups: [String] = []
  while digits.count > 3 {
    groups.insert(String(digits.suffix(3)), at: 0)
    digits.removeLast(3)
  }
  groups.insert(digits, at: 0)
  return (number < 0 ? "-" : "") + groups.joined(separator: ",")
}

/// The same, and nothing for none.
package func groupedUnlessZero(_ number: Int) -> String {
  number == 0 ? "" : grouped(number)
}

/// `0.123`, or `-` where there is no number; magnitudes of 1e12 and more at the usual three digits
/// become `>1e12` or `<-1e12`.
package func decimal(_ value: Double?, digits: Int = 3) -> String {
  guard let value, value.isFinite else { return "-" }
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  guard abs(value) * scale < 1e15 else { return value < 0 ? "<-1e12" : ">1e12" }
  let units = Int((abs(value) * scale).rounded())
  let whole = units / Int(scale)
  let sign = value < 0 && units > 0 ? "-" : ""
  guard digits > 0 else { return "\(sign)\(whole)" }
  let fraction = String(units % Int(scale))
  return "\(sign)\(whole)." + String(repeating: "0", count: digits - fraction.count) + fraction
}

/// `+0.12` or `-0.12`, `0.00` for what rounds to nothing.
package func signed(_ value: Double?, digits: Int = 2) -> String {
  let text = decimal(value, digits: digits)
  return text.hasPrefix("-") || !hasDigits(text) ? text : "+" + text
}

/// A deviation as `0.12`; what would round to nothing has its first digits, as `2.1e-3`.
///
/// - Parameters:
///   - digits: The decimals of what is large enough for them.
///   - columns: With fewer than two digits need there is one, as `2e-3`.
package func visibleDecimal(
  _ value: Double?, digits: Int = 2, columns: Int = .max
) -> String {
  let text = decimal(value, digits: digits)
  guard let value, value.isFinite, value != 0, !hasDigits(text) else { return text }
  let small = scientific(value, decimals: 1)
  return small.count <= columns ? small : scientific(value, decimals: 0)
}

/// Such a deviation with its sign, `+` included.
package func visibleSigned(
  _ value: Double?, digits: Int = 2, columns: Int = .max
) -> String {
  let isAbove = value.map { $0.isFinite && $0 > 0 } ?? false
  let room = columns - (isAbove ? 1 : 0)
  return (isAbove ? "+" : "") + visibleDecimal(value, digits: digits, columns: room)
}

private func hasDigits(_ text: String) -> Bool { text.contains { $0 >= "1" && $0 <= "9" } }

/// A share as `12.3%`, or `-` where there is no number.
///
/// Only all of it is `100.0%` and only none `0.0%`: what would be rounded to them is `>99.9%` and
/// `<0.1%`.
package func percent(_ share: Double?, digits: Int = 1) -> String {
  guard let share, share.isFinite else { return "-" }
  return hundredths(of: share, digits: digits) { decimal($0, digits: digits) } + "%"
}

/// A share in hundredths, at `100` and `0` only where it is all and none.
///
/// - Parameter write: Writes a number with so many digits.
func hundredths(of share: Double, digits: Int, write: (Double) -> String) -> String {
  // Nearer to all and none than this is what sums that come to them are off by.
  let error = 1e-9
  let text = write(100 * share)
  let unit = (0..<digits).reduce(1.0) { unit, _ in unit / 10 }
  if share < 1 - error, text == write(100) { return ">" + write(100 - unit) }
  if share > error, text == write(0) { return "<" + write(unit) }
  return text
}
