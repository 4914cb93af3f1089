import SpikeStatistics
import TimeTravel

/// How the spikes of two networks are shown beside each other.
package struct DifferenceView: Equatable, Sendable {
  /// Whether spikes that both networks fire are shown too.
  package internal(set) var showsAll = false

  /// Whether single neurons around the cursor are shown instead of the whole layer.
  package internal(set) var showsNeurons = false
}

/// What one neuron goes through in two networks, computed once per change.
package struct ComparedTraces: Equatable, Sendable {
  let generation: Int
  let layer: Int
  /// In population order.
  let unit: Int
  let step: Int
  /// The last recorded step when this was computed.
  let lastStep: Int
  let first: NeuronTrace
  let second: NeuronTrace

  /// How far the traces reach back and ahead: two steps per cell of a wide screen.
  private static let reach = 512

  /// Costs O(fan-in · steps traced); `nil` where the second network has no such layer.
  init?(of unit: Int, in layer: Int, status: EngineStatus) {
    guard let comparison = status.comparison,
      let counterpart = comparison.matching.second(of: layer)
    else { return nil }
    self.unit = unit
    self.layer = layer
    generation = status.generation
    step = status.moment.step
    lastStep = status.raster.lastStep
    let (from, to) = (max(step - Self.reach, 1), step + Self.reach)
    first = NeuronTrace(
      of: unit, in: layer, simulation: status.moment.simulation, raster: status.raster,
      firstStep: from, lastStep: to)
    second = NeuronTrace(
      of: unit, in: counterpart, simulation: comparison.moment.simulation,
      raster: comparison.raster, firstStep: from, lastStep: to)
  }

  func isCurrent(_ status: EngineStatus, unit: Int, layer: Int) -> Bool {
    (generation, self.unit, self.layer) == (status.generation, unit, layer)
      && (step, lastStep) == (status.moment.step, status.raster.lastStep)
  }
}
