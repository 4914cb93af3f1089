import Dashboard
import TerminalUI
import Testing

/// Which steps the cells of a time panel show.
@Suite struct TimeAxisTests {
  /// Small pages, more steps than cells and fewer.
  private static let axes = [1, 2, 3, 7, 16].flatMap { width in
    [1, 2, 3, 5, 8, 21, 64].flatMap { length in
      [1, 10].map { TimeAxis(width: width, firstStep: $0, length: length) }
    }
  }

  @Test func everyStepHasCellsAndEveryCellSteps() {
    for axis in Self.axes {
      for step in axis.firstStep...axis.lastStep {
        let (first, last) = (axis.firstCell(of: step), axis.cell(of: step))
        #expect(first.flatMap(axis.steps(ofCell:))?.contains(step) == true, "\(axis) \(step)")
        #expect(last.flatMap(axis.steps(ofCell:))?.contains(step) == true, "\(axis) \(step)")
        #expect((first ?? 0) <= (last ?? -1))
      }
      #expect(axis.cell(of: axis.firstStep - 1) == nil && axis.cell(of: axis.lastStep + 1) == nil)
    }
  }

  /// A mark is in the middle of its step's cells, and a dot in the cell of the mark.
  @Test func aMarkStandsInTheMiddleOfItsStep() throws {
    for axis in Self.axes + [TimeAxis(width: 90, firstStep: 1, length: 6)] {
      for step in axis.firstStep...axis.lastStep {
        let first = try #require(axis.firstCell(of: step))
        let last = try #require(axis.cell(of: step))
        let mark = try #require(axis.markCell(of: step))
        #expect((first...last).contains(mark) && abs(2 * mark - first - last) <= 1)
        #expect(axis.dotColumn(of: step).map { $0 / 2 } == mark, "\(axis) \(step)")
      }
    }
  }

