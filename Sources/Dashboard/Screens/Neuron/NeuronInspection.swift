import Networks
import SpikeStatistics
import TimeTravel

/// What the neuron screen shows of one neuron at one step, computed once per change.
package struct NeuronInspection: Equatable, Sendable {
  /// All that it depends on.
  struct Source: Equatable, Sendable {
    var picture: PictureSource
    var layer: Int
    /// In channels-last order.
    var unit: Int
    var hasTrace: Bool
  }

  let source: Source
  private let inputs: NeuronInputs
  /// The same with what they brought from the first step on, where the trace does not begin there;
  /// `nil` where it does, and where that would take too long.
  private let allInputs: NeuronInputs?

  /// The steps around the present, more than any screen shows; empty where none was asked for.
  package let trace: NeuronTrace

  /// dEI up to the present, in steps, whatever else of the run is recorded; `nil` while one side
  /// has not arrived at all, and where what arrived first is not known or cannot be counted.
  package let timingLead: Float?
  /// `nil` where the analog network says nothing about the neuron.
  package let cause: SpikeCause?
  /// Where its synapses lie and what they bring now; `nil` where nobody knows.
  package let field: ReceptiveField?
  /// The spikes taken back up to the present; `nil` where none ever are, or steps were dropped.
  package let takenBack: Int?

  package var layer: Int { source.layer }
  /// In channels-last order.
  package var unit: Int { source.unit }
  package var step: Int { source.picture.step }

  /// How far the trace reaches back and ahead.
  private static let reach = 1024

  /// With more synapses times steps, or more steps, what has arrived cannot be counted for a
  /// picture.
  private static let mostArrivals = 1 << 22
  private static let mostSteps = 1 << 14

  /// Costs O(fan-in), for each step traced that the old one has not traced; without a trace once.
  ///
  /// - Parameter old: What was shown before: of the same neuron in the same run it knows the
  ///   synapses, and what they brought.
  init(_ source: Source, status: EngineStatus, after old: NeuronInspection?) {
    self.source = source
    let (unit, layer, step) = (source.unit, source.layer, source.picture.step)
    let (simulation, raster) = (status.runState.simulation, status.raster)
    let known = old.flatMap { $0.isSameNeuron(as: source) ? $0 : nil }
    var inputs = known?.inputs ?? NeuronInputs(of: unit, in: layer, simulation: simulation)
    let first = max(step - NeuronInspection.reach, 1)
    let trace = { (inputs: inout NeuronInputs, first: Int, last: Int) in
      NeuronTrace(
        &inputs, simulation: simulation, raster: raster, firstStep: first,
        lastStep: source.hasTrace ? last : 0, potentials: status.potentials)
    }
    let synapses = inputs.synapses.reduce(0) { $0 + $1.synapses.count }
    if first > 1, raster.firstStep == 1, step <= NeuronInspection.mostSteps,
      synapses * step <= NeuronInspection.mostArrivals
    {
      var all = known?.allInputs ?? inputs
      timingLead = trace(&all, 1, step).timingLead
      allInputs = all
    } else {
      timingLead = trace(&inputs, first, step).timingLead
      allInputs = nil
    }
    self.trace = trace(&inputs, first, step + NeuronInspection.reach)
    self.inputs = inputs
    takenBack = NeuronInspection.takenBack(by: unit, in: layer, status: status, after: known)
    field = ReceptiveField(
      of: unit, in: layer, simulation: simulation, raster: raster, step: step,
      synapses: inputs.synapses)
    cause = SpikeCause(
      of: unit, in: layer, simulation: simulation, statistics: status.runState.statistics,
      references: status.setting.references, synapses: inputs.synapses)
  }

  private func isSameNeuron(as other: Source) -> Bool {
    (source.picture.generation, layer, unit) == (other.picture.generation, other.layer, other.unit)
  }

  private static func takenBack(
    by unit: Int, in layer: Int, status: EngineStatus, after known: NeuronInspection?
  ) -> Int? {
    let (raster, step) = (status.raster, status.runState.step)
    guard status.runState.simulation.network.takesSpikesBack(in: layer), raster.firstStep == 1,
      step > 0
    else { return nil }
    var (count, counted) = (0, 0)
    if let known, let before = known.takenBack, known.step <= step {
      (count, counted) = (before, known.step)
    }
    return (counted + 1..<step + 1).reduce(count) {
      raster.value(of: unit, in: layer, at: $1) < 0 ? $0 + 1 : $0
    }
  }
}
