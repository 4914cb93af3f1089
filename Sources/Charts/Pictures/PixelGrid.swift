import Foundation

/// A picture of opaque pixels, red, green and blue side by side, row by row from the top.
///
/// Shapes are blended by how much of a pixel they cover, to within what one sees.
package struct PixelGrid: Hashable, Sendable {
  package let width: Int
  package let height: Int

  /// Red, green and blue of each pixel, row by row from the top.
  package private(set) var bytes: [UInt8]

  /// All white, in pixels.
  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
    bytes = Array(repeating: 255, count: width * height * 3)
  }

  /// Fills a rectangle that need not lie on pixel edges; in pixels.
  package mutating func fill(_ box: Box, _ color: Color) {
    blend(within: box, color) { x, y in
      overlap(x, box.x, box.maxX) * overlap(y, box.y, box.maxY)
    }
  }

  /// Fills a disc; in pixels.
  package mutating func fillDisc(center: Place, radius: Double, _ color: Color) {
    let box = Box(
      x: center.x - radius, y: center.y - radius, width: 2 * radius, height: 2 * radius)
    blend(within: box, color) { x, y in
      let distance = Foundation.hypot(x + 0.5 - center.x, y + 0.5 - center.y)
      return unit(radius - distance + 0.5)
    }
  }

  /// Fills a convex polygon whose corners go clockwise on the screen; in pixels.
  package mutating func fillPolygon(_ corners: [Place], _ color: Color) {
    blend(within: bounds(of: corners), color) { x, y in
      let center = Place(x: x + 0.5, y: y + 0.5)
      let depths = corners.indices.map { index in
        depth(of: center, corners[index], corners[(index + 1) % corners.count])
      }
      return unit((depths.min() ?? -1) + 0.5)
    }
  }

  /// Draws lines with round ends and corners, whose crossings are not darker; in pixels.
  mutating func draw(_ lines: [[Place]], width: Double, _ color: Color) {
    let reach = width / 2
    var mask = CoverageMask(bounds(of: lines.flatMap(\.self)).grown(by: reach + 1), in: self)
    for line in lines {
      for (start, end) in zip(line, line.count > 1 ? line.dropFirst() : line[...]) {
        mask.add(within: bounds(of: [start, end]).grown(by: reach)) { x, y in
          let center = Place(x: x + 0.5, y: y + 0.5)
          return unit(reach - distance(from: center, start, end) + 0.5)
        }
      }
    }
    for y in mask.rows {
      for x in mask.columns { blend(x: x, y: y, color, mask[x, y]) }
    }
  }

  private mutating func blend(
    within box: Box, _ color: Color, coverage: (_ x: Double, _ y: Double) -> Double
  ) {
    for y in pixels(box.y, box.maxY, limit: height) {
      for x in pixels(box.x, box.maxX, limit: width) {
        blend(x: x, y: y, color, coverage(Double(x), Double(y)))
      }
    }
  }

  private mutating func blend(x: Int, y: Int, _ color: Color, _ coverage: Double) {
    guard coverage > 0 else { return }
    let first = (y * width + x) * 3
    for (offset, part) in [color.red, color.green, color.blue].enumerated() {
      let old = Double(bytes[first + offset])
      bytes[first + offset] = UInt8((old + (Double(part) - old) * coverage).rounded())
    }
  }
}

/// How much of each pixel of a part of a grid is covered.
private struct CoverageMask {
  let columns: Range<Int>
  let rows: Range<Int>
  private var coverage: [Double]

  init(_ box: Box, in grid: PixelGrid) {
    columns = pixels(box.x, box.maxX, limit: grid.width)
    rows = pixels(box.y, box.maxY, limit: grid.height)
    coverage = Array(repeating: 0, count: columns.count * rows.count)
  }

  subscript(x: Int, y: Int) -> Double {
    coverage[(y - rows.lowerBound) * columns.count + x - columns.lowerBound]
  }

  /// Covers pixels; those that are covered already stay so.
  mutating func add(within box: Box, _ covered: (_ x: Double, _ y: Double) -> Double) {
    for y in pixels(box.y, box.maxY, limit: rows.upperBound) where rows.contains(y) {
      for x in pixels(box.x, box.maxX, limit: columns.upperBound) where columns.contains(x) {
        let index = (y - rows.lowerBound) * columns.count + x - columns.lowerBound
        coverage[index] = max(coverage[index], covered(Double(x), Double(y)))
      }
    }
  }
}

extension Box {
  fileprivate func grown(by margin: Double) -> Box {
    Box(x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin)
  }
}

private func bounds(of places: [Place]) -> Box {
  let xs = places.map(\.x)
  let ys = places.map(\.y)
  let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
  return Box(x: left, y: top, width: (xs.max() ?? 0) - left, height: (ys.max() ?? 0) - top)
}

/// The pixels that an interval touches, and one more at either end.
private func pixels(_ low: Double, _ high: Double, limit: Int) -> Range<Int> {
  let first = min(max(Int(low.rounded(.down)) - 1, 0), limit)
  return first..<max(min(Int(high.rounded(.up)) + 1, limit), first)
}

private func unit(_ value: Double) -> Double { min(max(value, 0), 1) }

/// How much of the pixel that begins at `pixel` an interval covers.
private func overlap(_ pixel: Double, _ low: Double, _ high: Double) -> Double {
  max(min(pixel + 1, high) - max(pixel, low), 0)
}

/// How far a place lies to the right of a line, which is inside of a clockwise polygon.
private func depth(of place: Place, _ start: Place, _ end: Place) -> Double {
  let (dx, dy) = (end.x - start.x, end.y - start.y)
  let length = Foundation.hypot(dx, dy)
  guard length > 0 else { return 0 }
  return (dx * (place.y - start.y) - dy * (place.x - start.x)) / length
}

private func distance(from place: Place, _ start: Place, _ end: Place) -> Double {
  let (dx, dy) = (end.x - start.x, end.y - start.y)
  let square = dx * dx + dy * dy
  let along = (place.x - start.x) * dx + (place.y - start.y) * dy
  let fraction = square > 0 ? unit(along / square) : 0
  return Foundation.hypot(
    place.x - start.x - fraction * dx, place.y - start.y - fraction * dy)
}
