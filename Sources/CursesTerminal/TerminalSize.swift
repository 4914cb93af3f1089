import Glibc
import TerminalUI

/// How large the terminal is, and how large it may be.
enum TerminalSize {
  /// Positions in ncurses are numbers of 16 bits with a sign.
  private static let largestSide = Int(Int16.max)

  /// Each takes some 100 bytes of memory in ncurses alone; walls of monitors have fewer.
  private static let mostCells = 1 << 21

  /// Throws if the terminal is larger than ncurses takes, which would say no more than that it
  /// cannot start, and only after it has begun.
  static func check() throws(TerminalError) {
    let told = told
    // As ncurses has it, the environment wins.
    let rows = sizeInEnvironment("LINES") ?? told?.rows ?? 0
    let columns = sizeInEnvironment("COLUMNS") ?? told?.columns ?? 0
    guard max(rows, columns) <= largestSide, rows * columns <= mostCells else {
      throw .tooLarge(rows: rows, columns: columns)
    }
  }

  /// The part of the terminal that can be drawn on; `nil` if it does not say how large it is.
  static var drawable: Size? {
    guard let told else { return nil }
    let rows = min(told.rows, largestSide)
    return Size(rows: rows, columns: min(told.columns, largestSide, mostCells / rows))
  }

  private static var told: Size? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0
    else { return nil }
    return Size(rows: Int(size.ws_row), columns: Int(size.ws_col))
  }

  private static func sizeInEnvironment(_ name: String) -> Int? {
    guard let size = environmentValue(name).flatMap({ Int($0) }), size > 0 else { return nil }
    return min(size, Int(Int32.max))
  }
}
