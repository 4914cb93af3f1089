import Foundation
import PlainText

/// The place of every value along an axis, and the ticks that stand there.
package struct AxisScale: Hashable, Sendable {
  package struct Tick: Hashable, Sendable {
    package var value: Double
    package var label: String
  }

  /// Where the ends of the axis lie.
  package enum Ends: Hashable, Sendable {
    /// On ticks, so that the range reads well.
    case onTicks
    /// On the first and the last value.
    case onData
  }

  /// In ascending order; never empty.
  package let ticks: [Tick]
  private let axis: Axis
  /// The ends, as logarithms on a logarithmic axis; never equal.
  private let lower: Double
  private let upper: Double

  /// An axis for these values; those that it cannot hold are passed over.
  ///
  /// Without values it goes from 0 to 1, or from 1 to 2 if it is logarithmic. A single value stands
  /// in the middle, and 0 alone at the lower end.
  ///
  /// - Parameter tickLimit: The largest number of ticks; less than 3 counts as 3.
  package init(_ axis: Axis, values: [Double], tickLimit: Int, ends: Ends) {
    self.axis = axis
    let bounds = axis.including.map { [$0.lowerBound, $0.upperBound] } ?? []
    let held = (values + bounds).filter(axis.holds)
    let limit = max(tickLimit, 3)
    switch axis.scale {
    case .linear:
      let (low, high) = linearRange(of: held)
      let isWhole =
        ends == .onData && !held.isEmpty && held.allSatisfy { $0 == $0.rounded() }
      let grid = TickGrid(from: low, to: high, limit: limit, ends: ends, isWhole: isWhole)
      ticks = grid.ticks(unit: axis.unit)
      lower = ends == .onTicks ? grid.lowest : low
      upper = ends == .onTicks ? grid.highest : high
    case .log2:
      (lower, upper) = doublingRange(of: held.map(Foundation.log2))
      ticks = powersOfTwo(from: lower, to: upper, limit: limit)
    }
  }

  /// Where a value stands between the lower end, 0, and the upper end, 1.
  ///
  /// - Returns: `nil` for what has no place on the axis.
  package func fraction(of value: Double) -> Double? {
    guard axis.holds(value) else { return nil }
    let position = axis.scale == .log2 ? Foundation.log2(value) : value
    return min(max((position - lower) / (upper - lower), 0), 1)
  }
}

/// Ticks at whole multiples of 1, 2 or 5 times a power of ten.
private struct TickGrid {
  private let mantissa: Double
  private let exponent: Int
  private let first: Double
  private let last: Double

  /// - Parameter isWhole: Whether only whole numbers mean anything, such as steps.
  init(
    from low: Double, to high: Double, limit: Int, ends: AxisScale.Ends, isWhole: Bool
  ) {
    let exponent = Int(Foundation.log10((high - low) / Double(limit)).rounded(.down)) - 1
    let grids = (exponent...exponent + 4).flatMap { exponent in
      ([1, 2, 5] as [Double]).map { mantissa in
        TickGrid(mantissa: mantissa, exponent: exponent, low: low, high: high, ends: ends)
      }
    }
    self =
      grids.first { $0.count <= limit && (!isWhole || $0.exponent >= 0) } ?? grids[grids.count - 1]
  }

  private init(
    mantissa: Double, exponent: Int, low: Double, high: Double, ends: AxisScale.Ends
  ) {
    let step = mantissa * power(of: exponent)
    // A bound that is a multiple of the step must stay one in spite of rounding.
    let slack = 1e-6
    self.mantissa = mantissa
    self.exponent = exponent
    switch ends {
    case .onTicks:
      first = (low / step + slack).rounded(.down)
      last = (high / step - slack).rounded(.up)
    case .onData:
      first = (low / step - slack).rounded(.up)
      last = (high / step + slack).rounded(.down)
    }
  }

  private var count: Int { Int(min(max(last - first, -1), 1e6)) + 1 }

  var lowest: Double { value(first) }
  var highest: Double { value(last) }

  func ticks(unit: Axis.Unit) -> [AxisScale.Tick] {
    let isPercent = unit == .percent
    let largest = max(abs(lowest), abs(highest)) * (isPercent ? 100 : 1)
    let format = TickFormat(stepExponent: exponent + (isPercent ? 2 : 0), largest: largest)
    return (0..<max(count, 1)).map { index in
      let value = value(first + Double(index))
      let text = format.text(of: isPercent ? value * 100 : value)
      return AxisScale.Tick(value: value, label: isPercent ? text + " %" : text)
    }
  }

  /// Divides for a negative power, which is exact where multiplying by 0.1 is not.
  private func value(_ multiple: Double) -> Double {
    exponent < 0
      ? multiple * mantissa / power(of: -exponent) : multiple * mantissa * power(of: exponent)
  }
}

/// The ends of a linear axis before they move to ticks; never equal.
private func linearRange(of values: [Double]) -> (low: Double, high: Double) {
  guard let low = values.min(), let high = values.max() else { return (0, 1) }
  let largest = max(abs(low), abs(high))
  if largest < 1e-30 { return (0, 1) }
  // Values closer than this cannot be told apart by ticks with a sensible number of digits.
  if high - low < largest * 1e-9 {
    return (low - abs(low) / 10, low + abs(low) / 10)
  }
  return (low, high)
}

/// The ends of a logarithmic axis, which hold at least two powers of two.
private func doublingRange(of logarithms: [Double]) -> (Double, Double) {
  guard let low = logarithms.min(), let high = logarithms.max() else { return (0, 1) }
  if high.rounded(.down) - low.rounded(.up) >= 1 { return (low, high) }
  if low == high, low == low.rounded() { return (low - 1, low + 1) }
  return (low.rounded(.down), high.rounded(.up))
}

private func powersOfTwo(from lower: Double, to upper: Double, limit: Int) -> [AxisScale.Tick] {
  let first = Int(lower.rounded(.up))
  let last = Int(upper.rounded(.down))
  let stride = (last - first) / limit + 1
  return Swift.stride(from: first, through: last, by: stride).map { exponent in
    AxisScale.Tick(value: Foundation.exp2(Double(exponent)), label: powerText(exponent))
  }
}

private func powerText(_ exponent: Int) -> String {
  switch exponent {
  case 0...20: String(1 << exponent)
  case -4..<0: withoutTrailingZeros(fixed(Foundation.exp2(Double(exponent)), decimals: -exponent))
  default: "2^\(exponent)"
  }
}
