import Networks
import SpikeStatistics
import TimeTravel

/// What the neuron screen shows of one neuron at one step, computed once per change.
package struct NeuronInspection: Equatable, Sendable {
  package let layer: Int
  /// In population order.
  package let unit: Int
  package let step: Int
  /// The last recorded step when this was computed.
  let lastStep: Int
  /// The steps around the present, more than any screen shows; empty where none was asked for.
  package let trace: NeuronTrace
  let hasTrace: Bool
  /// `nil` where the analog network says nothing about the neuron.
  package let cause: SpikeCause?
  /// Where its synapses lie and what they bring now; `nil` where nobody knows.
  package let field: ReceptiveField?
  /// The spikes taken back up to the present; `nil` where none ever are, or steps were dropped.
  package let takenBack: Int?

  /// How far the trace reaches back and ahead.
  private static let reach = 1024

  /// Costs O(fan-in · steps traced), however long the run is; without a trace O(fan-in).
  init(of unit: Int, in layer: Int, status: EngineStatus, hasTrace: Bool = true) {
    self.hasTrace = hasTrace
    self.layer = layer
    self.unit = unit
    step = status.moment.step
    lastStep = status.raster.lastStep
    trace = NeuronTrace(
      of: unit, in: layer, simulation: status.moment.simulation, raster: status.raster,
      firstStep: max(step - NeuronInspection.reach, 1),
      lastStep: hasTrace ? step + NeuronInspection.reach : 0,
      potentials: status.potentials)
    takenBack = NeuronInspection.takenBack(by: unit, in: layer, status: status)
    field = ReceptiveField(
      of: unit, in: layer, simulation: status.moment.simulation, raster: status.raster, step: step)
    cause = SpikeCause(
      of: unit, in: layer, simulation: status.moment.simulation,
      statistics: status.moment.statistics, references: status.setting.references)
  }

  private static func takenBack(by unit: Int, in layer: Int, status: EngineStatus) -> Int? {
    let (raster, step) = (status.raster, status.moment.step)
    guard case .negativeSpikes = status.moment.simulation.network.corrector,
      raster.firstStep == 1, step > 0
    else { return nil }
    return (1...step).count { raster.value(of: unit, in: layer, at: $0) < 0 }
  }
}