  /// No cell is left over, no step is left out, and none is in two cells that also show others.
  @Test func theCellsOfAPageFollowEachOther() {
    for axis in Self.axes {
      let steps = (0..<axis.width).compactMap(axis.steps(ofCell:))
      #expect(steps.count == axis.width)
      #expect(steps.first?.lowerBound == axis.firstStep)
      #expect(steps.last?.upperBound == axis.lastStep)
      for (left, right) in zip(steps, steps.dropFirst()) {
        #expect(
          right.lowerBound == left.upperBound + 1
            || (right == left && axis.length < axis.width), "\(axis)")
      }
    }
  }

  /// Every step of a cell is in a dot, and no dot leaves the cell.
  @Test func theDotsOfACellHaveItsSteps() {
    for axis in Self.axes {
      for count in [1, 2, 4] {
        for cell in 0..<axis.width {
          guard let steps = axis.steps(ofCell: cell) else { continue }
          let dots = axis.dots(ofCell: cell, count: count)
          #expect(dots.count == count)
          #expect(dots.first?.lowerBound == steps.lowerBound)
          #expect(dots.last?.upperBound == steps.upperBound)
        }
      }
    }
  }

  /// A sweep writes over the page before, behind a gap of one cell.
  @Test func behindThePresentIsThePageBefore() {
    let axis = TimeAxis(width: 8, firstStep: 17, length: 16, lastKnownStep: 20)

    #expect(axis.steps(ofCell: 1) == 19...20)
    #expect(axis.steps(ofCell: 2) == nil)
    #expect(axis.steps(ofCell: 3) == 7...8)
    #expect(axis.steps(ofCell: 7) == 15...16)
  }

  /// A number on a ruler is at a cell of its own step, on the page and on what is left of the page
  /// before.
  @Test func theRulerNumbersTheStepsThatAreShown() {
    for (width, length) in [(40, 16), (40, 64), (90, 64), (30, 200), (8, 16)] {
      for known in [17, 20, 2 * length - 1, 2 * length] where known > length {
        let axis = TimeAxis(
          width: width, firstStep: length + 1, length: length, lastKnownStep: known)
        var canvas = Canvas(size: Size(rows: 1, columns: width))
        // Who is behind sees what has come already, and behind that the page before.
        let step = known.isMultiple(of: 3) ? known : max(known - 3, length + 1)
        axis.drawRuler(step: step, row: 0, column: 0, on: &canvas)
        var cells = Array(canvas.text.prefix { !$0.isNewline })[...]
        var isOldNumbered = false
        while let start = cells.firstIndex(where: \.isWholeNumber) {
          let digits = cells[start...].prefix(while: \.isWholeNumber)
          let step = Int(String(digits)) ?? 0
          #expect(axis.steps(ofCell: start)?.contains(step) == true, "\(step) on \(axis)")
          isOldNumbered = isOldNumbered || step <= length
          cells = cells[digits.endIndex...]
        }
        #expect(isOldNumbered || known > 20 || width < 30, "\(axis)")
      }
    }
  }

  private func window(
    step: Int, planned: Int?, zoom: Int = 0, scrolls: Bool = false
  ) -> TimeWindow {
    TimeWindow(
      step: step, plannedSteps: planned, lastKnownStep: step, zoom: zoom, scrolls: scrolls)
  }

  /// A planned run is shown whole, at every step and in every width, few steps and many.
  @Test func timeFits() {
    for planned in [1, 6, 64, 128, 1000] {
      for width in [1, 20, 90, 300] where planned <= 16 * width {
        for step in [0, 1, planned] {
          let axis = window(step: step, planned: planned).axis(width: width)
          #expect(axis.firstStep == 1 && axis.lastStep == planned)
        }
      }
    }
  }

  /// What is zoomed into, too long, or without an end, is shown page by page.
  @Test func thePresentIsOnThePage() {
    for planned in [nil, 1, 6, 100, 5_000, 1_000_000] {
      for zoom in [-5, -1, 0, 1, 3, 12] {
        for scrolls in [false, true] {
          for step in [0, 1, 5, 99, 4_999, 999_999] where step <= planned ?? .max {
            for width in [1, 7, 90] {
              let axis = window(step: step, planned: planned, zoom: zoom, scrolls: scrolls)
                .axis(width: width)
              #expect(axis.cell(of: max(step, 1)) != nil, "\(axis) \(step)")
              #expect(axis.length <= TimeWindow.mostStepsPerCell * width)
            }
          }
        }
      }
    }
  }

  /// A pane may be too narrow for an axis beside its table.
  @Test func anAxisWithoutRoomHasALength() {
    for planned in [nil, 1, 128] {
      for zoom in [-5, 0, 12] {
        for scrolls in [false, true] {
          for width in -3...1 {
            let window = window(step: 50, planned: planned, zoom: zoom, scrolls: scrolls)
            #expect(window.length(width: width) >= 1)
            #expect(window.axis(width: width).length >= 1)
          }
        }
      }
    }
  }

  @Test func zoomHalvesWhatIsShown() {
    let lengths = (0...6).map { window(step: 50, planned: 128, zoom: $0).length(width: 60) }
    #expect(lengths == [128, 64, 32, 16, 8, 4, 4])
    #expect(window(step: 50, planned: 128, zoom: -3).length(width: 60) == 128)
    #expect(window(step: 50, planned: nil).length(width: 60) == 120)
    #expect(window(step: 50, planned: nil, zoom: -1).length(width: 60) == 240)
  }

  @Test func scrollingKeepsThePresentAtTheEnd() {
    for step in [500, 4_001] {
      for zoom in [-1, 0, 2, 4] {
        let axis = window(step: step, planned: nil, zoom: zoom, scrolls: true).axis(width: 60)
        #expect(axis.cell(of: step) == axis.width - 1)
        #expect(axis.length % axis.width == 0 || axis.width % axis.length == 0)
      }
    }
  }
}
