import Networks
import SpikeStatistics
import TimeTravel

/// In which order the neurons of a layer are listed; equal ones by their numbers.
package enum NeuronOrder: String, Equatable, Hashable, Sendable, CaseIterable {
  /// By their numbers.
  case index
  /// Most spikes first.
  case rate
  /// Inactivated neurons that fired first, most spikes first.
  case sin
  /// The earliest first; those that never fired last.
  case firstSpike
  /// What leads most first.
  case deviation
  /// The largest activation of the analog network first, by z where activations are equal.
  case activation

  package var title: String {
    switch self {
    case .index: "number"
    case .rate: "rate"
    case .sin: "SIN"
    case .firstSpike: "first spike"
    case .deviation: "D"
    case .activation: "ANN activation"
    }
  }

  /// Whether it says something of neurons only that have an analog counterpart.
  var needsReference: Bool {
    switch self {
    case .index, .rate, .firstSpike: false
    case .sin, .deviation, .activation: true
    }
  }
}

/// The neurons of a layer in an order.
struct OrderedNeurons: Equatable, Sendable {
  /// All that they depend on.
  struct Source: Equatable, Sendable {
    var picture: PictureSource
    var layer: Int
    var order: NeuronOrder
  }

  let source: Source
  private let shape: MapShape

  /// In channels-last order, by place, and the places by those; empty where neurons stand in the
  /// order of their numbers.
  private let units: [Int]
  private let places: [Int]

  /// Costs O(n log n) of the neurons, O(1) for the order of their numbers.
  init(_ source: Source, status: EngineStatus) {
    self.source = source
    shape = status.runState.simulation.network.layers[source.layer].shape
    guard let ranks = status.ranks(of: source.layer, by: source.order) else {
      (units, places) = ([], [])
      return
    }
    let numbers = (0..<shape.count).map(shape.unitNumber(ofIndex:))
    let key = { (unit: Int) in (ranks[unit].first, ranks[unit].second, numbers[unit]) }
    let order = ranks.indices.sorted { key($0) < key($1) }
    var places = Array(repeating: 0, count: order.count)
    for (place, unit) in order.enumerated() { places[unit] = place }
    (units, self.places) = (order, places)
  }

  var count: Int { shape.count }

  /// The step that the order is of; `nil` where it does not depend on one.
  var step: Int? { units.isEmpty || source.order == .activation ? nil : source.picture.step }

  /// In channels-last order.
  func unit(at place: Int) -> Int {
    units.isEmpty ? shape.populationIndex(ofUnit: place) : units[place]
  }

  func place(of unit: Int) -> Int {
    units.isEmpty ? shape.unitNumber(ofIndex: unit) : places[unit]
  }
}

extension EngineStatus {
  /// What the neurons that come first have least of; `nil` where they stand by their numbers.
  fileprivate func ranks(of layer: Int, by order: NeuronOrder) -> [(first: Float, second: Float)]? {
    let statistics = runState.statistics.layers[layer]
    let counts = statistics.counts
    let reference = setting.references[layer]
    switch order {
    case .index: return nil
    case .rate: return counts.count.map { (-$0, 0) }
    case .firstSpike: return counts.firstStep.map { ($0 == 0 ? .infinity : Float($0), 0) }
    case .sin:
      guard let reference else { return nil }
      return counts.count.indices.map { unit in
        let isSIN = reference.isInactive(unit) && counts.firstStep[unit] > 0
        return (isSIN ? 0 : 1, -counts.count[unit])
      }
    case .deviation:
      guard let phase = statistics.phase, phase.evaluations > 0 else { return nil }
      return phase.deviation.map { (-$0, 0) }
    case .activation:
      guard let reference else { return nil }
      return zip(reference.activation, reference.preactivation).map { (-$0, -$1) }
    }
  }
}

extension DashboardState {
  /// The neurons of the layer under the cursor in the order that was chosen.
  ///
  /// While a run goes on, their places stay for a while: nobody can read a list that is shuffled in
  /// every frame.
  func orderedNeurons(of engine: EngineStatus) -> OrderedNeurons {
    let source = OrderedNeurons.Source(
      picture: PictureSource(engine), layer: layer, order: neuronOrder)
    guard let known = orderedNeurons, known.source.layer == layer,
      known.source.order == neuronOrder,
      known.source.picture.generation == source.picture.generation
    else { return OrderedNeurons(source, status: engine) }
    let (old, new) = (known.source.picture.step, source.picture.step)
    let isRecent = engine.isRunning && (old..<old + max(old / 4, 8)).contains(new)
    return old == new || isRecent ? known : OrderedNeurons(source, status: engine)
  }

  fileprivate mutating func refreshOrderedNeurons() {
    orderedNeurons = engine.flatMap { layer < layerCount ? orderedNeurons(of: $0) : nil }
  }

  /// The next order in which the neurons of this layer can be listed.
  mutating func orderNeuronsAnew() {
    guard let engine, layer < layerCount else { return }
    let hasReference = engine.setting.references[layer] != nil
    repeat {
      neuronOrder = next(after: neuronOrder)
    } while neuronOrder.needsReference && !hasReference
    let place = shown.name == .layer ? "" : ", as the Layer screen shows them"
    message = Message(text: "neurons are ordered by \(neuronOrder.title)\(place)", isError: false)
  }
}

extension Computation {
  /// The neurons of the layer under the cursor in the order that was chosen.
  static let orderedNeurons = Computation("ordered-neurons") {
    $0.refresh = { $0.refreshOrderedNeurons() }
    $0.forget = { $0.orderedNeurons = nil }
    $0.isKept = true
  }
}
