/// A sum of non-negative numbers that does not depend on their order, to the last bit.
///
/// Each number is rounded to a multiple of 2^-64 (about 5e-20) and added as an integer of 128 bits;
/// the sum may reach 2^63 (about 9e18). Beyond, and after a number that is not finite, it is
/// unknown.
package struct ExactSum: Equatable, Sendable {
  /// In units of 2^-64; `nil` beyond the range.
  private var units: Int128? = 0

  package init() {}

  /// Of one number; what is not finite, or too large, has no sum.
  package init(_ value: Double) {
    precondition(!(value < 0), "\(value) in a sum of non-negative numbers")
    units = value < 0x1p63 ? Int128((value * 0x1p64).rounded()) : nil
  }

  package static func += (sum: inout ExactSum, other: ExactSum) {
    guard let units = sum.units, let more = other.units else {
      sum.units = nil
      return
    }
    let (total, isOverflow) = units.addingReportingOverflow(more)
    sum.units = isOverflow ? nil : total
  }

  /// The sum, or `nil` if it is unknown.
  package var value: Double? { units.map { Double($0) * 0x1p-64 } }
}

extension ExactSum: Codable {
  /// As decimal digits, because JSON's readers take numbers for floating-point ones.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(units.map { String($0) } ?? "unknown")
  }

  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    units = Int128(text)
    guard units.map({ $0 >= 0 }) ?? (text == "unknown") else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "'\(text)' is no sum"))
    }
  }
}
