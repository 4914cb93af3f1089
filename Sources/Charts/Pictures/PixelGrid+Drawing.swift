import Foundation

extension PixelGrid {
  /// A drawing at so many pixels per point.
  package init(_ drawing: Drawing, scale: Int) {
    let scale = Double(scale)
    self.init(
      width: Int((drawing.width * scale).rounded(.up)),
      height: Int((drawing.height * scale).rounded(.up)))
    for shape in drawing.shapes { draw(shape.form, scale: scale) }
  }

  private mutating func draw(_ form: Shape.Form, scale: Double) {
    switch form {
    case .rectangle(let box, let color):
      fill(
        Box(
          x: box.x * scale, y: box.y * scale, width: box.width * scale, height: box.height * scale),
        color)
    case .line(let places, let stroke):
      let line = places.map { $0.scaled(by: scale) }
      let dashes = dashed(line, stroke.dashes.map { $0 * scale })
      draw(dashes, width: stroke.width * scale, stroke.color)
    case .disc(let center, let radius, let color):
      fillDisc(center: center.scaled(by: scale), radius: radius * scale, color)
    case .polygon(let places, let color):
      fillPolygon(places.map { $0.scaled(by: scale) }, color)
    case .lettering(let lettering):
      draw(lettering, scale: scale)
    }
  }

  /// Every letter in the middle of its cell, narrower where it is wider than that.
  private mutating func drawCells(
    of lettering: Lettering, cellWidth: Double, scale: Double
  ) {
    // Smaller than in SVG: the letters of the pen are wider than those of a monospaced font.
    let size = lettering.size * 0.85
    let weight = lettering.isBold ? 1.7 : 1.1
    for (index, character) in lettering.text.enumerated() where character != " " {
      let letter = String(character)
      let width = StrokeFont.width(of: letter, size: size)
      let squeeze = min(cellWidth / width, 1)
      let start =
        lettering.place.x + Double(index) * cellWidth + (cellWidth - width * squeeze) / 2
      let strokes = StrokeFont.strokes(of: letter, size: size).map { stroke in
        stroke.map {
          Place(x: start + $0.x * squeeze, y: lettering.place.y + $0.y).scaled(by: scale)
        }
      }
      draw(strokes, width: weight * scale, lettering.color)
    }
  }

  private mutating func draw(_ lettering: Lettering, scale: Double) {
    if let cellWidth = lettering.cellWidth {
      drawCells(of: lettering, cellWidth: cellWidth, scale: scale)
      return
    }
    let indent =
      switch lettering.anchor {
      case .start: 0.0
      case .middle: lettering.width / 2
      case .end: lettering.width
      }
    let strokes = StrokeFont.strokes(of: lettering.text, size: lettering.size).map { stroke in
      stroke.map { point -> Place in
        let (along, across) = (point.x - indent, point.y)
        let offset =
          lettering.isUpright ? Place(x: across, y: -along) : Place(x: along, y: across)
        return Place(x: lettering.place.x + offset.x, y: lettering.place.y + offset.y)
          .scaled(by: scale)
      }
    }
    let weight = lettering.isBold ? 0.13 : 0.085
    draw(strokes, width: max(lettering.size * weight * scale, 1), lettering.color)
  }
}

extension Place {
  fileprivate func scaled(by factor: Double) -> Place { Place(x: x * factor, y: y * factor) }
}

/// The dashes of a line, measured along it from its first place.
private func dashed(_ line: [Place], _ pattern: [Double]) -> [[Place]] {
  guard let first = line.first, !pattern.isEmpty, pattern.allSatisfy({ $0 > 0 }) else {
    return [line]
  }
  var dashes: [[Place]] = [[first]]
  var part = 0
  var left = pattern[0]
  var position = first
  for end in line.dropFirst() {
    var length = Foundation.hypot(end.x - position.x, end.y - position.y)
    while length > left {
      let fraction = left / length
      position = Place(
        x: position.x + fraction * (end.x - position.x),
        y: position.y + fraction * (end.y - position.y))
      length -= left
      if part % 2 == 0 {
        dashes[dashes.count - 1].append(position)
      } else {
        dashes.append([position])
      }
      part = (part + 1) % pattern.count
      left = pattern[part]
    }
    left -= length
    position = end
    if part % 2 == 0 { dashes[dashes.count - 1].append(end) }
  }
  return dashes
}
