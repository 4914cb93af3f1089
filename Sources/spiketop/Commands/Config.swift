import ArgumentParser
import Dashboard
import PlainText
import TerminalUI

/// Prints the file to start from.
struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a configuration file with all defaults and what they mean.")

  @Flag(help: "Print where the dashboard looks for the file instead.")
  var path = false

  func run() throws {
    if path {
      StandardOutput.print(ConfigurationFile.usualPath)
    } else {
      StandardOutput.print(text: Configuration.commentedDefaults)
    }
  }
}

extension Configuration {
  /// All settings at their defaults, commented out.
  static var commentedDefaults: String {
    let standard = Configuration()
    let keys = standard.keyMap.bindings.map { binding in
      let names = binding.keys.map { "\"\(escaped(name(of: $0)))\"" }.joined(separator: ", ")
      let line = "# \(binding.action.name.rawValue) = [\(names)]"
      return "\(line.rightPadded(44)) # \(binding.action.summary)"
    }
    return """
      # The configuration of spiketop, in TOML. It is read from
      #   $XDG_CONFIG_HOME/spiketop/config.toml, or ~/.config/spiketop/config.toml;
      # '--config FILE' takes another file, and other options win over it. What is commented out
      # are the defaults.

      # theme = "\(standard.theme)"             # "dark", "light" or "mono"
      # colors = "auto"            # or "mono", "8", "16", "256", "truecolor"
      # glyphs = "auto"            # or "braille", "half-block", "octant", "ascii"
      # mouse = \(standard.usesMouse)               # clicks and wheel; Shift still selects text
      # speed = \(Int(standard.speed))                 # steps per second at the start, or "max"
      # frames-per-second = \(Int(standard.framesPerSecond))     # 2 to 60; a slow link gets fewer

      [memory]                     # what the way back in time may take, in MiB
      # checkpoints = \(standard.memory.checkpoints >> 20)          # states to return to
      # spikes = \(standard.memory.spikes >> 20)               # all that is kept of each step

      # The keys of each action; a key that is given to one is taken from all others. Keys are
      # characters or names: Space, Enter, Esc, Tab, Shift-Tab, Backspace, Delete, Up, Down, Left,
      # Right, Home, End, PageUp, PageDown, F1 and so on, Ctrl-g and so on.
      [keys]
      \(keys.joined(separator: "\n"))
      """
  }

  private static func escaped(_ name: String) -> String {
    name.replacing(sign: "\\", with: "\\\\").replacing(sign: "\"", with: "\\\"")
  }
}
