/// Why there is no terminal to draw on.
package enum TerminalError: Error, Equatable {
  /// Standard input or output is a file or a pipe.
  case notATerminal
  /// The terminal database does not know what `TERM` names; the name is empty if it names nothing.
  case unknownTerminal(name: String)
  /// The terminal cannot move its cursor.
  case dumbTerminal(name: String)
  /// More rows or columns than ncurses takes.
  case tooLarge(rows: Int, columns: Int)
}

extension TerminalError: CustomStringConvertible {
  /// What happened, and what the user can do about it.
  package var description: String {
    switch self {
    case .notATerminal:
      "the dashboard needs a terminal; use 'spiketop run' for text, or --line for sentences and "
        + "typed commands"
    case .unknownTerminal(let name):
      name.isEmpty
        ? "TERM is not set; try TERM=xterm-256color"
        : "the terminal '\(name)' (TERM) is unknown here; try TERM=xterm-256color"
    case .dumbTerminal(let name):
      "the terminal '\(name)' (TERM) cannot move its cursor; use 'spiketop run' for text, or "
        + "--line for sentences and typed commands"
    case .tooLarge(let rows, let columns):
      "the terminal has \(columns) columns and \(rows) rows, which are too many to draw on; "
        + "make it smaller, as 'stty cols 80 rows 24' does, and unset COLUMNS and LINES"
    }
  }
}
