import Foundation

/// Numbers of any size as charts write them, the same in every locale: rounded half away from zero,
/// and with an exponent where decimals would not say anything.

/// Ten to a whole power.
package func power(of exponent: Int) -> Double {
  Foundation.pow(10, Double(exponent))
}

/// A number with so many decimals, or as `1.5e15` where it has more digits than a `Double`.
///
/// - Precondition: It is finite.
package func fixed(_ value: Double, decimals: Int) -> String {
  let scaled = (abs(value) * power(of: decimals)).rounded()
  guard scaled < 9e15 else { return scientific(value) }
  let digits = String(Int64(scaled))
  let padded = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
  let sign = value < 0 && scaled > 0 ? "-" : ""
  return decimals > 0
    ? "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))" : sign + padded
}

/// Four significant digits, without zeros that say nothing; with an exponent below 1e-5 and from
/// 1e15 on.
///
/// - Precondition: It is finite.
package func significant(_ value: Double) -> String {
  guard value != 0 else { return "0" }
  let exponent = decimalExponent(of: value)
  guard (-5...14).contains(exponent) else { return scientific(value) }
  return withoutTrailingZeros(fixed(value, decimals: max(3 - exponent, 0)))
}

/// A number as `1.5e-7`.
///
/// - Precondition: It is finite.
package func scientific(_ value: Double) -> String { scientific(value, decimals: 3) }

/// The same with other decimals.
///
/// - Parameter decimals: The most behind the point.
/// - Precondition: It is finite.
package func scientific(_ value: Double, decimals: Int) -> String {
  guard value != 0 else { return "0" }
  let exponent = decimalExponent(of: value, decimals: decimals)
  let mantissa = withoutTrailingZeros(fixed(value / power(of: exponent), decimals: decimals))
  return "\(mantissa)e\(exponent)"
}

/// Drops zeros at the end of decimals, and a point that nothing follows.
package func withoutTrailingZeros(_ text: String) -> String {
  guard text.contains(".") else { return text }
  let digits = text.reversed().drop { $0 == "0" }
  return String(digits.drop { $0 == "." }.reversed())
}

private func decimalExponent(of value: Double, decimals: Int = 3) -> Int {
  let exponent = Int(Foundation.log10(abs(value)).rounded(.down))
  // 9.9996 becomes 10.00 when it is rounded to four digits.
  let most = 10 - 0.5 / power(of: decimals)
  return abs(value) / power(of: exponent) >= most ? exponent + 1 : exponent
}
