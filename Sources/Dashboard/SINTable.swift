import SpikeStatistics
import TimeTravel

/// The inactivated neurons that have spiked, worst first: what the SIN screen lists.
package struct SINTable: Equatable, Sendable {
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
  package internal(set) var filter = NeuronFilter()

  package internal(set) var selected = 0

  /// At most `maximumRows`, in order.
  package internal(set) var rows: [NeuronFacts] = []

  /// How many match, and how many there are without the filter.
  package internal(set) var rowCount = 0
  package internal(set) var unfilteredCount = 0

  static let maximumRows = 500

  package var selectedRow: NeuronFacts? { rows.indices.contains(selected) ? rows[selected] : nil }

  /// Lists anew, and keeps the selection on its neuron where it still is.
  mutating func refresh(_ status: EngineStatus) {
    let old = selectedRow
    rows = []
    (unfilteredCount, rowCount) = (0, 0)
    for (index, description) in status.moment.simulation.network.layers.enumerated()
    where layer == nil || layer == index {
      let isWanted = filter.concerns(layer: description.name)
      forEachSINNeuron(of: index, status: status) { neuron in
        unfilteredCount += 1
        guard isWanted, filter.matches(neuron) else { return }
        rowCount += 1
        insert(neuron)
      }
    }
    let same = rows.firstIndex { $0.layer == old?.layer && $0.unit == old?.unit }
    selected = min(same ?? selected, max(rows.count - 1, 0))
  }

  /// Puts a neuron in its place among the rows, unless there are as many before it as may be.
  private mutating func insert(_ neuron: NeuronFacts) {
    if rows.count == Self.maximumRows {
      guard let last = rows.last, precedes(neuron, last) else { return }
      rows.removeLast()
    }
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if precedes(neuron, rows[middle]) { high = middle } else { low = middle + 1 }
    }
    rows.insert(neuron, at: low)
  }

  private func precedes(_ left: NeuronFacts, _ right: NeuronFacts) -> Bool {
    let key = { (row: NeuronFacts) -> Float in
      switch order {
      case .spikes: -Float(row.spikes)
      case .firstStep: Float(row.firstStep)
      case .lastStep: -Float(row.lastStep)
      case .deviation: -(row.deviation ?? 0)
      case .potential: row.potential ?? .greatestFiniteMagnitude
      case .preactivation: row.preactivation ?? 0
      }
    }
    if key(left) != key(right) { return key(left) < key(right) }
    if order == .spikes, left.deviation != right.deviation {
      return left.deviation ?? 0 > right.deviation ?? 0
    }
    return (left.layer, left.unit) < (right.layer, right.unit)
  }
}

/// Goes through all inactivated neurons of a layer that have spiked, in population order.
private func forEachSINNeuron(
  of layer: Int, status: EngineStatus, _ body: (NeuronFacts) -> Void
) {
  let network = status.moment.simulation.network
  guard status.setting.references[layer] != nil, network.layers[layer].neuron.threshold != nil
  else { return }
  let neurons = LayerNeurons(of: layer, status: status)
  for unit in 0..<neurons.shape.count where neurons.isSIN(unit) { body(neurons[unit]) }
}
