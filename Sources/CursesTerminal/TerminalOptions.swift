import TerminalUI

/// What the user decides about the terminal; `nil` leaves it to the environment.
package struct TerminalOptions: Sendable {
  /// Wins over `NO_COLOR` and `COLORTERM`.
  ///
  /// But for direct colours, which the database hides for most terminals that show them, it cannot
  /// exceed what the database offers.
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

  /// How many colours a terminal has in the database from which on direct colours are written to
  /// it; `nil` where they are not wanted.
  ///
  /// Who asks for them gets them on any terminal with colours; `COLORTERM`, which may have been
  /// handed on to another terminal, counts where there are 256.
  package func leastColorsForDirect(colorTerm: String?, noColor: String?) -> Int? {
    if let colors { return colors == .trueColor ? 8 : nil }
    let isPromised = ["truecolor", "24bit"].contains(colorTerm?.lowercased())
    return isPromised && noColor?.isEmpty ?? true ? 256 : nil
  }

  /// The same in the environment at hand.
  var leastColorsForDirect: Int? {
    leastColorsForDirect(
      colorTerm: environmentValue("COLORTERM"), noColor: environmentValue("NO_COLOR"))
  }
}
