import Networks
import SpikeStatistics
import TimeTravel

/// What a neuron has done so far, as the SIN table lists it and as filters ask for it.
package struct NeuronFacts: Equatable, Sendable {
  package var layer: Int
  /// In channels-last order.
  package var unit: Int
  /// As screens show it.
  package var number: Int
  /// N, less those taken back.
  package var spikes: Int
  /// How many steps there were to fire in.
  package var steps: Int
  /// 0 where it has not fired.
  package var firstStep: Int
  package var lastStep: Int
  /// D, in spikes (see `PhaseStatistics`), or `nil` before it is defined.
  package var deviation: Float?
  /// v; `nil` where it is not recorded.
  package var potential: Float?
  /// z, of the analog network; `nil` where it has no such neuron.
  package var preactivation: Float?
  /// Of a SIN neuron, whether its own drive stays below the threshold, so that timing alone made it
  /// fire; `nil` for others, and in cycle coding, where that is not defined.
  package var isLocal: Bool?

  /// Whether it is inactivated.
  package var isOff: Bool { preactivation.map { $0 <= 0 } ?? false }

  /// Whether it is inactivated and has fired.
  package var isSIN: Bool { firstStep > 0 && isOff }
}

/// The neurons of a layer, each in O(1).
struct LayerNeurons {
  let layer: Int
  let shape: MapShape
  private let steps: Int
  private let counts: SpikeCounts
  /// D; `nil` before it is defined.
  private let deviations: [Float]?
  /// `nil` where they are not recorded.
  private let potentials: [Float]?
  private let reference: LayerReference?
  /// `nil` where local and inherited are not defined.
  private let thresholdOfOrigin: Float?

  init(of layer: Int, status: EngineStatus) {
    let runState = status.runState
    let network = runState.simulation.network
    self.layer = layer
    shape = network.layers[layer].shape
    steps = runState.step
    counts = runState.statistics.layers[layer].counts
    deviations = runState.statistics.layers[layer].phase.flatMap {
      $0.evaluations > 0 ? $0.deviation : nil
    }
    let population = runState.simulation.populations[layer]
    potentials = population.knowsPotential ? population.membranePotential : nil
    reference = status.setting.references[layer]
    thresholdOfOrigin = network.coding == .rate ? network.layers[layer].neuron.threshold : nil
  }

  /// Whether a neuron, by its place in channels-last order, is inactivated and has fired.
  func isSIN(_ unit: Int) -> Bool {
    counts.firstStep[unit] > 0 && reference?.isInactive(unit) == true
  }

  /// What the neurons that come first in an order have least of.
  func rank(of unit: Int, by order: SINTable.Order) -> Float {
    switch order {
    case .spikes: -counts.count[unit]
    case .firstStep: Float(counts.firstStep[unit])
    case .lastStep: -Float(counts.lastStep[unit])
    case .deviation: -(deviations?[unit] ?? 0)
    case .potential: potentials?[unit] ?? .greatestFiniteMagnitude
    case .preactivation: reference?.preactivation[unit] ?? 0
    }
  }

  /// Whether its drive alone would never make a neuron fire; `nil` where that is not known.
  private func isBelowThreshold(_ unit: Int) -> Bool? {
    guard let potentials, let thresholdOfOrigin else { return nil }
    return potentials[unit] + counts.released[unit] < thresholdOfOrigin
  }

  /// A neuron by its place in channels-last order.
  subscript(unit: Int) -> NeuronFacts {
    NeuronFacts(
      layer: layer, unit: unit, number: shape.unitNumber(ofIndex: unit),
      spikes: Int(counts.count[unit]), steps: steps, firstStep: Int(counts.firstStep[unit]),
      lastStep: Int(counts.lastStep[unit]), deviation: deviations?[unit],
      potential: potentials?[unit], preactivation: reference?.preactivation[unit],
      isLocal: isSIN(unit) ? isBelowThreshold(unit) : nil)
  }
}
