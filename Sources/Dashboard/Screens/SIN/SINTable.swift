import SpikeStatistics
import SpikingEngine
import TimeTravel

/// The inactivated neurons that have spiked, worst first: what the SIN screen lists; where no
/// analog network says which are inactivated, all that have spiked.
package struct SINTable: ScreenState, Equatable {
  package enum Order: String, Equatable, Sendable, CaseIterable {
    case spikes
    case firstStep = "first"
    case lastStep = "last"
    case deviation = "D"
    case potential = "v"
    case preactivation = "z"

    /// - Parameter title: That of a column of the table; `nil` for one that nothing is sorted by.
    init?(columnTitle title: String) {
      guard let order = Self.allCases.first(where: { $0.columnTitle == title }) else { return nil }
      self = order
    }

    var columnTitle: String {
      switch self {
      case .spikes: "spikes"
      case .firstStep: "first"
      case .lastStep: "last"
      case .deviation: "D"
      case .potential: "v"
      case .preactivation: "ANN z"
      }
    }

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

  /// Whether the selection is on a neuron on purpose, and stays on it; else it is on the first row,
  /// whichever neuron that is of.
  var isOnChosenNeuron = false

  /// Whether the neuron was chosen before the list was shown.
  var isOnInspectedNeuron = false

  /// At most `maximumRows`, in order.
  package internal(set) var rows: [NeuronFacts] = []

  /// How many match, and how many there are without the filter.
  package internal(set) var rowCount = 0
  package internal(set) var unfilteredCount = 0

  static let maximumRows = 500

  package var selectedRow: NeuronFacts? { rows.indices.contains(selected) ? rows[selected] : nil }

  package init() {}

  /// What the rows were listed from; `nil` before they were.
  private var source: Source?

  /// All that the rows depend on.
  private struct Source: Equatable, Sendable {
    var picture: PictureSource
    var order: Order
    var layer: Int?
    var filter: NeuronFilter
  }

  /// The neuron of which the row is to be selected as soon as there are rows, in place of the one
  /// that is selected; `nil` for none.
  var sought: Neuron?

  struct Neuron: Equatable, Sendable {
    var layer: Int
    /// In channels-last order.
    var unit: Int
  }

  /// Lists everything anew with the next refresh.
  mutating func forget() {
    source = nil
  }

  /// The same with the first row selected, whichever neuron it is of.
  mutating func startAtTop() {
    (rows, selected) = ([], 0)
    (isOnChosenNeuron, isOnInspectedNeuron) = (false, false)
    forget()
  }

  /// Selects a row on purpose, the nearest one that there is.
  mutating func select(row: Int) {
    selected = min(max(row, 0), max(rows.count - 1, 0))
    (isOnChosenNeuron, isOnInspectedNeuron) = (true, false)
  }

  /// Lists anew what is not listed yet, and keeps the selection on a neuron that was chosen where
  /// it still is, else on the first row.
  ///
  /// Costs O(SIN neurons), of spikes alone O(neurons).
  mutating func refresh(_ status: EngineStatus) {
    let wanted = Source(
      picture: PictureSource(status), order: order, layer: layer, filter: filter)
    guard wanted != source else { return }
    source = wanted
    let old = selectedRow
    var worst = Ranking(limit: Self.maximumRows)
    (unfilteredCount, rowCount) = (0, 0)
    var layers: [Int: LayerNeurons] = [:]
    let isSpikesAlone = status.setting.references.allSatisfy { $0 == nil }
    for (index, description) in status.runState.simulation.network.layers.enumerated()
    where layer == nil || layer == index {
      let sin = status.runState.statistics.layers[index].sin
      guard isSpikesAlone ? !description.neuron.sendsPotential : sin != nil,
        isSpikesAlone || description.neuron.threshold != nil
      else { continue }
      let counts = status.runState.statistics.layers[index].counts
      unfilteredCount += sin?.neurons ?? counts.firstStep.count { $0 > 0 }
      guard filter.concerns(layer: description.name) else { continue }
      let neurons = LayerNeurons(of: index, status: status)
      layers[index] = neurons
      func consider(_ unit: Int) {
        guard filter.isEmpty || filter.matches(neurons[unit]) else { return }
        rowCount += 1
        let first = neurons.rank(of: unit, by: order)
        guard worst.mayTake(first) else { return }
        let second = order == .spikes ? neurons.rank(of: unit, by: .deviation) : 0
        worst.insert(Ranking.Entry(first: first, second: second, layer: index, unit: unit))
      }
      if let sin {
        sin.words[...].forEachBit(consider)
      } else {
        for unit in counts.firstStep.indices where counts.firstStep[unit] > 0 { consider(unit) }
      }
    }
    rows = worst.entries.compactMap { layers[$0.layer]?[$0.unit] }
    let kept = sought ?? old.map { Neuron(layer: $0.layer, unit: $0.unit) }
    let same = rows.firstIndex { $0.layer == kept?.layer && $0.unit == kept?.unit }
    if sought != nil, !rows.isEmpty { (isOnChosenNeuron, sought) = (same != nil, nil) }
    selected = isOnChosenNeuron ? min(same ?? selected, max(rows.count - 1, 0)) : 0
  }
}

/// The first of many neurons in an order.
private struct Ranking {
  struct Entry {
    /// The neurons that come first have least of this; `second` breaks ties.
    var first: Float
    var second: Float
    var layer: Int
    var unit: Int

    func precedes(_ other: Entry) -> Bool {
      (first, second, layer, unit) < (other.first, other.second, other.layer, other.unit)
    }
  }

  let limit: Int
  private(set) var entries: [Entry] = []

  init(limit: Int) {
    self.limit = limit
  }

  /// Whether a neuron with this number can still come in.
  func mayTake(_ first: Float) -> Bool {
    entries.count < limit || entries.last.map { first <= $0.first } ?? true
  }

  /// Puts a neuron in its place, unless there are as many before it as may be.
  mutating func insert(_ entry: Entry) {
    if entries.count == limit {
      guard let last = entries.last, entry.precedes(last) else { return }
      entries.removeLast()
    }
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entry.precedes(entries[middle]) { high = middle } else { low = middle + 1 }
    }
    entries.insert(entry, at: low)
  }
}
