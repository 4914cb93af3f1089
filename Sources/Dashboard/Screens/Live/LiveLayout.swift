import TerminalUI

/// From so many columns on the answer stands beside the layers.
let liveColumnsForTwo = 100

/// With fewer columns nothing is shown over time.
private let leastLane = 12

/// An answer in a picture leaves it all rows but these: those of the screen's first and last lines,
/// of frames, and of a short list.
private let rowsBelowPicture = 16

/// A list has so many rows before others get more than they need.
private let rowsOfAList = 11

extension ScreenView {
  /// The layers over time, and beside or below them the input and the answer.
  func liveLayout(_ size: Size) -> Layout<String> {
    guard size.columns >= liveColumnsForTwo else { return smallLiveLayout(size) }
    let side = Extent(34, ideal: 40, maximum: 64)
    // Where nobody knows the answer, small terminals have the layer in its place.
    let layer = Pane(
      "layer", rows: Extent(4, maximum: 5), columns: side, priority: knowsAnswer ? 8 : 1)
    guard answerPanels.liesInPicture, context.hasPicture else {
      return .columns([
        .stack(networkPanes(size)),
        .stack(
          (context.hasPicture ? [inputPane(in: size, columns: side, priority: 4)] : [])
            + [answerPane(columns: side)] + coursePanes(columns: side) + [layer]
            + accuracyPanes(columns: side)),
      ])
    }
    // What is seen in the picture is seen there best: all that lies over time gives way to it.
    let left = Extent(40, weight: 3)
    let right = Extent(34, ideal: pictureColumns(rows: size.rows), maximum: 64)
    return .columns([
      .stack(networkPanes(size) + coursePanes(columns: left) + accuracyPanes(columns: left)),
      .stack(
        [
          inputPane(columns: right, priority: 4, fullPriority: 6, fills: true),
          answerPane(columns: right),
        ] + differingPanes(columns: right, priority: 5) + [layer]),
    ])
  }

  /// How wide the picture is that the rows have room for above the answer, from the usual width of
  /// its column to the most that leaves the layers theirs.
  private func pictureColumns(rows: Int) -> Int {
    min(max(min(context.picture.width, 2 * (rows - rowsBelowPicture)), 40), 64)
  }

  /// Whether what lies over time in a pane of Live that is so many columns wide stands below the
  /// layers: where the picture has the other column, or there is one column only.
  func liesBelowLayers(columns: Int) -> Bool {
    guard state.screen == .live, columns >= liveLabelWidth + leastLane else { return false }
    return (state.size.columns >= liveColumnsForTwo)
      == (answerPanels.liesInPicture && context.hasPicture)
  }

  /// The layers over time, or why the network answers so, and the network below them.
  private func networkPanes(_ size: Size) -> [Pane<String>] {
    let wide = Extent(40, weight: 3)
    let lanes = Pane(
      "lanes", rows: Extent(laneCount, maximum: laneCount), columns: wide, priority: 2)
    guard !showsWhy else {
      return [Pane("why", rows: Extent(4, weight: 4), columns: wide, priority: 0), lanes]
    }
    let strips = Pane(
      "strips", rows: Extent(5, ideal: 3 + layers.count, weight: 4),
      columns: Extent(liveLabelWidth + leastLane, weight: 3), priority: 0)
    guard size.hasRoomForWhy, context.answersByClass, !runState.simulation.isReplay else {
      return [strips, lanes]
    }
    return [
      strips, lanes,
      Pane("why", rows: Extent(8, ideal: 12, maximum: 14), columns: wide, priority: 7),
    ]
  }

  /// The answer, all of it before others tell more; where nobody knows it, how neurons fire.
  private func answerPane(columns: Extent) -> Pane<String> {
    guard knowsAnswer else {
      return Pane("rates", rows: Extent(6, ideal: 10), columns: columns, priority: 2)
    }
    let rows = max(answerPanels.rows(self), 3)
    let list = min(rows, rowsOfAList)
    return Pane(
      "output", rows: Extent(list, maximum: rows, weight: 3), columns: columns, priority: 1,
      reduced: Pane.Reduced(
        rows: Extent(3, ideal: list, maximum: rows, weight: 3), columns: columns, fullPriority: 6))
  }

  /// The answer over time; where nobody knows it, how something is spread over the neurons.
  private func coursePanes(columns: Extent) -> [Pane<String>] {
    knowsOutput
      ? [Pane("course", rows: Extent(5, ideal: 9, weight: 2), columns: columns, priority: 3)]
      : distributionPanes(columns: columns, priority: 3)
  }

  /// All in one column, with the answer in few rows.
  private func smallLiveLayout(_ size: Size) -> Layout<String> {
    let answer = Pane(
      !knowsAnswer
        ? "layer" : state.liveScreen.showsAccuracy && knowsAccuracy ? "accuracy" : "output",
      rows: Extent(1, ideal: 3, maximum: 4), columns: Extent(40), priority: 1)
    guard answerPanels.liesInPicture, context.hasPicture else {
      return .stack(networkPanes(size) + [answer])
    }
    // The picture with what the answer marks in it beside the answer in words, below the rest.
    let rows = Extent(1, ideal: 8, maximum: 12)
    let input = inputPane(columns: Extent(16, ideal: 20, maximum: 30), priority: 3)
    return .rows([
      .stack(networkPanes(size)),
      .columns([
        .stack([input]),
        .stack([Pane(answer.name, rows: rows, columns: Extent(30, weight: 2), priority: 1)]),
      ]),
    ])
  }
}
