import Tasks
import TerminalUI

/// What has been drawn of rasters, so that it need not be counted again in the next frame, and what
/// was decoded of outputs, which several panes show.
///
/// A recorded step never changes, so a canvas is the same with and without a memo; see `draw`.
package final class RasterMemo {
  /// A line of cells across time: which steps it shows, in how many dots along time.
  struct Span: Hashable {
    var firstStep: Int
    var lastStep: Int
    var dotCount: Int
  }

  /// Which neurons the cells of a line stand for.
  struct Bands: Hashable {
    var generation: Int
    var layer: Int
    /// The number or the place of the first neuron; `nil` where bands lie in channels-last order.
    var firstNumber: Int?
    var length: Int
    var count: Int
    /// Which order the neurons stand in, where it is not that of their numbers.
    var order: Order?
    /// What is drawn of them.
    var content = Content.spikes
  }

  /// An order of neurons at a step.
  struct Order: Hashable {
    var order: NeuronOrder
    var step: Int
  }

  enum Content: Hashable {
    case spikes
    /// The spikes of one of two networks, in its colour: all, or those that differ.
    case run(RunSide, onlyDifferences: Bool)
    /// Single neurons in both of them.
    case neurons(onlyDifferences: Bool)
  }

  /// The lines of some bands of neurons.
  final class Strip {
    private var lines: [Span: [Cell?]] = [:]

    /// More than there are on a screen.
    private static let maximumLines = 1 << 11

    /// - Parameter isComplete: Whether all of the steps are recorded, so that they can be
    ///   remembered.
    func cells(_ span: Span, isComplete: Bool, draw: () -> [Cell?]) -> [Cell?] {
      guard isComplete else { return draw() }
      if let known = lines[span] { return known }
      let cells = draw()
      if lines.count >= Self.maximumLines { lines = [:] }
      lines[span] = cells
      return cells
    }
  }

  /// Whose answer, and after which step.
  struct Answerer: Hashable {
    var generation: Int
    /// `nil` of the analog network.
    var step: Int?
    /// The same step of the run itself, of which the beginning may have been missed.
    var ownStep: Int?
  }

  private var answers: [Answerer: TaskAnswer] = [:]

  /// More than there are in a frame.
  private static let maximumAnswers = 8

  private var strips: [Bands: Strip] = [:]
  private var capabilities: Capabilities?

  /// More than there are on a screen.
  private static let maximumStrips = 128

  package init() {}

  /// Prepares for a frame: what was drawn for another terminal is forgotten.
  func begin(for capabilities: Capabilities) {
    guard self.capabilities != capabilities else { return }
    self.capabilities = capabilities
    strips = [:]
  }

  /// What outputs mean that do not change.
  func answer(of answerer: Answerer, decode: () -> TaskAnswer?) -> TaskAnswer? {
    if let known = answers[answerer] { return known }
    guard let answer = decode() else { return nil }
    if answers.count >= Self.maximumAnswers { answers = [:] }
    answers[answerer] = answer
    return answer
  }

  /// What has been drawn of some neurons.
  func strip(_ bands: Bands) -> Strip {
    if let known = strips[bands] { return known }
    if strips.count >= Self.maximumStrips { strips = [:] }
    let strip = Strip()
    strips[bands] = strip
    return strip
  }
}
