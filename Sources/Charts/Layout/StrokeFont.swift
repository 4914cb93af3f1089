import Foundation

/// Letters made of pen strokes, drawn for this program.
///
/// A glyph lives on a grid of half units: the baseline is 4, small letters reach 14, capitals 18,
/// and descenders 0. Letters are as wide as those of Helvetica within a tenth or so.
package enum StrokeFont {
  /// The width of a line of text, in points.
  package static func width(of text: String, size: Double) -> Double {
    text.reduce(0) { $0 + advance(of: $1) } * unit(size)
  }

  /// The strokes of a line of text whose baseline begins at 0, 0, in points; y points down.
  package static func strokes(of text: String, size: Double) -> [[Place]] {
    let unit = unit(size)
    var position = 0.0
    var result: [[Place]] = []
    for character in text {
      for stroke in glyph(character).strokes {
        result.append(
          stroke.map { point in
            let x = (position + sideBearing + point.x) * unit
            return Place(x: x, y: (baseline - point.y) * unit)
          })
      }
      position += advance(of: character)
    }
    return result
  }

  /// The longest beginning and end that fit into a width, around an ellipsis.
  static func shortened(_ text: String, width limit: Double, size: Double) -> String {
    guard width(of: text, size: size) > limit else { return text }
    for kept in stride(from: text.count - 1, to: 0, by: -1) {
      let short = "\(text.prefix(kept / 2))...\(text.suffix(kept - kept / 2))"
      if width(of: short, size: size) <= limit { return short }
    }
    return "..."
  }

  private static let baseline = 4.0
  private static let sideBearing = 1.6

  /// Points per half unit: capitals are 14 high, as large as in Helvetica.
  private static func unit(_ size: Double) -> Double { size * 0.718 / 14 }

  private static func advance(of character: Character) -> Double {
    let width = character == " " ? 2.4 : character.isNumber ? 8 : max(glyph(character).width, 1)
    return width + 2 * sideBearing
  }

  private static func glyph(_ character: Character) -> StrokeGlyph {
    glyphs[character] ?? unknownGlyph
  }

  private static let glyphs = strokeGlyphs.mapValues(StrokeGlyph.init)
  /// An empty frame, as in most fonts.
  private static let unknownGlyph = StrokeGlyph("04848i0i04")
}

/// The strokes of one character.
private struct StrokeGlyph {
  let strokes: [[Place]]
  let width: Double

  /// - Parameter code: See `strokeGlyphs`.
  init(_ code: String) {
    strokes = code.split(separator: " ").map { part in
      let points = StrokeGlyph.points(part.drop { $0 == "~" })
      return part.hasPrefix("~") ? rounded(points) : points
    }
    width = strokes.joined().map(\.x).max() ?? 0
  }

  private static func points(_ code: Substring) -> [Place] {
    let numbers = code.map { Double($0.wholeNumberValue ?? letterValue($0)) }
    return stride(from: 0, to: numbers.count - 1, by: 2).map { index in
      Place(x: numbers[index], y: numbers[index + 1])
    }
  }

  private static func letterValue(_ letter: Character) -> Int {
    Int(letter.asciiValue ?? 97) - 97 + 10
  }
}

/// The quadratic B-spline of a control polygon; closed if the polygon is.
private func rounded(_ controls: [Place]) -> [Place] {
  guard controls.count > 2, let first = controls.first, let last = controls.last else {
    return controls
  }
  let isClosed = first == last
  let inner = isClosed ? Array(controls.dropLast()) : Array(controls[1..<(controls.count - 1)])
  var start = isClosed ? middle(inner[inner.count - 1], inner[0]) : first
  var result = [start]
  for (index, control) in inner.enumerated() {
    let isLast = index == inner.count - 1
    let end =
      isLast ? (isClosed ? result[0] : last) : middle(control, inner[index + 1])
    result += (1...6).map { curve(start, control, end, at: Double($0) / 6) }
    start = end
  }
  return result
}

private func middle(_ a: Place, _ b: Place) -> Place {
  Place(x: (a.x + b.x) / 2, y: (a.y + b.y) / 2)
}

private func curve(_ start: Place, _ control: Place, _ end: Place, at t: Double) -> Place {
  func mixed(_ a: Double, _ b: Double, _ c: Double) -> Double {
    (1 - t) * (1 - t) * a + 2 * t * (1 - t) * b + t * t * c
  }
  return Place(
    x: mixed(start.x, control.x, end.x), y: mixed(start.y, control.y, end.y))
}
