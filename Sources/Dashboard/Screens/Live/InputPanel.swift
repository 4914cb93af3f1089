import PlainText
import TerminalUI

extension ScreenPane {
  /// The picture that the network sees.
  static let input: ScreenPane = {
    var pane = ScreenPane("input", defines: ["input", "label"], title: { $0.inputTitle() }) {
      $0.drawInput(on: &$1)
    }
    pane.fitTitle = { view, size, title in
      let picture = view.context.picture
      guard let first = title.figures.first else { return }
      title.figures[0] = first + scaleNote(of: picture, in: size)
    }
    return pane
  }()
}

/// Pictures of so many rows are usual, and behind the panes of a screen comes nothing else.
private let usualRows = 20
private let lastPriority = 20

/// A picture is drawn larger than its pixels where it leaves others so much of the screen: three
/// quarters of the columns, and five eighths of the rows.
private func enlargement(of picture: ColorImage, in size: Size) -> Int {
  guard picture.width > 0, picture.height > 0 else { return 1 }
  let (columns, rows) = (size.columns / 4, size.rows * 3 / 8)
  return max(min(columns / picture.width, 2 * rows / picture.height), 1)
}

/// On what scale a picture is drawn, to be put behind its size; nothing where each of its pixels
/// is there.
func scaleNote(_ shrinkFactor: Int) -> String {
  shrinkFactor > 1 ? " at 1/\(shrinkFactor)" : ""
}

/// The same of a picture that is as large as there is room.
private func scaleNote(of picture: ColorImage, in size: Size) -> String {
  let drawn = size.fitting(width: picture.width, height: picture.height)
  guard drawn.width > 0, drawn.width < picture.width else { return "" }
  let ratio = Double(picture.width) / Double(drawn.width)
  let isWhole = picture.width.isMultiple(of: drawn.width)
  // One of nearly 1 is no whole picture.
  let digits = isWhole || ratio >= 10 ? 0 : ratio < 1.1 ? 2 : 1
  return " at 1/\(decimal(ratio, digits: digits))"
}

extension ScreenView {
  /// The room for the picture: a cell for two of its pixels, or where that is too much, for more.
  ///
  /// - Parameters:
  ///   - size: That of the screen, where the picture may be enlarged.
  ///   - columns: On the smaller scale; on the full one as many more as the picture has.
  ///   - leastRows: With fewer it cannot be made out.
  ///   - fullPriority: By default a picture of usual size comes before what is less important, and
  ///     no pane leaves for a larger one.
  ///   - fills: Whether it has a use for all rows that are left, also on the smaller scale.
  func inputPane(
    in size: Size? = nil, columns: Extent, leastRows: Int = 8, priority: Int,
    fullPriority: Int? = nil, fills: Bool = false
  ) -> Pane<String> {
    let picture = context.picture
    let scale = size.map { enlargement(of: picture, in: $0) } ?? 1
    let (width, height) = (picture.width * scale, picture.height * scale)
    let rows = { (factor: Int) in (height + 2 * factor - 1) / (2 * factor) }
    let full = rows(1)
    // The largest scale below the full one that the columns allow.
    let most = max(columns.maximum ?? columns.ideal, 1)
    let small = rows(max((width + most - 1) / most, 2))
    return Pane(
      "input", rows: Extent(full, maximum: max(full, leastRows)),
      columns: Extent(
        max(width, columns.minimum), ideal: max(width, columns.ideal),
        maximum: max(width, most)), priority: priority,
      reduced: Pane.Reduced(
        rows: Extent(
          min(small, leastRows), ideal: small, maximum: max(fills ? full : small, leastRows)),
        columns: columns,
        fullPriority: fullPriority ?? (full <= usualRows ? priority : lastPriority)))
  }

  func inputTitle() -> PaneTitle {
    let picture = context.picture
    return PaneTitle(
      "input", ["\(picture.width)x\(picture.height)", "every step the same"],
      hints: state.hasNextImage ? hints(["next-image": "next image"]) : [])
  }

  /// The image in its own resolution where it fits, else shrunk, and larger where there is room,
  /// with what the answer marks in it.
  func drawInput(on canvas: inout Canvas) {
    canvas.drawCentered(context.picture)
    answerPanels.drawOverInput(self, &canvas)
  }
}
