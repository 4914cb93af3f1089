/// How much room something wants along one axis, in cells.
package struct Extent: Hashable, Sendable {
  /// With less it cannot be shown.
  package var minimum: Int
  /// What it gets before anything gets more than it needs.
  package var ideal: Int
  /// More is of no use to it; `nil` where more always is.
  package var maximum: Int?
  /// Its share of what is left, beside those of others; at least 1.
  package var weight: Int

  /// - Parameters:
  ///   - minimum: Negative numbers count as 0.
  ///   - ideal: By default the minimum; less counts as the minimum.
  ///   - maximum: Less than the ideal counts as the ideal.
  package init(_ minimum: Int, ideal: Int? = nil, maximum: Int? = nil, weight: Int = 1) {
    self.minimum = max(minimum, 0)
    self.ideal = max(ideal ?? minimum, self.minimum)
    self.maximum = maximum.map { [ideal = self.ideal] in max($0, ideal) }
    self.weight = max(weight, 1)
  }

  /// With so many cells more around it.
  func adding(_ cells: Int) -> Extent {
    Extent(
      minimum + cells, ideal: ideal + cells, maximum: maximum.map { $0 + cells }, weight: weight)
  }
}

extension [Extent] {
  /// All of them one after the other.
  var sum: Extent {
    Extent(
      reduce(0) { $0 + $1.minimum }, ideal: reduce(0) { $0 + $1.ideal },
      maximum: reduce(0 as Int?) { sum, extent in
        extent.maximum.flatMap { maximum in sum.map { $0 + maximum } }
      },
      weight: reduce(0) { $0 + $1.weight })
  }

  /// All of them side by side, as seen along the other axis.
  var union: Extent {
    Extent(
      map(\.minimum).max() ?? 0, ideal: map(\.ideal).max() ?? 0,
      maximum: reduce(0 as Int?) { most, extent in
        extent.maximum.flatMap { maximum in most.map { Swift.max($0, maximum) } }
      },
      weight: map(\.weight).max() ?? 1)
  }

  /// Shares cells among them; the shares add up to all of them.
  ///
  /// First each gets its minimum, then, cell by cell by weight, its ideal, then its maximum; what
  /// nobody has a use for goes to all by weight. Where there are more cells, nobody gets fewer.
  ///
  /// Costs O(cells · extents).
  ///
  /// - Precondition: There is one at least, unless there are no cells.
  package func shares(of cells: Int) -> [Int] {
    var shares = map(\.minimum)
    var rest = cells - shares.reduce(0, +)
    if rest < 0 { return shares.cut(to: cells) }
    for limit in [map(\.ideal), map { $0.maximum ?? .max }, map { _ in .max }] {
      while rest > 0, let next = poorest(shares, below: limit) {
        shares[next] += 1
        rest -= 1
      }
    }
    return shares
  }

  /// Who has least of what it may have by its weight, the first of several.
  private func poorest(_ shares: [Int], below limit: [Int]) -> Int? {
    indices.filter { shares[$0] < limit[$0] }.min { left, right in
      let (first, second) = (shares[left] - self[left].minimum, shares[right] - self[right].minimum)
      return (first + 1) * self[right].weight < (second + 1) * self[left].weight
    }
  }
}

extension [Int] {
  /// As much of each as there are cells for, in their order.
  fileprivate func cut(to cells: Int) -> [Int] {
    var rest = Swift.max(cells, 0)
    return map { wanted in
      let share = Swift.min(wanted, rest)
      rest -= share
      return share
    }
  }
}
