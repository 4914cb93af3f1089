import PlainText

/// What one edge of a chart measures.
package struct Axis: Hashable, Sendable {
  /// How values become places.
  package enum Scale: Hashable, Sendable {
    case linear
    /// Equal distances for doublings; ticks are powers of two.
    case log2
  }

  /// How values are written.
  package enum Unit: Hashable, Sendable {
    case plain
    /// Values are fractions: 1 is shown as 100 %.
    case percent
  }

  package var label: String
  package var scale: Scale
  package var unit: Unit
  /// Values that the axis shows at least; data beyond them widen it, so nothing is ever cut off.
  package var including: ClosedRange<Double>?
  /// Whole numbers that the axis spans, each over a part of its own as wide as the others: steps.
  package var cells: ClosedRange<Int>?
  /// Whether its ticks have numbers; not where the same axis stands below with them.
  package var isNumbered = true

  package init(
    _ label: String, scale: Scale = .linear, unit: Unit = .plain,
    including: ClosedRange<Double>? = nil
  ) {
    self.label = label
    self.scale = scale
    self.unit = unit
    self.including = including
  }

  /// An axis of whole numbers, each over a part of its own.
  package static func cells(_ label: String, _ cells: ClosedRange<Int>) -> Axis {
    var axis = Axis(
      label, including: Double(cells.lowerBound)...Double(cells.upperBound))
    axis.cells = cells
    return axis
  }

  /// Whether a value has a place on the axis; what has none is drawn as a gap.
  ///
  /// NaN, infinity and magnitudes beyond 1e30 have none, nor has 0 or less on a logarithmic axis.
  package func holds(_ value: Double) -> Bool {
    guard value.isFinite, abs(value) <= 1e30 else { return false }
    return scale == .linear || value >= 1e-30
  }

  /// A single value as a reader wants it: one decimal in percent, else four significant digits.
  package func text(of value: Double) -> String {
    switch unit {
    case .percent: fixed(value * 100, decimals: 1) + " %"
    case .plain: significant(value)
    }
  }
}
