import TerminalUI
import Testing

@Suite struct RectTests {
  /// Whatever is taken, the parts have the area of the whole and do not overlap.
  @Test(arguments: smallSizes, [-1, 0, 1, 2, 3, 100])
  func takingSplitsWithoutLoss(size: Size, count: Int) {
    let whole = Rect(row: 2, column: 3, rows: size.rows, columns: size.columns)
    for take in [Rect.cutTop, Rect.cutBottom, Rect.cutLeft, Rect.cutRight] {
      let (taken, rest) = take(whole, count)

      #expect(taken.area + rest.area == whole.area)
      #expect(taken.intersection(rest).area == 0)
      #expect(taken.intersection(whole).area == taken.area)
      #expect(rest.intersection(whole).area == rest.area)
    }
  }

  @Test func takesFromTheNamedEdge() {
    var rest = Rect(row: 0, column: 0, rows: 24, columns: 80)

    #expect(rest.takeTop(1) == Rect(row: 0, column: 0, rows: 1, columns: 80))
    #expect(rest.takeBottom(2) == Rect(row: 22, column: 0, rows: 2, columns: 80))
    #expect(rest.takeLeft(20) == Rect(row: 1, column: 0, rows: 21, columns: 20))
    #expect(rest.takeRight(10) == Rect(row: 1, column: 70, rows: 21, columns: 10))
    #expect(rest == Rect(row: 1, column: 20, rows: 21, columns: 50))
    #expect(rest.inset(rows: 1, columns: 2) == Rect(row: 2, column: 22, rows: 19, columns: 46))
  }

  @Test func sizesAreNeverNegative() {
    #expect(Rect(row: 0, column: 0, rows: 3, columns: 3).inset(rows: 2, columns: 2).isEmpty)
    #expect(Size(rows: -1, columns: -9) == Size(rows: 0, columns: 0))
  }
}

extension Rect {
  fileprivate var area: Int { rows * columns }

  fileprivate static func cutTop(_ rect: Rect, _ count: Int) -> (Rect, Rect) {
    var rest = rect
    return (rest.takeTop(count), rest)
  }

  fileprivate static func cutBottom(_ rect: Rect, _ count: Int) -> (Rect, Rect) {
    var rest = rect
    return (rest.takeBottom(count), rest)
  }

  fileprivate static func cutLeft(_ rect: Rect, _ count: Int) -> (Rect, Rect) {
    var rest = rect
    return (rest.takeLeft(count), rest)
  }

  fileprivate static func cutRight(_ rect: Rect, _ count: Int) -> (Rect, Rect) {
    var rest = rect
    return (rest.takeRight(count), rest)
  }
}
