import TerminalUI

/// The size of a cell in a picture, in points.
let cellSize = (width: 8.0, height: 16.0)

/// The shapes of a character that fonts show in many ways, or not at all; `nil` for letters, which
/// a font shows better.
func glyphShapes(of scalar: Unicode.Scalar, in cell: Box, ink: CellInk) -> [Shape.Form]? {
  switch scalar.value {
  case 0x2800...0x28FF: brailleDots(UInt8(scalar.value - 0x2800), in: cell, ink.foreground)
  case 0x2580...0x259F: block(scalar.value, in: cell, ink: ink)
  case 0x2500...0x257F: lines(scalar.value, in: cell, ink.foreground)
  case 0x1CD00...0x1CEAF, 0x1FB00...0x1FBFF:
    octantDots(of: scalar).map { octant($0, in: cell, ink.foreground) }
  case 0x2713, 0x2717: verdict(isRight: scalar.value == 0x2713, in: cell, ink.foreground)
  default: arrow(scalar, in: cell, ink.foreground)
  }
}

/// A tick or a cross, which not all fonts have in the width of a letter.
private func verdict(isRight: Bool, in cell: Box, _ color: Color) -> [Shape.Form] {
  let ways: [[(Double, Double)]] =
    isRight
    ? [[(1, 9), (3, 12), (7, 4)]] : [[(1.5, 4.5), (6.5, 11.5)], [(6.5, 4.5), (1.5, 11.5)]]
  return ways.map { way in
    .line(way.map { Place(x: cell.x + $0.0, y: cell.y + $0.1) }, Stroke(color: color, width: 1.3))
  }
}

/// Eighths of a cell, two across and four down; those one above the other are drawn as one.
private func octant(_ dots: UInt8, in cell: Box, _ color: Color) -> [Shape.Form] {
  var forms: [Shape.Form] = []
  for x in 0..<2 {
    var y = 0
    while y < 4 {
      var end = y
      while end < 4, dots >> UInt8(2 * end + x) & 1 == 1 { end += 1 }
      if end > y {
        let box = Box(
          x: cell.x + Double(x) * cell.width / 2, y: cell.y + Double(y) * cell.height / 4,
          width: cell.width / 2, height: Double(end - y) * cell.height / 4)
        forms.append(.rectangle(box, color))
      }
      y = end + 1
    }
  }
  return forms
}

/// Two across and four down; the bits go down the left column, then the right one, the last row
/// apart from the others.
private func brailleDots(_ mask: UInt8, in cell: Box, _ color: Color) -> [Shape.Form] {
  let order = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
  return order.enumerated().filter { mask >> $0.offset & 1 == 1 }.map { _, dot in
    let center = Place(
      x: cell.x + cell.width * (0.25 + 0.5 * Double(dot.0)),
      y: cell.y + cell.height * (0.125 + 0.25 * Double(dot.1)))
    return .disc(center: center, radius: 1.4, color)
  }
}

private func block(_ code: UInt32, in cell: Box, ink: CellInk) -> [Shape.Form]? {
  let part = { (x: Double, y: Double, width: Double, height: Double) -> Shape.Form in
    let box = Box(
      x: cell.x + x * cell.width, y: cell.y + y * cell.height, width: width * cell.width,
      height: height * cell.height)
    return .rectangle(box, ink.foreground)
  }
  switch code {
  case 0x2580: return [part(0, 0, 1, 0.5)]
  case 0x2581...0x2588:
    let height = Double(code - 0x2580) / 8
    return [part(0, 1 - height, 1, height)]
  case 0x2589...0x258F: return [part(0, 0, Double(0x2590 - code) / 8, 1)]
  case 0x2590: return [part(0.5, 0, 0.5, 1)]
  case 0x2591...0x2593:
    let share = Double(0x2594 - code) / 4
    return [.rectangle(cell, ink.foreground.mixed(with: ink.background, share: share))]
  case 0x2594: return [part(0, 0, 1, 0.125)]
  case 0x2595: return [part(0.875, 0, 0.125, 1)]
  default:
    // Upper left, upper right, lower left, lower right, from U+2596 on.
    let sets: [Int] = [4, 8, 1, 13, 9, 7, 11, 2, 6, 14]
    let set = sets[Int(code - 0x2596)]
    let quadrants = (0..<4).filter { (set >> $0) & 1 == 1 }
    return quadrants.map { quadrant -> Shape.Form in
      part(quadrant % 2 == 0 ? 0 : 0.5, quadrant < 2 ? 0 : 0.5, 0.5, 0.5)
    }
  }
}

/// The lines that boxes and scales are drawn with.
private func lines(_ code: UInt32, in cell: Box, _ color: Color) -> [Shape.Form]? {
  let middle = Place(x: cell.x + cell.width / 2, y: cell.y + cell.height / 2)
  let left = Place(x: cell.x, y: middle.y)
  let right = Place(x: cell.maxX, y: middle.y)
  let top = Place(x: middle.x, y: cell.y)
  let bottom = Place(x: middle.x, y: cell.maxY)
  // Where the straight part of a side begins behind a rounded corner.
  let rounded = { (side: Place) in Place(x: (3 * side.x + 5 * middle.x) / 8, y: middle.y) }
  let ways: [[Place]]
  switch code {
  case 0x2503: return [.line([top, bottom], Stroke(color: color, width: 2.5))]
  case 0x2500: ways = [[left, right]]
  case 0x2502: ways = [[top, bottom]]
  case 0x2504: ways = [[left, Place(x: cell.x + 3, y: middle.y)], [middle, right]]
  case 0x256D: ways = [[bottom, Place(x: middle.x, y: middle.y + 3), rounded(right), right]]
  case 0x256E: ways = [[left, rounded(left), Place(x: middle.x, y: middle.y + 3), bottom]]
  case 0x256F: ways = [[top, Place(x: middle.x, y: middle.y - 3), rounded(left), left]]
  case 0x2570: ways = [[top, Place(x: middle.x, y: middle.y - 3), rounded(right), right]]
  case 0x250C: ways = [[bottom, middle, right]]
  case 0x2510: ways = [[left, middle, bottom]]
  case 0x2514: ways = [[top, middle, right]]
  case 0x2518: ways = [[top, middle, left]]
  case 0x251C: ways = [[top, bottom], [middle, right]]
  case 0x2524: ways = [[top, bottom], [left, middle]]
  case 0x252C: ways = [[left, right], [middle, bottom]]
  case 0x2534: ways = [[left, right], [top, middle]]
  case 0x253C: ways = [[left, right], [top, bottom]]
  default: return nil
  }
  return ways.map { .line($0, Stroke(color: color, width: 1)) }
}

/// Triangles, by their corners in eighths of the width and sixteenths of the height.
private func arrow(_ scalar: Unicode.Scalar, in cell: Box, _ color: Color) -> [Shape.Form]? {
  let corners: [[(Double, Double)]]
  switch scalar {
  case "▸", "▶": corners = [[(1.5, 4), (6.5, 8), (1.5, 12)]]
  case "◂", "◀": corners = [[(6.5, 4), (6.5, 12), (1.5, 8)]]
  case "▼", "▾": corners = [[(1, 5), (7, 5), (4, 12)]]
  case "▲", "▴": corners = [[(4, 4), (7, 11), (1, 11)]]
  case "⇅": corners = [[(2, 4), (3.7, 12), (0.3, 12)], [(4.3, 4), (7.7, 4), (6, 12)]]
  default: return nil
  }
  return corners.map { triangle in
    .polygon(triangle.map { Place(x: cell.x + $0.0, y: cell.y + $0.1) }, color)
  }
}
