import CursesTerminal
import Dashboard
import Experiments
import TerminalUI

/// What the user may set once and for all; options of the command line win over it.
struct Configuration: Equatable {
  var theme = Theme.dark
  /// `nil` leaves it to the terminal.
  var colors: ColorDepth?
  /// `nil` leaves it to the locale.
  var glyphs: Glyphs?
  /// What dots are drawn with; `nil` leaves it to the terminal.
  var dots: GlyphChoice?
  var usesMouse = true
  /// At the start, in steps per second; infinity for as fast as possible.
  var speed = normalSpeed
  var framesPerSecond = 30.0
  var memory = MemoryLimits()
  var keyMap = KeyMap.standard
}

/// Why a configuration, or a session, cannot be used.
struct ConfigurationError: Error, Equatable, CustomStringConvertible {
  var path: String
  /// `nil` where the file itself is the matter.
  var line: Int?
  var reason: String
  /// Whether there is no file to read at all (exit status 66), instead of a bad one (65).
  var isMissingInput = false

  var description: String {
    "\(path)\(line.map { ", line \($0)" } ?? ""): \(reason)"
  }
}
