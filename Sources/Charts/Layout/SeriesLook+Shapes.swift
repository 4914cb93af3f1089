import Foundation

extension PlotStyle.Theme {
  /// The line that curves are compared with: none of the series has its dashes.
  var referenceStroke: Stroke { Stroke(color: quietInk, width: 0.8, dashes: [2, 2.2]) }

  /// That of curves which are only there to be compared with.
  var quietStroke: Stroke { Stroke(color: quietInk.mixed(with: ground, share: 0.5), width: 0.5) }
}

extension SeriesLook {
  var stroke: Stroke { Stroke(color: color, width: 1.1, dashes: dashes) }

  /// A point of a curve; it covers the line, so that dashes do not disturb it.
  func markerShapes(at center: Place, note: String? = nil) -> [Shape] {
    let radius = 2.0
    switch marker {
    case .disc:
      return [Shape(.disc(center: center, radius: radius, color), note: note)]
    case .ring:
      return [
        Shape(.disc(center: center, radius: radius, color), note: note),
        Shape(.disc(center: center, radius: radius - 0.9, theme.ground), note: note),
      ]
    case .square:
      let side = radius * 1.8
      let box = Box(
        x: center.x - side / 2, y: center.y - side / 2, width: side, height: side)
      return [Shape(.rectangle(box, color), note: note)]
    case .triangle:
      return [polygon(at: center, radius: radius * 1.3, corners: 3, turn: -0.25, note: note)]
    case .invertedTriangle:
      return [polygon(at: center, radius: radius * 1.3, corners: 3, turn: 0.25, note: note)]
    case .diamond:
      return [polygon(at: center, radius: radius * 1.25, corners: 4, turn: 0, note: note)]
    }
  }

  /// A bar; one too narrow for a texture is filled.
  func barShapes(_ box: Box, note: String? = nil) -> [Shape] {
    let filled = Shape(.rectangle(box, color), note: note)
    let hasStripes = box.width >= 2.5 && box.height >= 2.5
    switch texture {
    case .solid:
      return [filled]
    case .hollow:
      guard box.width >= 2.5, box.height > 1.3 else { return [filled] }
      let inner = Box(
        x: box.x + 0.6, y: box.y + 0.6, width: box.width - 1.2, height: box.height - 1.2)
      return [filled, Shape(.rectangle(inner, tint), note: note)]
    case .striped where hasStripes:
      return [filled] + stripes(of: box, period: 2.4, height: 0.9, note: note)
    case .banded where hasStripes:
      return [filled] + stripes(of: box, period: 4.8, height: 2.4, note: note)
    case .striped, .banded:
      return [filled]
    }
  }

  /// Pale stripes across a bar, counted from its foot, so that bars of a series match.
  private func stripes(of box: Box, period: Double, height: Double, note: String?) -> [Shape] {
    let count = Int(((box.height - 0.6) / period).rounded(.down))
    return (0..<max(count, 0)).map { index in
      let top = box.maxY - Double(index + 1) * period
      let stripe = Box(x: box.x + 0.6, y: top, width: box.width - 1.2, height: height)
      return Shape(.rectangle(stripe, tint), note: note)
    }
  }

  private var tint: Color { color.mixed(with: theme.ground, share: 0.75) }

  /// - Parameter turn: Where the first corner points, in turns from the right, clockwise.
  private func polygon(
    at center: Place, radius: Double, corners: Int, turn: Double, note: String?
  ) -> Shape {
    let places = (0..<corners).map { corner in
      let angle = (turn + Double(corner) / Double(corners)) * 2 * Double.pi
      return Place(
        x: center.x + radius * Foundation.cos(angle), y: center.y + radius * Foundation.sin(angle))
    }
    return Shape(.polygon(places, color), note: note)
  }
}
