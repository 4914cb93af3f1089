import CNCurses
import Glibc
import TerminalUI

/// Starts ncurses and returns its window and a pad to read keys from.
func startCurses(
  _ options: TerminalOptions
) throws(TerminalError) -> (
  window: UnsafeMutablePointer<WINDOW>, input: UnsafeMutablePointer<WINDOW>
) {
  let name = environmentValue("TERM") ?? ""
  switch curses_terminal_kind(name) {
  case 0: throw .unknownTerminal(name: name)
  case 1: throw .dumbTerminal(name: name)
  default: break
  }
  try TerminalSize.check()
  set_escdelay(25)
  guard newTerminal(name, options) != nil, let window = curses_window(), let input = newpad(1, 1)
  else { throw .unknownTerminal(name: name) }
  cbreak()
  noecho()
  nonl()
  curs_set(0)
  typeahead(-1)  // Frames stay whole even when a key waits.
  // ^C would drop what waits to be read: ncurses, told that there is something, would then read for
  // ever, and who pressed it would have to press another key.
  intrflush(window, false)
  return (window, input)
}

/// Makes the pad deliver special keys, and the terminal's answers and reports as some of them.
func listen(on input: UnsafeMutablePointer<WINDOW>) {
  keypad(input, true)
  define_key("\u{1b}[0n", acknowledgementCode)
  define_key(mouseReportStart, mouseCode)
}

/// Starts colours as far as the terminal, the environment and the user allow.
func startColors(_ options: TerminalOptions) -> ColorDepth {
  let depth = options.depth(
    terminalColors: has_colors() ? Int(tigetnum("colors")) : 0,
    noColor: environmentValue("NO_COLOR"))
  // Once started, colours replace even the terminal's own by white on black.
  guard depth != .monochrome else { return .monochrome }
  return start_color() == OK ? depth : .monochrome
}

/// Whether the database knows the terminal that `TERM` names, and how to move its cursor.
///
/// Call it while ncurses does not run.
package func terminalMovesCursor() -> Bool {
  curses_terminal_kind(environmentValue("TERM") ?? "") == 2
}

/// Throws if the terminal is larger than can be drawn on, for those who have long work before they
/// draw; other faults show when the screen is taken.
///
/// Call it while ncurses does not run.
package func checkTerminalSize() throws(TerminalError) {
  guard isatty(STDOUT_FILENO) == 1, terminalMovesCursor() else { return }
  try TerminalSize.check()
}

/// Starts ncurses with direct colours where they are wanted and can be had, else as the database
/// says.
private func newTerminal(_ name: String, _ options: TerminalOptions) -> OpaquePointer? {
  if let least = options.leastColorsForDirect,
    let entry = DirectColors.entry(of: name, minimumColors: least),
    let terminal = DirectColors.newTerminal(name, entry: entry)
  {
    return terminal
  }
  return curses_new_terminal(name)
}

/// Which colours are written, and who says so, for those who wonder why they see no more.
func colorReport(_ depth: ColorDepth, _ options: TerminalOptions) -> String {
  let name = environmentValue("TERM") ?? ""
  if depth == .trueColor {
    let reason =
      options.colors == .trueColor
      ? "as asked for" : options.leastColorsForDirect == nil ? "by TERM=\(name)" : "by COLORTERM"
    return "colours of 24 bits, \(reason)"
  }
  let shown = depth == .monochrome ? "no colours" : "\(depth.colorCount) colours"
  if options.leastColorsForDirect != nil {
    return "\(shown), not 24 bits: TERM=\(name) has too few, or cannot be given more"
  }
  if options.colors != nil { return "\(shown), as asked for" }
  if depth == .monochrome { return "\(shown), by NO_COLOR or TERM=\(name)" }
  return "\(shown), by TERM=\(name); COLORTERM=truecolor or --colors truecolor gives 24 bits"
}

/// Waits briefly for the answer to the last frame: arriving later, it would show up in the shell.
func takeLastAnswer(from input: UnsafeMutablePointer<WINDOW>, _ pacing: Pacing) {
  let start = monotonicSeconds()
  guard pacing.isClosedLoop, pacing.isAwaitingAnswer(at: start), CrashGuard.stopSignal != SIGHUP
  else { return }
  let patience = min(0.05 + 2 * (pacing.pace.roundTripMilliseconds ?? 50) / 1000, 0.5)
  wtimeout(input, 10)
  while monotonicSeconds() - start < patience {
    var code: wint_t = 0
    let result = wget_wch(input, &code)
    if result == KEY_CODE_YES, Int32(bitPattern: code) == acknowledgementCode { return }
  }
}

/// Writes to the terminal past the buffer of ncurses, which is empty between frames.
func writeAll(_ text: StaticString) {
  writeAll(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
}

/// The same for a text that was made.
func writeAll(_ text: [UInt8]) {
  text.withUnsafeBufferPointer { writeAll($0) }
}

private func writeAll(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard let start = bytes.baseAddress else { return }
  CrashGuard.whileWriting {
    var offset = 0
    while offset < bytes.count {
      let count = write(STDOUT_FILENO, start + offset, bytes.count - offset)
      if count < 0, errno != EINTR { return }
      offset += max(count, 0)
    }
  }
}

/// The time since some start, by a clock that never goes back.
func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
