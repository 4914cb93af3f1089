/// How many colours a terminal shows.
package enum ColorDepth: String, CaseIterable, Sendable {
  case monochrome = "mono"
  case eight = "8"
  case sixteen = "16"
  case palette = "256"
  case trueColor = "truecolor"

  package var colorCount: Int {
    switch self {
    case .monochrome: 0
    case .eight: 8
    case .sixteen: 16
    case .palette: 256
    case .trueColor: 1 << 24
    }
  }

  /// The most that a terminal with so many colours can show.
  package init(terminalColors: Int) {
    switch terminalColors {
    case ..<8: self = .monochrome
    case ..<16: self = .eight
    case ..<256: self = .sixteen
    case 256: self = .palette
    default: self = .trueColor
    }
  }
}
