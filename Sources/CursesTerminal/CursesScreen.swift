import CNCurses
import Glibc
import TerminalUI

/// The terminal, drawn by ncurses, which is not thread-safe: use it from the main thread only.
///
/// The terminal returns to its usual mode when the screen goes out of scope, and on every signal
/// that ends the program.
package struct CursesScreen: Screen, ~Copyable {
  package let capabilities: Capabilities
  /// Which colours are written, and why.
  package let colorReport: String
  private let window: UnsafeMutablePointer<WINDOW>
  /// Keys are read from a pad of their own, because reading from the window would also draw it.
  private let input: UnsafeMutablePointer<WINDOW>
  private let isUnicode: Bool
  private let isSynchronized: Bool
  private let usesMouse: Bool
  private let usualFramesPerSecond: Double
  private var pacing: Pacing
  private var pairs: ColorPairs
  /// What the terminal shows, or `nil` if all of it must be drawn.
  private var shown: Canvas?
  private var line: [cchar_t] = []

  package init(_ options: TerminalOptions = TerminalOptions()) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    let charset = Charset.prepare(forced: options.glyphs)
    CrashGuard.install()
    do {
      (window, input) = try startCurses(options)
    } catch {
      CrashGuard.remove()
      throw error
    }
    let depth = startColors(options)
    colorReport = CursesTerminal.colorReport(depth, options)
    pairs = ColorPairs(depth: depth, theme: options.theme)
    capabilities = Capabilities(
      glyphs: charset.glyphs, colorCount: depth.colorCount, theme: options.theme)
    isUnicode = charset.isUnicode
    isSynchronized = options.isSynchronized
    usesMouse = options.usesMouse
    usualFramesPerSecond = options.maximumFramesPerSecond
    pacing = Pacing(maximumFramesPerSecond: options.maximumFramesPerSecond)
    listen(on: input)

    // Until its first suspend ncurses writes every row on its own; afterwards a frame is one write.
    let window = window
    CrashGuard.whileWriting {
      wnoutrefresh(window)
      endwin()
      doupdate()
    }
    if usesMouse { writeAll(mouseOn) }
  }

  deinit {
    if usesMouse { writeAll(mouseOff) }
    takeLastAnswer(from: input, pacing)
    let window = window
    CrashGuard.whileWriting {
      // Where there is no other screen to go back to, the next prompt is written there.
      wmove(window, getmaxy(window) - 1, 0)
      wclrtoeol(window)
      wrefresh(window)
      endwin()
    }
    CrashGuard.remove()
  }

  package var size: Size {
    Size(rows: Int(getmaxy(window)), columns: Int(getmaxx(window)))
  }

  package var pace: Pace { pacing.pace }

  /// Asks for the next frame within a time, in seconds, because something is about to happen.
  package mutating func hurry(within seconds: Double) {
    pacing.hurry(by: monotonicSeconds() + seconds)
  }

  /// Shows at most so many frames per second; `nil` for as many as the options say.
  package mutating func limit(framesPerSecond: Double?) {
    pacing.limit(framesPerSecond: framesPerSecond ?? usualFramesPerSecond)
  }

  /// The signal that told the program to stop, or `nil`: leave the main loop, let the screen go out
  /// of scope, and call `CrashGuard.endByStopSignal()`.
  package var stopSignal: Int32? { CrashGuard.stopSignal }
}

// MARK: - Keys

extension CursesScreen {
  /// The next key or report of the mouse, or `nil` when it is time to show a canvas, or when a
  /// signal told the program to stop.
  ///
  /// Takes care of `^L` and of suspending and resuming the program itself; after both, `resized`
  /// arrives.
  package mutating func nextInput() -> ScreenInput? {
    while stopSignal == nil {
      if CrashGuard.takeSuspendRequest() { suspend() }
      if CrashGuard.takeResumeNotice() { return .key(resume()) }
      // What follows is a key of its own.
      if CrashGuard.takeResizeNotice() { takeSize() }

      let delay = pacing.delay(at: monotonicSeconds())
      wtimeout(input, Int32((delay * 1000).rounded(.up)))
      var code: wint_t = 0
      switch wget_wch(input, &code) {
      case KEY_CODE_YES:
        if let input = take(code: Int32(bitPattern: code)) { return input }
      case OK:
        if let key = take(characterKey(code)) { return .key(key) }
      default:
        if noteIfTerminalIsGone() || isFrameDue { return nil }
      }
    }
    return nil
  }

  /// What `wget_wch` reports by a number: answers, reports, and special keys.
  private mutating func take(code: Int32) -> ScreenInput? {
    switch code {
    case acknowledgementCode:
      pacing.answered(at: monotonicSeconds())
      return nil
    case mouseCode:
      guard let report = readMouseReport(from: input) else { return nil }
      pacing.hurry()
      return .mouse(report)
    case KEY_MOUSE:
      dropOldMouseReport(from: input)
      return nil
    default:
      return take(functionKey(code)).map(ScreenInput.key)
    }
  }

  private var isFrameDue: Bool {
    // Waiting ends up to a millisecond early, because ncurses counts in whole ones.
    pacing.delay(at: monotonicSeconds()) < 0.001
  }

