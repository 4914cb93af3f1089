import SpikeStatistics
import TimeTravel

/// What one neuron goes through in two networks, computed once per change.
package struct ComparedTraces: Equatable, Sendable {
  /// All that it depends on.
  struct Source: Equatable, Sendable {
    var picture: PictureSource
    var layer: Int
    /// In channels-last order.
    var unit: Int
  }

  let source: Source
  private let inputs: (first: NeuronInputs, second: NeuronInputs)
  let first: NeuronTrace
  let second: NeuronTrace

  /// How far the traces reach back and ahead: two steps per cell of a wide screen.
  private static let reach = 512

  /// Costs O(fan-in) for each step that the old ones do not trace; `nil` where the second network
  /// has no such layer.
  ///
  /// - Parameter old: What was shown before; see `NeuronInspection`.
  init?(_ source: Source, status: EngineStatus, after old: ComparedTraces?) {
    let (layer, unit, step) = (source.layer, source.unit, source.picture.step)
    guard let comparison = status.comparison,
      let counterpart = comparison.matching.second(of: layer)
    else { return nil }
    self.source = source
    let (one, other) = (status.runState.simulation, comparison.runState.simulation)
    let known = old.flatMap { $0.isSameNeuron(as: source) ? $0.inputs : nil }
    var inputs =
      known
      ?? (
        NeuronInputs(of: unit, in: layer, simulation: one),
        NeuronInputs(of: unit, in: counterpart, simulation: other)
      )
    let (from, to) = (max(step - Self.reach, 1), step + Self.reach)
    first = NeuronTrace(
      &inputs.first, simulation: one, raster: status.raster, firstStep: from, lastStep: to)
    second = NeuronTrace(
      &inputs.second, simulation: other, raster: comparison.raster, firstStep: from, lastStep: to)
    self.inputs = inputs
  }

  private func isSameNeuron(as other: Source) -> Bool {
    (source.picture.generation, source.layer, source.unit)
      == (other.picture.generation, other.layer, other.unit)
  }

  package static func == (left: ComparedTraces, right: ComparedTraces) -> Bool {
    left.source == right.source && left.first == right.first && left.second == right.second
  }
}
