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

  /// The ground that it stands on.
  let theme: PlotStyle.Theme

  /// The look of the series at a position in the legend; the first 42 curves and the first 28 sets
  /// of bars all differ.
  package init(_ index: Int, on theme: PlotStyle.Theme = .light) {
    let colors = theme.seriesColors
    self.theme = theme
    color = colors[index % colors.count]
    marker = Marker.allCases[index % Marker.allCases.count]
    dashes = dashPatterns[index % dashPatterns.count]
    texture = Texture.allCases[index % Texture.allCases.count]
  }
}

/// Round ends make each dash longer, and each gap shorter, by the width of the line; in points.
private let dashPatterns: [[Double]] = [[], [4, 3.4], [0.6, 2.8], [4.6, 2.8, 0.6, 2.8]]
