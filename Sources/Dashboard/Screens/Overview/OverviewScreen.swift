import PlainText
import TerminalUI

/// The smallest size, of the screen without its first and last lines, that shows several parts.
private let smallestOverview = Size(rows: 36, columns: 120)

extension ScreenView {
  /// Layers, the neuron under the cursor, SIN, phase and the answer at once.
  func overviewLayout(_ size: Size) -> Layout<String> {
    let need = smallestOverview
    guard size.rows >= need.rows, size.columns >= need.columns else {
      return .stack([Pane("small", rows: Extent(1), columns: Extent(40), priority: 0)])
    }
    let left = Extent(64, ideal: 90, weight: 3)
    let right = Extent(48, ideal: 70, weight: 2)
    let compared =
      engine.comparison == nil
      ? [] : [Pane("differences", rows: Extent(6, ideal: 12), columns: left, priority: 4)]
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
            columns: left, priority: 7),
          Pane("output", rows: Extent(3, ideal: 10), columns: left, priority: 6),
        ]),
      .stack([
        Pane("trace", rows: Extent(8, ideal: 14, weight: 2), columns: right, priority: 1),
        Pane("cause", rows: Extent(4, ideal: 8), columns: right, priority: 5),
        Pane("table", rows: Extent(4, ideal: 10, weight: 2), columns: right, priority: 3),
      ]),
      .stack(overviewSide),
    ])
  }

  /// The neuron in figures, and below it what the network sees and answers.
  private var overviewSide: [Pane<String>] {
    let side = Extent(30, ideal: 36, maximum: 56)
    let pixels = (context.picture.height + 1) / 2
    let lines = unitFacts().lines.count
    let input = Pane(
      "input", rows: Extent(min(pixels, 8), ideal: pixels, maximum: max(pixels, 8)),
      columns: side, priority: 9)
    return [
      Pane(
        "facts", rows: Extent(8, ideal: lines, maximum: max(lines, 8)), columns: side, priority: 8)
    ] + (context.hasPicture ? [input] : []) + [
      Pane("course", rows: Extent(5, ideal: 9, weight: 2), columns: side, priority: 10)
    ]
  }

  func drawOverviewNeed(on canvas: inout Canvas) {
    let need = smallestOverview
    canvas.write(
      "all at once needs \(need.columns)x\(need.rows + 4); the other screens show the parts",
      row: 0,
      column: 1, width: canvas.size.columns - 2, alignment: .left, style: .label)
  }

  func overviewPhaseTitle() -> PaneTitle {
    PaneTitle(
      "lead and lag", ["strip: mean D, full at \(decimal(largestMeanDeviation, digits: 2))"],
      click: key(of: .phase))
  }
}
