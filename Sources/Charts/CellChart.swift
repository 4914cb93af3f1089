import Foundation
import PlainText

/// What the colours of cells mean.
package struct ColorScale: Hashable, Sendable {
  package var ramp: ColorRamp
  /// The values at the ends of the ramp; never equal.
  package var range: ClosedRange<Double>
  /// What is measured, with its unit.
  package var label: String
  package var unit: Axis.Unit

  package init(
    _ ramp: ColorRamp, range: ClosedRange<Double>, label: String, unit: Axis.Unit = .plain
  ) {
    precondition(range.lowerBound < range.upperBound, "a scale of \(range)")
    self.ramp = ramp
    self.range = range
    self.label = label
    self.unit = unit
  }

  /// From nothing to the largest of some values.
  package static func amount(
    of values: some Sequence<Double>, label: String, ramp: ColorRamp = .amount,
    unit: Axis.Unit = .plain
  ) -> ColorScale {
    let most = values.filter(\.isFinite).max() ?? 0
    return ColorScale(ramp, range: 0...readable(most), label: label, unit: unit)
  }

  /// As far below nothing as above it, to the largest magnitude of some values.
  package static func difference(
    of values: some Sequence<Double>, label: String, unit: Axis.Unit = .plain
  ) -> ColorScale {
    let most = values.filter(\.isFinite).map(abs).max() ?? 0
    let reach = readable(most)
    return ColorScale(.difference, range: -reach...reach, label: label, unit: unit)
  }

  /// The next number of two digits; 1 for nothing.
  private static func readable(_ most: Double) -> Double {
    guard most >= 1e-30, most <= 1e30 else { return 1 }
    let exponent = Int(Foundation.log10(most).rounded(.down)) - 1
    // A number of two digits must stay itself in spite of rounding.
    let digits = (most / power(of: exponent) - 1e-6).rounded(.up)
    return exponent < 0 ? digits / power(of: -exponent) : digits * power(of: exponent)
  }

  func color(of value: Double, on theme: PlotStyle.Theme) -> Color {
    let fraction = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return value.isFinite ? ramp.color(fraction, on: theme) : theme.ground
  }
}

/// A value for each row and each number of the x axis, as colours.
package struct CellChart: Hashable, Sendable {
  /// A row, and its values in the order of the x axis; one that is not finite leaves the ground.
  package struct Row: Hashable, Sendable {
    package var name: String
    package var values: [Double]

    package init(_ name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  package var title: String
  /// Its `cells` are the columns.
  package var xAxis: Axis
  /// What the rows are.
  package var yLabel: String
  package var scale: ColorScale
  /// From top to bottom.
  package var rows: [Row]

  package init(
    title: String, xAxis: Axis, yLabel: String, scale: ColorScale, rows: [Row]
  ) {
    self.title = title
    self.xAxis = xAxis
    self.yLabel = yLabel
    self.scale = scale
    self.rows = rows
  }
}
