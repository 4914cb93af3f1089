import Conversion
import Dashboard
import SpikeStatistics
import TerminalUI

/// The kinds of runs that screens show: each knows less of itself than the one before.
enum KindOfRun: String, CaseIterable {
  /// With an analog network.
  case converted
  /// Beside a second network.
  case compared
  /// Trained spiking, without an ANN.
  case trained
  /// Spikes of a converted network from a file, without potentials.
  case replayed
  /// Spikes as a sender sends them: no image, no output, no ANN.
  case streamed

  /// After so many steps, the list of images known where there is one.
  func run(steps: Int = 40, screen: Character = "1") throws -> ExampleRun {
    var run = try ExampleRun(
      steps: steps, secondRun: self == .compared ? Max() : nil,
      isTrainedSpiking: self == .trained || self == .streamed,
      isReplayed: self == .replayed || self == .streamed)
    if self == .replayed, var context = run.state.context {
      // What was recorded was made by one method.
      (context.methods, context.methodNames) = ([context.methods[0]], [context.methodNames[0]])
      run.receive(.loaded(context))
      run.receive(.engine(run.engine.status))
    }
    if self == .streamed, var context = run.state.context {
      (context.model, context.methods, context.methodNames) = ("live", ["spikes only"], ["spikes"])
      (context.hasPicture, context.imageCount, context.image) = (false, 1, 0)
      (context.label, context.notes) = (nil, [])
      run.receive(.loaded(context))
      run.receive(.engine(run.engine.status))
      run.receive(.streaming(StreamReport(senderStep: 1, lastStep: steps, dropped: 0, ending: nil)))
    }
    run.press(.character(screen))
    if run.state.imageList.subject != nil {
      let outcomes = ImagesScreenTests.outcomes.map { self == .trained ? $0.withoutANN : $0 }
      run.receive(.evaluated(.found(outcomes), request: 1))
      run.receive(.evaluated(.ended(problem: nil), request: 1))
    }
    return run
  }
}

extension ImageOutcome {
  fileprivate var withoutANN: ImageOutcome {
    ImageOutcome(
      index: index, label: label, analog: nil, spiking: spiking, course: course, sin: [],
      spikes: spikes, operations: operations)
  }
}
