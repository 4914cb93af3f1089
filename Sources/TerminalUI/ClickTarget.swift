/// What a place on a canvas stands for, for those who point at it.
package enum ClickTarget: Hashable, Sendable {
  /// A click is as good as the key.
  case key(Key)
  /// An item of the list that the cursor moves through, from 0 on.
  case item(Int)
  /// Something that has a name of its own, as the title of a column.
  case name(String)
  /// A figure as it is shown, to be explained.
  case explanation(String)
  /// Values from left to right: `from` at the first cell, `to` behind the last one.
  case scale(from: Int, to: Int)
}

/// A rectangle of a canvas that stands for something.
package struct ClickArea: Hashable, Sendable {
  /// In coordinates of the whole canvas.
  package var rect: Rect
  package var target: ClickTarget

  /// The value of a scale at a column; at the nearest end of it beyond its ends.
  func value(atColumn column: Int) -> Int? {
    guard case .scale(let from, let to) = target, rect.columns > 0 else { return nil }
    let cell = min(max(column - rect.column, 0), rect.columns - 1)
    return from + cell * (to - from) / rect.columns
  }
}

/// What pointing at a canvas asks for.
package enum PointerEvent: Hashable, Sendable {
  case key(Key)
  case item(Int, isDouble: Bool)
  case name(String)
  /// What this means is asked for.
  case explanation(String)
  /// A value of a scale, also while the pointer is dragged along it.
  case value(Int)
  /// Down is 1, up is -1.
  case wheel(Int, isShifted: Bool)
}

/// Turns reports of a mouse into what they ask for on the canvas that the user sees.
package struct Pointer: Sendable {
  /// Two presses within this time are a double click, in seconds.
  private static let doubleClickTime = 0.4

  private var lastPress: (area: ClickArea, position: Position, time: Double)?
  /// The scale on which the button went down.
  private var dragged: ClickArea?

  package init() {}

  /// - Parameter time: In seconds, of a clock that never goes back.
  package mutating func take(
    _ report: MouseReport, on canvas: Canvas, at time: Double
  ) -> PointerEvent? {
    switch report.kind {
    case .wheelUp: return .wheel(-1, isShifted: report.isShifted)
    case .wheelDown: return .wheel(1, isShifted: report.isShifted)
    case .release:
      dragged = nil
      return nil
    case .drag:
      return dragged?.value(atColumn: report.position.column).map(PointerEvent.value)
    case .press:
      return press(canvas.clickArea(at: report.position), at: report.position, time: time)
    }
  }

  /// The second press of a double click means what the first one met: that may have scrolled the
  /// list.
  private mutating func press(
    _ area: ClickArea?, at position: Position, time: Double
  ) -> PointerEvent? {
    let first = lastPress.flatMap { press in
      press.position == position && time - press.time < Self.doubleClickTime ? press.area : nil
    }
    dragged = area
    if case .item(let index) = first?.target {
      // A third press begins anew.
      lastPress = nil
      return .item(index, isDouble: true)
    }
    lastPress = area.map { ($0, position, time) }
    switch area?.target {
    case .key(let key): return .key(key)
    case .item(let index): return .item(index, isDouble: false)
    case .name(let name): return .name(name)
    case .explanation(let text): return .explanation(text)
    case .scale: return area?.value(atColumn: position.column).map(PointerEvent.value)
    case nil: return nil
    }
  }
}
