import Networks
import SpikeStatistics
import SpikingEngine
import TerminalUI
import TimeTravel

/// How the answer of a network is shown, by its task: all that screens ask of a task.
struct AnswerPanels: Sendable {
  /// What the answer marks in the picture.
  var drawOverInput: @Sendable (ScreenView, inout Canvas) -> Void = { _, _ in }

  /// Draws where in the picture it is not that of the analog network; `nil` where that is not a
  /// matter of places.
  var drawDifferences: (@Sendable (ScreenView, inout Canvas) -> Void)?

  var title: @Sendable (ScreenView) -> PaneTitle
  var draw: @Sendable (ScreenView, inout Canvas) -> Void
  /// How many rows it has at most.
  var rows: @Sendable (ScreenView) -> Int
  /// Whether it can be read in a single row.
  var fitsRow: Bool
  /// Whether it is seen in the picture, which then has a place on small screens too.
  var liesInPicture = false

  var courseTitle: @Sendable (ScreenView) -> PaneTitle
  var drawCourse: @Sendable (ScreenView, inout Canvas) -> Void

  /// Those of two networks.
  var drawTwo: @Sendable (ScreenView, ComparedRun, inout Canvas) -> Void

  /// What the answer is now, in a few words; `nil` before there is one.
  var words: @Sendable (ScreenView) -> String?
  /// What it was over time: one for each cell of an axis.
  var lane: @Sendable (ScreenView, TimeAxis) -> [LaneAnswer?]

  var numbers: @Sendable (ScreenView) -> NumberTable
  var courseNumbers: @Sendable (ScreenView) -> NumberTable

  /// What the second line tells of it besides classes.
  var facts: @Sendable (ScreenView, Glyphs) -> [(text: String, style: Style)] = { _, _ in [] }
  var sentences: @Sendable (ScreenView) -> [String]

  static func of(_ task: NetworkTask) -> AnswerPanels {
    switch task {
    case .classification: classes
    case .detection: boxes
    case .segmentation: places
    }
  }

  private static let classes = AnswerPanels(
    title: { $0.classOutputTitle() }, draw: { $0.drawClassOutput(on: &$1) },
    rows: { view in
      let outputs = max(view.context.logits.count, view.runState.simulation.readout.count, 1)
      return classCount(ofOutputs: outputs)
    },
    fitsRow: true, courseTitle: { $0.classCourseTitle() },
    drawCourse: { $0.drawClassCourse(on: &$1) },
    drawTwo: { $0.drawClassOutputs($1, on: &$2) },
    words: { $0.runState.simulation.prediction.map($0.context.className) },
    lane: { $0.classLane($1) }, numbers: { $0.classOutputNumbers() },
    courseNumbers: { $0.classCourseNumbers() },
    sentences: { view in
      argmax(view.context.logits).map {
        ["The analog network says \(view.context.className($0))."]
      } ?? []
    })
}

/// An answer that holds for some cells of a lane over time.
struct LaneAnswer: Equatable, Sendable {
  var text: String
  /// What stands for it where it has no room; `nil` for its beginning.
  var short: String?
  var style: Style

  /// Fewer letters of a name could be of any.
  private static let leastLetters = 3

  /// What is written in so many columns, nothing where that would say nothing; half a number would
  /// be another one.
  func text(columns: Int) -> String {
    if text.count <= columns { return text }
    if let short { return short.count <= columns ? short : "" }
    guard columns >= Self.leastLetters, text.first?.isNumber != true else { return "" }
    return String(text.prefix(columns))
  }
}

/// Bars keep so many columns beside the names of classes.
let leastBar = 12

extension ScreenView {
  /// The columns for the names of classes before bars: what the longest one needs, and a blank on
  /// both sides.
  ///
  /// - Parameters:
  ///   - others: The columns that others need beside bars and names.
  ///   - least: So many there are in any case.
  func classColumns(in columns: Int, besides others: Int, least: Int) -> Int {
    let longest = context.classNames.map(\.count).max() ?? 0
    return max(min(longest + 2, columns - others - leastBar), least)
  }

  var answerPanels: AnswerPanels { AnswerPanels.of(network.task) }

  /// The accumulated outputs of a run over the time of accumulation; `nil` before the first
  /// complete readout, and where nobody tells them.
  func meanOutputs(of runState: RunState) -> [[Float]]? {
    let network = runState.simulation.network
    let own = senderStep(runState.step)
    guard own >= network.firstReadout, runState.step > 0 else { return nil }
    return network.readouts.reduce(into: [[Float]]?.some([])) { outputs, layer in
      let population = runState.simulation.populations[layer]
      guard population.knowsPotential else {
        outputs = nil
        return
      }
      let time = Float(max(network.outputTime(atStep: own, of: layer), 1))
      outputs?.append(
        network.layers[layer].shape.unitOrder(population.membranePotential).map { $0 / time })
    }
  }

  /// The same of an earlier step; `nil` where that is not kept.
  func meanOutputs(at step: Int) -> [[Float]]? {
    let own = senderStep(step)
    guard own >= network.firstReadout else { return nil }
    return network.readouts.reduce(into: [[Float]]?.some([])) { outputs, layer in
      guard let potentials = engine.potentials.potentials(of: layer, at: step) else {
        outputs = nil
        return
      }
      let time = Float(max(network.outputTime(atStep: own, of: layer), 1))
      outputs?.append(
        network.layers[layer].shape.unitOrder(Array(potentials)).map { $0 / time })
    }
  }
}
