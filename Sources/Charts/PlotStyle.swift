/// How a plot is drawn: as wide as the column that it is for, on a light or a dark ground.
package struct PlotStyle: Hashable, Sendable {
  /// In millimetres; the height follows from what the plot holds.
  package var width: Double
  package var theme: Theme

  package init(width: Double = column, theme: Theme = .light) {
    self.width = width
    self.theme = theme
  }

  /// The colours of a plot.
  package enum Theme: String, CaseIterable, Hashable, Sendable {
    case light, dark
  }

  /// What journals ask for, in millimetres: one of two columns, and both.
  package static let column = 85.0
  package static let page = 174.0

  /// In which letters of 7 points leave room for data, and which a poster needs.
  package static let widths = 40.0...1000.0

  /// A width as people type it, with its unit or without: `85mm`.
  package static func width(from text: String) -> Double? {
    let digits = text.hasSuffix("mm") ? text.dropLast(2) : text[...]
    guard let width = Double(digits), widths.contains(width) else { return nil }
    return width
  }

  package static let widthWords = "40 to 1000 mm"

  /// In points.
  var points: Double { width * 72 / 25.4 }
}

extension PlotStyle.Theme {
  var ground: Color {
    switch self {
    case .light: .white
    case .dark: Color(18, 18, 18)
    }
  }

  /// Titles and labels.
  var ink: Color {
    switch self {
    case .light: Color(34, 34, 34)
    case .dark: Color(224, 224, 224)
    }
  }

  /// Ticks, and what data are compared with.
  var quietInk: Color {
    switch self {
    case .light: Color(85, 85, 85)
    case .dark: Color(170, 170, 170)
    }
  }

  var grid: Color {
    switch self {
    case .light: Color(225, 225, 225)
    case .dark: Color(56, 56, 56)
    }
  }

  /// Seven colours that colour-blind readers tell apart (Okabe and Ito, 2008); the eighth is too
  /// faint on white, yellow, or on black, black.
  var seriesColors: [Color] {
    let (blue, vermilion, green, purple, orange, sky) = (
      Color(0, 114, 178), Color(213, 94, 0), Color(0, 158, 115), Color(204, 121, 167),
      Color(230, 159, 0), Color(86, 180, 233)
    )
    return switch self {
    case .light: [blue, vermilion, green, purple, orange, sky, Color(0, 0, 0)]
    case .dark: [sky, orange, green, purple, vermilion, Color(240, 228, 66), .white]
    }
  }
}
