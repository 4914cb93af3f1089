import TerminalUI
import Testing

/// What clicks, drags and the wheel ask for, on the canvas that the user sees.
@Suite struct PointerTests {
  private func canvas() -> Canvas {
    var canvas = Canvas(size: Size(rows: 10, columns: 300))
    canvas.drawHints(
      [Hint("q", "quit", click: .character("q")), Hint("x", "text only")],
      in: Rect(row: 9, column: 0, rows: 1, columns: 300))
    canvas.inside(Rect(row: 2, column: 40, rows: 4, columns: 250)) { canvas in
      canvas.addTarget(.scale(from: 1, to: 501), in: Rect(row: 0, column: 0, rows: 1, columns: 250))
      for row in 1..<4 {
        canvas.addTarget(.item(row), in: Rect(row: row, column: 0, rows: 1, columns: 250))
      }
    }
    return canvas
  }

  private func press(_ row: Int, _ column: Int) -> MouseReport {
    MouseReport(.press, at: Position(row: row, column: column))
  }

  @Test func aClickOnAHintIsItsKey() {
    let pointer = User()

    for column in 0..<6 {
      #expect(pointer.take(press(9, column), on: canvas(), at: 0) == .key(.character("q")))
    }
    #expect(pointer.take(press(9, 6), on: canvas(), at: 0) == nil)
    #expect(pointer.take(press(9, 9), on: canvas(), at: 0) == nil, "a hint without a key")
  }

  @Test func twoQuickClicksOnAnItemAreADoubleClickAndAThirdIsNot() {
    let pointer = User()
    let report = press(4, 280)

    let doubles = [0.0, 0.2, 0.3, 0.9].map { time in
      pointer.take(report, on: canvas(), at: time) == .item(2, isDouble: true)
    }

    #expect(doubles == [false, true, false, false])
  }

  @Test func clicksOnTwoItemsAreNoDoubleClick() {
    let pointer = User()

    #expect(pointer.take(press(3, 50), on: canvas(), at: 0) == .item(1, isDouble: false))
    #expect(pointer.take(press(4, 50), on: canvas(), at: 0.1) == .item(2, isDouble: false))
  }

  /// The first click may scroll the list under the pointer.
  @Test func theSecondClickMeansWhatTheFirstOneMet() {
    let pointer = User()
    var scrolled = canvas()
    scrolled.addTarget(.item(99), in: Rect(row: 3, column: 40, rows: 1, columns: 250))

    #expect(pointer.take(press(3, 50), on: canvas(), at: 0) == .item(1, isDouble: false))
    #expect(pointer.take(press(3, 50), on: scrolled, at: 0.1) == .item(1, isDouble: true))
    #expect(pointer.take(press(3, 50), on: scrolled, at: 0.2) == .item(99, isDouble: false))
  }

  @Test func quickClicksOnAKeyAreThatKeyEachTime() {
    let pointer = User()

    for time in [0.0, 0.1, 0.2] {
      #expect(pointer.take(press(9, 2), on: canvas(), at: time) == .key(.character("q")))
    }
  }

  /// Every cell of a scale stands for the value that its left edge has.
  @Test func cellsOfAScaleStandForItsValues() {
    for cell in 0..<250 {
      let pointer = User()
      #expect(pointer.take(press(2, 40 + cell), on: canvas(), at: 0) == .value(1 + 2 * cell))
    }
  }

  @Test func aDragGoesAlongTheScaleWhereverThePointerIsUntilTheRelease() {
    let pointer = User()
    let drag = { MouseReport(.drag, at: Position(row: $0, column: $1)) }

    #expect(pointer.take(drag(2, 50), on: canvas(), at: 0) == nil, "not pressed on it")
    _ = pointer.take(press(2, 50), on: canvas(), at: 0)
    #expect(pointer.take(drag(7, 60), on: canvas(), at: 0) == .value(41))
    #expect(pointer.take(drag(2, 0), on: canvas(), at: 0) == .value(1))
    #expect(pointer.take(drag(2, 299), on: canvas(), at: 0) == .value(499))
    _ = pointer.take(MouseReport(.release, at: Position(row: 0, column: 0)), on: canvas(), at: 0)
    #expect(pointer.take(drag(2, 60), on: canvas(), at: 0) == nil)
  }

  @Test func whatLiesAboveIsClicked() {
    var canvas = canvas()
    canvas.addTarget(.item(7), in: Rect(row: 3, column: 45, rows: 1, columns: 2))
    let pointer = User()

    #expect(pointer.take(press(3, 45), on: canvas, at: 0) == .item(7, isDouble: false))
    canvas.removeTargets()
    #expect(pointer.take(press(3, 45), on: canvas, at: 1) == nil)
  }

  @Test func theWheelNeedsNoTarget() {
    let pointer = User()
    let place = Position(row: 0, column: 0)

    #expect(
      pointer.take(MouseReport(.wheelDown, at: place), on: canvas(), at: 0)
        == .wheel(1, isShifted: false))
    #expect(
      pointer.take(MouseReport(.wheelUp, at: place, isShifted: true), on: canvas(), at: 0)
        == .wheel(-1, isShifted: true))
  }
}

/// Someone with a mouse.
private final class User {
  private var pointer = Pointer()

  func take(_ report: MouseReport, on canvas: Canvas, at time: Double) -> PointerEvent? {
    pointer.take(report, on: canvas, at: time)
  }
}
