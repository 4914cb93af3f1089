import SpikeStatistics
import TimeTravel

/// The inactivated neurons that have spiked, worst first: what the SIN screen lists.
package struct SINTable: Equatable, Sendable {
  /// One inactivated neuron that has spiked.
  package struct Row: Equatable, Sendable {
    package var layer: Int
    /// In population order.
    package var unit: Int
    /// N, less those taken back.
    package var spikes: Int
    package var firstStep: Int
    package var lastStep: Int
    /// D, in spikes (see `PhaseStatistics`), or `nil` before it is defined.
    package var deviation: Float?
    package var potential: Float
    /// z, of the analog network.
    package var preactivation: Float
    /// Whether its own drive stays below the threshold, so that timing alone made it fire; `nil` in
    /// cycle coding, where that is not defined.
    package var isLocal: Bool?
  }

  package enum Order: Equatable, Sendable, CaseIterable {
    case spikes, firstStep, lastStep, deviation, potential, preactivation

    package var title: String {
      switch self {
      case .spikes: "spikes"
      case .firstStep: "first step"
      case .lastStep: "last step, latest first"
      case .deviation: "D"
      case .potential: "potential, lowest first"
      case .preactivation: "ANN z, lowest first"
      }
    }
  }

  package internal(set) var order = Order.spikes

  /// Only rows of this layer, or of all.
  package internal(set) var layer: Int?

  /// Only rows that match.
  package internal(set) var filter = SINFilter()

  package internal(set) var selected = 0

  /// At most `maximumRows`, in order.
  package internal(set) var rows: [Row] = []

  /// How many match, and how many there are without the filter.
  package internal(set) var rowCount = 0
  package internal(set) var unfilteredCount = 0

  static let maximumRows = 500

  package var selectedRow: Row? { rows.indices.contains(selected) ? rows[selected] : nil }

  /// Lists anew, and keeps the selection on its neuron where it still is.
  mutating func refresh(_ status: EngineStatus) {
    let old = selectedRow
    var all: [Row] = []
    for index in status.setting.references.indices where layer == nil || layer == index {
      all += sinRows(of: index, status: status)
    }
    unfilteredCount = all.count
    if !filter.isEmpty { all.removeAll { !filter.matches($0) } }
    rowCount = all.count
    all.sort(by: precedes)
    rows = Array(all.prefix(SINTable.maximumRows))
    let same = rows.firstIndex { $0.layer == old?.layer && $0.unit == old?.unit }
    selected = min(same ?? selected, max(rows.count - 1, 0))
  }

  private func precedes(_ left: Row, _ right: Row) -> Bool {
    let key = { (row: Row) -> Float in
      switch order {
      case .spikes: -Float(row.spikes)
      case .firstStep: Float(row.firstStep)
      case .lastStep: -Float(row.lastStep)
      case .deviation: -(row.deviation ?? 0)
      case .potential: row.potential
      case .preactivation: row.preactivation
      }
    }
    if key(left) != key(right) { return key(left) < key(right) }
    if order == .spikes, left.deviation != right.deviation {
      return left.deviation ?? 0 > right.deviation ?? 0
    }
    return (left.layer, left.unit) < (right.layer, right.unit)
  }
}

/// All inactivated neurons of a layer that have spiked, in population order.
private func sinRows(of layer: Int, status: EngineStatus) -> [SINTable.Row] {
  let moment = status.moment
  guard let reference = status.setting.references[layer],
    let threshold = moment.simulation.network.layers[layer].neuron.threshold
  else { return [] }
  let isRate = moment.simulation.network.coding == .rate
  let statistics = moment.statistics.layers[layer]
  let counts = statistics.counts
  let potentials = moment.simulation.populations[layer].membranePotential
  return counts.count.indices.compactMap { unit in
    guard counts.firstStep[unit] > 0, reference.isInactive(unit) else { return nil }
    return SINTable.Row(
      layer: layer, unit: unit, spikes: Int(counts.count[unit]),
      firstStep: Int(counts.firstStep[unit]), lastStep: Int(counts.lastStep[unit]),
      deviation: statistics.phase?.deviation(of: unit), potential: potentials[unit],
      preactivation: reference.preactivation[unit],
      isLocal: isRate ? potentials[unit] + counts.released[unit] < threshold : nil)
  }
}
