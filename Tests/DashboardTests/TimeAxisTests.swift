import Dashboard
import Testing

/// Which steps the cells of a strip show.
@Suite struct TimeAxisTests {
  /// Small pages at every step, whole steps in a cell, and both ways of moving.
  private static let axes = [1, 2, 3, 7].flatMap { width in
    [1, 2, 3, 8].flatMap { stepsPerCell in
      (0...60).flatMap { step in
        [false, true].map { scrolls in
          (
            TimeAxis(width: width, step: step, stepsPerCell: stepsPerCell, scrolls: scrolls),
            step
          )
        }
      }
    }
  }

  @Test func thePresentIsOnThePage() {
    for (axis, step) in Self.axes {
      let cell = axis.cell(of: max(step, 1))
      #expect(cell.map { (0..<axis.width).contains($0) } == true, "\(axis) \(step)")
      #expect(cell.flatMap(axis.steps(ofCell:))?.contains(max(step, 1)) == true)
    }
  }

  @Test func theCellsOfAPageFollowEachOther() {
    for (axis, _) in Self.axes {
      var next = axis.firstStep
      for cell in 0..<axis.width {
        let steps = axis.steps(ofCell: cell)
        #expect(steps == next...next + axis.stepsPerCell - 1)
        for step in steps ?? 1...1 { #expect(axis.cell(of: step) == cell) }
        next += axis.stepsPerCell
      }
      #expect(axis.cell(of: axis.firstStep - 1) == nil && axis.cell(of: next) == nil)
    }
  }

  /// Every step of a cell is in a dot, and no dot leaves the cell.
  @Test func theDotsOfACellHaveItsSteps() {
    for (axis, _) in Self.axes {
      for count in [1, 2, 4] {
        guard let steps = axis.steps(ofCell: 0) else { continue }
        let dots = axis.dots(ofCell: 0, count: count)
        #expect(dots.count == count)
        #expect(dots.allSatisfy { steps.contains($0.lowerBound) && steps.contains($0.upperBound) })
        #expect(steps.allSatisfy { step in dots.contains { $0.contains(step) } })
      }
    }
  }

  /// A sweep writes over the page before, behind a gap of one cell.
  @Test func behindThePresentIsThePageBefore() {
    let axis = TimeAxis(width: 8, step: 20, stepsPerCell: 2, lastKnownStep: 20)

    #expect(axis.firstStep == 17)
    #expect(axis.steps(ofCell: 1) == 19...20)
    #expect(axis.steps(ofCell: 2) == nil)
    #expect(axis.steps(ofCell: 3) == 7...8)
    #expect(axis.steps(ofCell: 7) == 15...16)
  }

  /// A page that scrolls ends with the present, in whole cells.
  @Test func scrollingKeepsThePresentAtTheEnd() {
    for (axis, step) in Self.axes where step > axis.width * axis.stepsPerCell {
      let scrolling = TimeAxis(
        width: axis.width, step: step, stepsPerCell: axis.stepsPerCell, scrolls: true)
      #expect(scrolling.cell(of: step) == axis.width - 1)
    }
  }
}
