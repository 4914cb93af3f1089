import SpikingEngine

/// Which of three groups a neuron belongs to: what it should do, and what it did.
package enum SpikingGroup: Int, Equatable, Sendable, CaseIterable {
  /// Inactivated neurons that have spiked.
  case sin
  /// Inactivated neurons that have not.
  case silentOff
  /// Neurons with `z > 0`.
  case active
}

/// The mean dEI of SIN, silent inactivated and active neurons of a layer; see `LayerTiming`.
///
/// Large layers are sampled: in each group the neurons computed are spread evenly over the group.
package struct TimingGroups: Equatable, Sendable {
  /// The mean of dEI over a sample of one group.
  package struct Mean: Equatable, Sendable {
    package var group: SpikingGroup
    /// `nil` where no neuron of the sample has been reached by both sides.
    package var timingLead: Double?
    /// The neurons whose dEI is in the mean, those that were looked at, and those in the group.
    package var averaged: Int
    package var sampled: Int
    package var total: Int
  }

  /// In the order of `SpikingGroup.allCases`.
  package private(set) var means: [Mean] = []

  /// Pearson's correlation of dEI with D over the neurons averaged; `nil` without a spread.
  package let correlation: Double?

  /// - Parameter synapseBudget: How many plain synapses may be visited, all groups together; each
  ///   group has at least one neuron.
  package init(
    _ timing: LayerTiming, simulation: Simulation, statistics: LayerStatistics,
    reference: LayerReference, synapseBudget: Int = 1 << 20
  ) {
    var members = SpikingGroup.allCases.map { _ in [Int]() }
    for unit in reference.preactivation.indices {
      members[statistics.group(of: unit, reference: reference).rawValue].append(unit)
    }
    let cost = max(timing.cost(of: reference.preactivation.count / 2, simulation: simulation), 1)
    let limit = max(synapseBudget / cost / SpikingGroup.allCases.count, 1)
    var pairs = PairMoments()
    for group in SpikingGroup.allCases {
      let units = members[group.rawValue]
      let sample = spread(units, count: limit)
      var (sum, averaged) = (0.0, 0)
      for unit in sample {
        guard let lead = timing.timingLead(of: unit, simulation: simulation) else { continue }
        sum += lead
        averaged += 1
        if let deviation = statistics.phase?.deviation(of: unit) {
          pairs.add(lead, Double(deviation))
        }
      }
      means.append(
        Mean(
          group: group, timingLead: averaged == 0 ? nil : sum / Double(averaged),
          averaged: averaged, sampled: sample.count, total: units.count))
    }
    correlation = pairs.correlation
  }
}

extension LayerStatistics {
  /// What a neuron should do by the analog network, and whether it has spiked.
  package func group(of unit: Int, reference: LayerReference) -> SpikingGroup {
    guard reference.isInactive(unit) else { return .active }
    return counts.firstStep[unit] > 0 ? .sin : .silentOff
  }
}

/// At most `count` of the units, evenly spread over them.
private func spread(_ units: [Int], count: Int) -> [Int] {
  guard units.count > count else { return units }
  return (0..<count).map { units[$0 * units.count / count] }
}
