import TerminalUI

/// How many colours to use.
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

/// What the user decides about the terminal; `nil` leaves it to the environment.
package struct TerminalOptions: Sendable {
  /// Wins over `NO_COLOR`, but cannot exceed what the terminal database offers.
  package var colors: ColorDepth?
  /// Wins over the locale.
  package var glyphs: Glyphs?
  /// Whether to ask the terminal to show each frame at once.
  package var isSynchronized = true
  /// 2 to 60.
  package var maximumFramesPerSecond: Double = 30

  package init() {}

  /// The depth to use on a terminal with so many colours.
  ///
  /// - Parameter noColor: The value of `NO_COLOR`; any but the empty one means no colours.
  package func depth(terminalColors: Int, noColor: String?) -> ColorDepth {
    let available = ColorDepth(terminalColors: terminalColors)
    if let colors { return colors.colorCount < available.colorCount ? colors : available }
    return noColor?.isEmpty ?? true ? available : .monochrome
  }
}
