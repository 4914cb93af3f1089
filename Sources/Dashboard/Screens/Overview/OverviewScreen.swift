import PlainText
import TerminalUI

/// The smallest size, of the screen without its first and last lines, that shows several parts.
private let smallestOverview = Size(rows: 36, columns: 120)

extension ScreenView {
  /// Layers, the neuron under the cursor, SIN, phase and the answer at once.
  func overviewLayout(_ size: Size) -> Layout<String> {
    let need = smallestOverview
    guard size.rows >= need.rows, size.columns >= need.columns else {
      return .stack(smallOverview)
    }
    let left = Extent(64, ideal: 90, weight: 3)
    let right = Extent(48, ideal: 70, weight: 2)
    let compared =
      engine.comparison == nil
      ? []
      : [
        Pane(
          "differences", rows: Extent(6, ideal: 16, weight: 2), columns: left, priority: 4)
      ]
    return .columns([
      .stack(
        [
          Pane(
            "strips", rows: Extent(5, ideal: 3 + layers.count, weight: 3), columns: left,
            priority: 0),
          Pane(
            "lanes", rows: Extent(2, ideal: laneCount, maximum: laneCount + 1), columns: left,
            priority: 2),
        ] + compared + [
          Pane(
            "phase", rows: Extent(3, ideal: layers.count + 1, maximum: 2 * layers.count + 1),
            columns: left, priority: 7)
        ]
          + (knowsAnswer
            ? [Pane("output", rows: answerRows, columns: left, priority: 6)]
            : [Pane("rates", rows: Extent(6, ideal: 10), columns: left, priority: 6)])),
      .stack([
        Pane("trace", rows: Extent(8, ideal: 14, weight: 2), columns: right, priority: 1),
        Pane(
          state.neuronPictures.contains(.cause) ? "cause" : "intervals",
          rows: Extent(4, ideal: 8), columns: right, priority: 5),
        Pane("table", rows: Extent(4, ideal: 10, weight: 2), columns: right, priority: 3),
      ]),
      .stack(overviewSide),
    ])
  }

  /// No more than there are answers: the layers above have a use for the rest.
  private var answerRows: Extent {
    let rows = max(answerPanels.rows(self), 3)
    return Extent(3, ideal: min(rows, 10), maximum: rows)
  }

  /// What has room on any terminal: the layers, the neuron, and the list of the worst.
  private var smallOverview: [Pane<String>] {
    let width = Extent(56)
    return [
      Pane("strips", rows: Extent(4, ideal: 3 + layers.count), columns: width, priority: 0),
      Pane("trace", rows: Extent(8, ideal: 9), columns: width, priority: 1),
      Pane("table", rows: Extent(4, ideal: 6), columns: width, priority: 2),
    ]
  }

  /// What it shows in a sentence; on a small terminal what more there would be.
  func overviewInsight() -> String? {
    let need = smallestOverview
    let isSmall = state.size.rows - 4 < need.rows || state.size.columns < need.columns
    let more = isSmall ? "\(need.columns)x\(need.rows + 4) shows more" : nil
    let clauses = networkInsight() ?? sinInsight().map { [$0] }
    guard let clauses, let first = clauses.first else { return nil }
    // The last ones are left out first.
    return ([first, more].compactMap(\.self) + clauses.dropFirst()).joined(separator: ", ")
  }

  /// The SIN neurons of all layers, and what the network answers; `nil` where there are none.
  private func networkInsight() -> [String]? {
    let totals = layers.indices.map { runState.statistics.layers[$0].sin }
    let neurons = totals.map { $0?.neurons ?? 0 }
    let all = neurons.reduce(0, +)
    guard context.hasANN, step > 0, let worst = state.worstLayer else { return nil }
    let inactive = totals.reduce(0) { $0 + ($1?.inactiveCount ?? 0) }
    let answer = answerPanels.words(self).map { "the answer is \($0)" }
    return [
      "\(grouped(all)) of \(grouped(inactive)) inactivated neurons fired in all layers",
      "\(network.layers[worst].name) has most SIN spikes: \(grouped(totals[worst]?.spikes ?? 0))",
      answer,
    ].compactMap(\.self)
  }

  /// The neuron in figures, and below it what the network sees and answers.
  private var overviewSide: [Pane<String>] {
    let side = Extent(30, ideal: 36, maximum: 56)
    let lines = unitFacts().lines.count
    let input = inputPane(columns: side, priority: 9)
    return [
      Pane(
        "facts", rows: Extent(8, ideal: lines, maximum: max(lines, 8), weight: 20), columns: side,
        priority: 8)
    ] + (context.hasPicture ? [input] : [])
      + (knowsOutput
        ? [Pane("course", rows: Extent(5, ideal: 9, weight: 2), columns: side, priority: 10)]
        : distributionPanes(columns: side, priority: 10))
  }

  func overviewPhaseTitle() -> PaneTitle {
    guard !hasSpikesAlone else {
      return PaneTitle("rates by layer", ["what spikes alone tell"], click: key(of: .phase))
    }
    return PaneTitle(
      "lead and lag", ["strip: mean D, full at \(visibleDecimal(largestMeanDeviation))"],
      click: key(of: .phase))
  }
}
