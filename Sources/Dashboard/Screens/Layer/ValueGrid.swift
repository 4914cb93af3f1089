import TerminalUI

/// Values row after row, each a rectangle of pixels: as large as lets all of them fit.
package struct ValueGrid: Equatable {
  private let across: Int
  private let down: Int
  /// The pixels of a value to the right and downwards.
  private let width: Int
  private let height: Int

  /// The side of a rectangle that is so many times as long as the other is hardly a pixel.
  private static let mostStretch = 2

  /// - Parameters:
  ///   - count: At least 1.
  ///   - size: Two pixels in a cell.
  package init(count: Int, size: Size) {
    let (columns, rows) = (max(size.columns, 1), max(2 * size.rows, 1))
    var best = (across: min(columns, count), width: 1, height: 1)
    var most = 0
    for across in 1...min(columns, count) {
      let down = (count + across - 1) / across
      guard down <= rows else { continue }
      let (width, height) = (columns / across, rows / down)
      let sides = (
        min(width, Self.mostStretch * height), min(height, Self.mostStretch * width)
      )
      let pixels = count * sides.0 * sides.1
      if pixels > most { (best, most) = ((across, sides.0, sides.1), pixels) }
    }
    across = best.across
    down = (count + across - 1) / across
    (width, height) = (best.width, best.height)
  }

  /// - Parameters:
  ///   - values: As many as there are places for, at most.
  ///   - blank: Of the places that are left.
  package func picture(of values: [Float], blank: Float) -> PixelImage {
    let pixels = (0..<down * height).flatMap { y in
      (0..<across * width).map { x in
        let index = y / height * across + x / width
        return values.indices.contains(index) ? values[index] : blank
      }
    }
    return PixelImage(width: across * width, height: down * height, values: pixels)
  }
}
