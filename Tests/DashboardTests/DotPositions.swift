import TerminalUI

extension Canvas {
  /// The dots of braille on it, by dot rows and dot columns.
  var dotPositions: Set<Position> {
    var dots: Set<Position> = []
    for row in 0..<size.rows {
      for (column, cell) in cells(inRow: row).enumerated() {
        for scalar in cell.character.unicodeScalars where (0x2801...0x28FF).contains(scalar.value) {
          let mask = UInt8(scalar.value - 0x2800)
          for (x, y) in (0..<8).map({ ($0 % 2, $0 / 2) }) where mask & dotMask(x: x, y: y) != 0 {
            dots.insert(Position(row: 4 * row + y, column: 2 * column + x))
          }
        }
      }
    }
    return dots
  }
}
