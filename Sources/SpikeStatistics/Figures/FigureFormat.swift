import PlainText

/// How the values of a figure are written.
package enum FigureFormat: Equatable, Sendable {
  /// A whole number.
  case count
  case decimal(digits: Int)
  /// With its sign, `+` included.
  case signed(digits: Int)
  /// Of what is small and yet not nothing: two decimals, or the first digits.
  case deviation
  /// Such a deviation with its sign, `+` included.
  case signedDeviation
  /// A part of a whole, written in percent.
  case share(digits: Int)

  /// The value as screens show it; a dash where there is none.
  package func text(_ value: Double?) -> String {
    switch self {
    case .count: value.map { grouped(Int($0)) } ?? "-"
    case .decimal(let digits): PlainText.decimal(value, digits: digits)
    case .signed(let digits): PlainText.signed(value, digits: digits)
    case .deviation: visibleDecimal(value)
    case .signedDeviation: visibleSigned(value)
    case .share(let digits): percent(value, digits: digits)
    }
  }
}
