/// An opaque colour.
package struct Color: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  package static let white = Color(255, 255, 255)
  static let ink = Color(34, 34, 34)
  static let quietInk = Color(85, 85, 85)
  static let grid = Color(225, 225, 225)

  /// Mixed with three parts of white.
  var tint: Color {
    func mixed(_ part: UInt8) -> UInt8 { UInt8((Int(part) + 3 * 255) / 4) }
    return Color(mixed(red), mixed(green), mixed(blue))
  }
}

/// How a series is told from the others: by colour, and without it by marker, dashes and texture.
package struct SeriesLook: Hashable, Sendable {
  /// The sign at the points of a curve.
  package enum Marker: Hashable, Sendable, CaseIterable {
    case disc, square, triangle, diamond, ring, invertedTriangle

    /// One cell of a terminal.
    package func character(unicode: Bool) -> Character {
      switch self {
      case .disc: unicode ? "●" : "o"
      case .square: unicode ? "■" : "#"
      case .triangle: unicode ? "▲" : "A"
      case .diamond: unicode ? "◆" : "*"
      case .ring: unicode ? "○" : "0"
      case .invertedTriangle: unicode ? "▼" : "V"
      }
    }
  }

  /// How a bar is filled.
  package enum Texture: Hashable, Sendable, CaseIterable {
    case solid, hollow, striped, banded
  }

  package let color: Color
  package let marker: Marker
  /// Lengths of dashes and gaps in turn; empty for an unbroken line.
  package let dashes: [Double]
  package let texture: Texture

  /// The look of the series at a position in the legend; the first 42 curves and the first 28 sets
  /// of bars all differ.
  package init(_ index: Int) {
    color = colors[index % colors.count]
    marker = Marker.allCases[index % Marker.allCases.count]
    dashes = dashPatterns[index % dashPatterns.count]
    texture = Texture.allCases[index % Texture.allCases.count]
  }
}

/// Seven colours that colour-blind readers tell apart (Okabe and Ito, 2008); the eighth, yellow,
/// is too faint on white.
private let colors = [
  Color(0, 114, 178), Color(213, 94, 0), Color(0, 158, 115), Color(204, 121, 167),
  Color(230, 159, 0), Color(86, 180, 233), Color(0, 0, 0),
]

/// Round ends make each dash longer, and each gap shorter, by the width of the line.
private let dashPatterns: [[Double]] = [[], [7, 6], [1, 5], [8, 5, 1, 5]]
