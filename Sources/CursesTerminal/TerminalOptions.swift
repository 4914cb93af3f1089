import TerminalUI

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
  package var theme = Theme.dark
  /// Whether to take reports of the mouse; the terminal's own selection then needs Shift.
  package var usesMouse = true

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
