/// The scale of a plot of potentials, on which the curve of the shown steps can be seen: all that
/// they reach, but for what is both rare and far away.
package struct PotentialScale: Equatable {
  /// What is drawn, from the lower end to the upper one.
  package let range: ClosedRange<Double>

  /// What the steps reach.
  package let reached: ClosedRange<Double>

  /// Of so many of the steps at either end the scale may leave out how far they go.
  private static let rareShare = 0.05

  /// - Parameters:
  ///   - lowest: What each of the shown steps comes down to.
  ///   - highest: What each comes up to.
  ///   - kept: What is on the scale in any case: where the neuron starts, its threshold.
  package init(lowest: [Double], highest: [Double], keeping kept: [Double]) {
    let (low, high) = (lowest.filter(\.isFinite).sorted(), highest.filter(\.isFinite).sorted())
    let (bottom, top) = (kept.min() ?? 0, kept.max() ?? 1)
    reached = min(low.first ?? bottom, bottom)...max(high.last ?? top, top)
    let rare = { (count: Int) in Int(Double(count) * Self.rareShare) }
    let usual = (
      min(low.isEmpty ? bottom : low[rare(low.count)], bottom),
      max(high.isEmpty ? top : high[high.count - 1 - rare(high.count)], top)
    )
    // What is left out has to be worth it: half as much again as all that is usual.
    let worth = (usual.1 - usual.0) / 2
    let start = usual.0 - reached.lowerBound > worth ? usual.0 : reached.lowerBound
    let end = reached.upperBound - usual.1 > worth ? usual.1 : reached.upperBound
    range = start < end ? start...end : start...(start + 1)
  }
}
