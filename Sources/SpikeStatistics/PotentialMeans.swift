/// The mean membrane potential of a layer, split because inactivated neurons have no lower bound.
package struct PotentialMeans: Equatable, Sendable {
  /// Over neurons with `z > 0`; `nil` where there are none.
  package let active: Double?

  /// Over inactivated neurons; `nil` where there are none.
  package let inactive: Double?

  /// - Parameter potentials: v, in channels-last order.
  package init(_ potentials: [Float], reference: LayerReference) {
    var (activeSum, inactiveSum, inactiveCount) = (0.0, 0.0, 0)
    for (potential, z) in zip(potentials, reference.preactivation) {
      // Without branches, which nobody could foretell.
      let isInactive = z <= 0
      inactiveSum += isInactive ? Double(potential) : 0
      activeSum += isInactive ? 0 : Double(potential)
      inactiveCount += isInactive ? 1 : 0
    }
    let activeCount = potentials.count - inactiveCount
    active = activeCount == 0 ? nil : activeSum / Double(activeCount)
    inactive = inactiveCount == 0 ? nil : inactiveSum / Double(inactiveCount)
  }
}
