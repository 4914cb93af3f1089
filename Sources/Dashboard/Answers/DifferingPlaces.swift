import Networks
import PlainText
import TerminalUI

extension PlaceMark {
  /// Where two networks give different classes, and where they give the same: there the picture is
  /// dark, so that the others are found.
  fileprivate static func differing(_ glyphs: Glyphs) -> PlaceMark {
    PlaceMark(color: { _ in .warning }, sign: Cell(glyphs.wrong, style: .wrong))
  }
  fileprivate static let agreeing = PlaceMark(color: { $0.tinted(by: 0) })
}

extension ScreenPane {
  /// Where in the picture the answer is not that of the analog network.
  static let differingPlaces = ScreenPane(
    "differing", defines: ["places"], title: { $0.differingPlacesTitle() }
  ) { view, canvas in view.answerPanels.drawDifferences?(view, &canvas) }
}

extension ScreenView {
  /// The room for where the answer differs, where it can.
  func differingPanes(columns: Extent, priority: Int) -> [Pane<String>] {
    answerPanels.drawDifferences == nil || !context.hasANN || !context.hasPicture
      ? []
      : [Pane("differing", rows: Extent(6, ideal: 8), columns: columns, priority: priority)]
  }

  /// The size of the map of places, and for each, row by row, whether its class is not that of the
  /// analog network; `nil` before it has one.
  ///
  /// Costs what reading both answers does.
  private var differingPlaces: (rows: Int, columns: Int, differ: [Bool])? {
    guard let own = spikingMap, let analog = analogMap,
      (own.rows, own.columns) == (analog.rows, analog.columns)
    else { return nil }
    return (own.rows, own.columns, zip(own.labels, analog.labels).map { $0 != $1 })
  }

  func differingPlacesTitle() -> PaneTitle {
    let count = differingPlaces.map { places in
      "\(grouped(places.differ.count { $0 })) of \(counted(places.differ.count, "place"))"
    }
    return PaneTitle("unlike the ANN", [count].compactMap(\.self))
  }

  /// The places in the colour of what is wrong; half a cell is marked where one of its places is.
  func drawDifferingPlaces(on canvas: inout Canvas) {
    guard let (rows, columns, differ) = differingPlaces else {
      canvas.write("no output yet", row: 0, column: 1, style: .label)
      return
    }
    canvas.drawCentered(context.picture)
    let mark = PlaceMark.differing(canvas.glyphs)
    drawPlaces(rows: rows, columns: columns, on: &canvas) { places in
      let differs = places.rows.contains { row in
        places.columns.contains { differ[row * columns + $0] }
      }
      return differs ? mark : .agreeing
    }
  }
}
