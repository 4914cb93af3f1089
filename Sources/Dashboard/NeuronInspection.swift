import SpikeStatistics
import TimeTravel

/// What the neuron screen shows of one neuron at one step, computed once per change.
package struct NeuronInspection: Equatable, Sendable {
  package let layer: Int
  /// In population order.
  package let unit: Int
  package let step: Int
  package let trace: NeuronTrace
  /// `nil` where the analog network says nothing about the neuron.
  package let cause: SpikeCause?

  /// Costs O(fan-in · recorded steps).
  init(of unit: Int, in layer: Int, status: EngineStatus) {
    self.layer = layer
    self.unit = unit
    step = status.moment.step
    trace = NeuronTrace(
      of: unit, in: layer, simulation: status.moment.simulation, raster: status.raster,
      lastStep: status.raster.lastStep)
    cause = SpikeCause(
      of: unit, in: layer, simulation: status.moment.simulation,
      statistics: status.moment.statistics, references: status.setting.references)
  }
}