  private mutating func take(_ key: Key?) -> Key? {
    guard let key else { return nil }
    pacing.hurry()
    guard key == .resized || key == .control("l") else { return key }
    shown = nil
    return .resized
  }

  /// Without this check a main loop that ignores `SIGHUP` would spin.
  private func noteIfTerminalIsGone() -> Bool {
    var status = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    let gone = Int16(POLLHUP | POLLERR | POLLNVAL)
    guard poll(&status, 1, 0) > 0, status.revents & gone != 0 else { return false }
    CrashGuard.requestStop(SIGHUP)
    return true
  }

  private mutating func suspend() {
    if usesMouse { writeAll(mouseOff) }
    takeLastAnswer(from: input, pacing)
    CrashGuard.whileWriting { _ = endwin() }
    CrashGuard.suspend()
  }

  /// Draws on as much of the terminal as ncurses takes, which by itself would try to take all, and
  /// crash.
  private func takeSize() {
    guard let new = TerminalSize.drawable else { return }
    let old = size
    // First what shrinks: ncurses would take memory for the larger of both sides.
    if new.rows > old.rows, new.columns < old.columns {
      resizeterm(Int32(old.rows), Int32(new.columns))
    }
    if new.rows < old.rows, new.columns > old.columns {
      resizeterm(Int32(new.rows), Int32(old.columns))
    }
    resizeterm(Int32(new.rows), Int32(new.columns))
  }

  /// Takes the terminal back after the program was stopped by its user, or from outside and then
  /// without notice.
  ///
  /// The size may have changed meanwhile.
  private mutating func resume() -> Key {
    reset_prog_mode()
    takeSize()
    if usesMouse { writeAll(mouseOn) }
    shown = nil
    pacing.restart()
    return .resized
  }
}

// MARK: - Frames

extension CursesScreen {
  /// Shows a canvas, or leaves the last one while the terminal has not taken that yet.
  ///
  /// A canvas that equals the last one costs nothing. A canvas of another size is cut or surrounded
  /// by blanks.
  package mutating func show(_ canvas: Canvas) {
    let now = monotonicSeconds()
    pacing.checkAnswers(at: now)
    guard pacing.mayShow(at: now), stopSignal == nil else { return }
    if let shown, shown == canvas {
      pacing.frameSkipped(at: now)
      return
    }
    if canvas.capabilities.theme != pairs.theme || pairs.isNearlyFull {
      pairs = ColorPairs(depth: pairs.depth, theme: canvas.capabilities.theme)
      shown = nil
    }
    copyRows(of: canvas)
    placeCursor(of: canvas)
    send(isFull: shown == nil)
    pacing.frameSent(at: now)
    shown = canvas
  }

  /// Puts a text on the clipboard, if the terminal takes it; it says nothing of that.
  package func copy(_ text: String) {
    let isInTmux = getenv("TMUX") != nil
    writeAll(Array(Clipboard.sequence(for: text, isInTmux: isInTmux).utf8))
  }

  private func send(isFull: Bool) {
    if isFull { clearok(curses_physical_window(), true) }
    if isSynchronized { writeAll("\u{1b}[?2026h") }
    let window = window
    CrashGuard.whileWriting {
      wnoutrefresh(window)
      doupdate()
    }
    // The question and the end of the frame need only one write.
    switch (isSynchronized, pacing.isClosedLoop) {
    case (true, true): writeAll("\u{1b}[?2026l\u{1b}[5n")
    case (true, false): writeAll("\u{1b}[?2026l")
    case (false, true): writeAll("\u{1b}[5n")
    case (false, false): break
    }
  }

  private mutating func copyRows(of canvas: Canvas) {
    let columns = size.columns
    if line.count != columns { line = Array(repeating: cchar_t(), count: columns) }
    for row in 0..<size.rows {
      let cells = canvas.cells(inRow: row)
      if let shown, shown.size == canvas.size, shown.cells(inRow: row) == cells { continue }
      fillLine(with: cells)
      mvwadd_wchnstr(window, Int32(row), 0, line, Int32(columns))
    }
  }

  /// A blank takes the ink of the cell before it, which saves a change of colour: most cells of a
  /// raster are blank.
  private mutating func fillLine(with cells: ArraySlice<Cell>) {
    var ink = Ink()
    for column in line.indices {
      let cell = column < cells.count ? cells[cells.startIndex + column] : .blank
      let own = pairs.ink(for: cell.style)
      let keepsInk = cell.scalar == " " && !own.isVisibleOnBlanks && !ink.isVisibleOnBlanks
      if !keepsInk { ink = own }
      let scalar = cell.scalar.isASCII || isUnicode ? cell.scalar : Cell.replacement
      curses_fill(&line[column], wchar_t(scalar.value), ink.attributes, ink.pair)
    }
  }

  private func placeCursor(of canvas: Canvas) {
    let cursor = canvas.cursor ?? Position(row: 0, column: 0)
    wmove(
      window, Int32(min(cursor.row, size.rows - 1)), Int32(min(cursor.column, size.columns - 1)))
    curs_set(canvas.cursor != nil && canvas.isCursorVisible ? 1 : 0)
  }
}
