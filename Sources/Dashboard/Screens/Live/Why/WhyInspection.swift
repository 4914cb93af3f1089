import Networks
import SpikeStatistics
import TimeTravel

/// Why the network answers so at one step, computed once per change.
package struct WhyInspection: Sendable {
  let picture: PictureSource
  /// The sum, or why there is none.
  package let result: Result<AnswerMargin, AnswerMargin.Obstacle>
  private let weights: AnswerMargin.Weights?

  package var margin: AnswerMargin? { try? result.get() }

  /// Costs O(fan-in of the readout).
  ///
  /// - Parameter old: What was shown before: of the same run and classes it knows the weights.
  init(_ status: EngineStatus, context: RunContext, after old: WhyInspection? = nil) {
    picture = PictureSource(status)
    let known = old.flatMap { $0.picture.generation == status.generation ? $0.weights : nil }
    var weights: AnswerMargin.Weights?
    do throws(AnswerMargin.Obstacle) {
      let made = try WhyInspection.weights(status, context: context, known: known)
      weights = made
      let simulation = status.runState.simulation
      result = .success(
        try AnswerMargin(
          made, simulation: simulation, statistics: status.runState.statistics,
          references: status.setting.references,
          logits: WhyInspection.logits(of: context, count: simulation.readout.count),
          raster: status.raster))
    } catch {
      result = .failure(error)
    }
    self.weights = weights
  }

  private static func weights(
    _ status: EngineStatus, context: RunContext, known: AnswerMargin.Weights?
  ) throws(AnswerMargin.Obstacle) -> AnswerMargin.Weights {
    let simulation = status.runState.simulation
    guard !simulation.isReplay else { throw .noWeights }
    guard simulation.network.task.isClassification else { throw .noClasses }
    let outputs = simulation.readout
    guard
      let classes = AnswerMargin.Classes(
        outputs: outputs, logits: logits(of: context, count: outputs.count),
        label: context.label)
    else { throw .noClasses }
    if let known, known.classes == classes { return known }
    return try AnswerMargin.Weights(classes, of: simulation.packed)
  }

  /// What the analog network gives, where that is as much as the spiking one.
  private static func logits(of context: RunContext, count: Int) -> [Float] {
    context.logits.count == count ? context.logits : []
  }
}

extension AnswerMargin.Obstacle {
  /// Whether other steps of the run may have the sum all the same.
  var passes: Bool { self == .noAnswer }
}
