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
            priority: 0), Pane("lanes", rows: Extent(2), columns: left, priority: 2),
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
      .stack([
        Pane(
          "facts", rows: Extent(8, ideal: 20), columns: Extent(30, ideal: 32, maximum: 40),
          priority: 8)
      ]),
    ])
  }

  func drawOverviewNeed(on canvas: inout Canvas) {
    let need = smallestOverview
    canvas.write(
      "all at once needs \(need.columns)x\(need.rows + 4); the other screens show the parts",
      row: 0,
      column: 1, width: canvas.size.columns - 2, alignment: .left, style: .label)
  }

  func overviewPhaseTitle() -> PaneTitle {
    PaneTitle("lead and lag", ["share of neurons"], click: key(of: .phase))
  }
}
