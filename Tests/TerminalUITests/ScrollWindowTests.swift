import TerminalUI
import Testing

/// Lists stand still until the cursor leaves what is visible of them.
@Suite struct ScrollWindowTests {
  /// Whatever was visible before: the rows move only as far as they must.
  @Test(arguments: [1, 3, 10], [1, 5, 40])
  func rowsMoveAsLittleAsPossible(height: Int, count: Int) {
    for start in 0..<count {
      for cursor in 0..<count {
        var scroll = ScrollWindows()
        let before = scroll.rows(of: "rows", around: start, height: height, count: count)
        let after = scroll.rows(of: "rows", around: cursor, height: height, count: count)

        #expect(after.contains(cursor) && after.count == min(height, count))
        let distance = max(before.lowerBound - cursor, cursor - before.upperBound + 1, 0)
        #expect(abs(after.lowerBound - before.lowerBound) == distance, "\(start) to \(cursor)")
      }
    }
  }

  /// Drawing the same again moves nothing, whatever the sizes.
  @Test(arguments: -1...4, 0...6)
  func whatIsVisibleStays(height: Int, count: Int) {
    for cursor in -1...7 {
      var scroll = ScrollWindows()
      for start in -1...7 {
        _ = scroll.rows(of: "rows", around: start, height: height, count: count)
        _ = scroll.rowsOfPicture(of: "picture", around: start, height: height, count: count)
        let rows = scroll.rows(of: "rows", around: cursor, height: height, count: count)
        let picture = scroll.rowsOfPicture(
          of: "picture", around: cursor, height: height, count: count)

        #expect(scroll.rows(of: "rows", around: cursor, height: height, count: count) == rows)
        #expect(
          scroll.rowsOfPicture(of: "picture", around: cursor, height: height, count: count)
            == picture)
        #expect(rows.upperBound <= max(count, rows.lowerBound))
      }
    }
  }

  @Test func aShorterListAndAHigherWindowLeaveNoRoomBelow() {
    var scroll = ScrollWindows()
    #expect(scroll.rows(of: "rows", around: 49, height: 10, count: 50) == 40..<50)
    #expect(scroll.rows(of: "rows", around: 45, height: 20, count: 50) == 30..<50)
    #expect(scroll.rows(of: "rows", around: 45, height: 20, count: 25) == 5..<25)
    #expect(scroll.rows(of: "rows", around: 3, height: 20, count: 4) == 0..<4)
  }

  @Test func listsOfOneNameInTwoPlacesAreTwo() {
    var scroll = ScrollWindows()
    scroll.enter("left")
    #expect(scroll.rows(of: "rows", around: 49, height: 10, count: 50) == 40..<50)
    scroll.enter("right")
    #expect(scroll.rows(of: "rows", around: 45, height: 10, count: 50) == 36..<46)
    scroll.enter("left")
    #expect(scroll.rows(of: "rows", around: 45, height: 10, count: 50) == 40..<50)
    scroll.forget("left")
    #expect(scroll.rows(of: "rows", around: 45, height: 10, count: 50) == 36..<46)
  }

  /// Which rows are visible is said of lists that are not whole, and of no others.
  @Test func aPlaceSaysWhichRowsAreVisible() {
    var scroll = ScrollWindows()
    scroll.enter("table")
    _ = scroll.rows(of: "rows", around: 1_209, height: 11, count: 1_210)
    _ = scroll.rows(of: "layers", around: 2, height: 3, count: 3)
    _ = scroll.rows(of: "edges", around: 2, height: 0, count: 3)
    #expect(scroll.positions == ["rows 1,200-1,210 of 1,210"])

    scroll.enter("other")
    #expect(scroll.positions.isEmpty)
  }

  /// A cursor from afar comes into the middle of a picture, one nearby to its edge.
  @Test func picturesAreCenteredOnWhatIsFar() {
    var scroll = ScrollWindows()
    let rows = { (cursor: Int, scroll: inout ScrollWindows) in
      scroll.rowsOfPicture(of: "neurons", around: cursor, height: 10, count: 500)
    }
    #expect(rows(200, &scroll) == 196..<206)
    #expect(rows(206, &scroll) == 197..<207)
    #expect(rows(400, &scroll) == 396..<406)
    #expect(scroll.positions.isEmpty)
  }
}
