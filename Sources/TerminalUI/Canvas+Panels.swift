/// A part of a canvas that means something on its own.
package struct Panel: Hashable, Sendable {
  package let name: String
  /// In coordinates of the whole canvas.
  package let rect: Rect
}

extension Canvas {
  /// Draws lists that the cursor does not move through here: their items cannot be clicked on.
  package mutating func withoutItems(draw: (inout Canvas) -> Void) {
    let count = clickAreas.count
    draw(&self)
    removeItems(after: count)
  }

  /// The panel of a name as a canvas of its own; `nil` where there is none.
  package func panel(named name: String) -> Canvas? {
    guard let rect = panels.last(where: { $0.name == name })?.rect else { return nil }
    var panel = Canvas(size: rect.size, capabilities: capabilities)
    for row in 0..<rect.rows {
      for (column, cell) in cells(inRow: rect.row + row).dropFirst(rect.column).enumerated() {
        panel[row, column] = cell
      }
    }
    return panel
  }
}
