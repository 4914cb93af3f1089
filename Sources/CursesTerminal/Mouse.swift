import CNCurses
import TerminalUI

/// The code under which ncurses reports the start of a mouse report; beyond all codes of its own.
let mouseCode: Int32 = 0x2003

/// What a mouse report in SGR form begins with.
let mouseReportStart = "\u{1b}[<"

/// Asks for presses, releases, the wheel, and moves while a button is down, in SGR form.
///
/// Under tmux and screen the database knows only the old form, which ends at column 223; so ncurses
/// is left out of it.
let mouseOn: StaticString = "\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h"

let mouseOff: StaticString = "\u{1b}[?1006l\u{1b}[?1002l\u{1b}[?1000l"

/// A report in SGR form, as `0;231;5M`, after its first three bytes; `nil` if it has no use.
///
/// Columns and rows count from 1, without a limit.
package func mouseReport(_ text: some StringProtocol) -> MouseReport? {
  let numbers = text.dropLast().split(separator: ";", omittingEmptySubsequences: false)
  let values = numbers.compactMap { Int($0) }
  guard numbers.count == 3, values.count == 3, values.allSatisfy({ (0...65_535).contains($0) }),
    values[1] > 0, values[2] > 0, let end = text.last, "Mm".contains(end)
  else { return nil }
  let position = Position(row: values[2] - 1, column: values[1] - 1)
  let (shift, meta, control) = (4, 8, 16)
  let isShifted = values[0] & shift != 0
  let kind: MouseReport.Kind? =
    switch (values[0] & ~(shift | meta | control), end) {
    case (0, "M"): .press
    case (0...2, "m"): .release
    case (32, "M"): .drag
    case (64, "M"): .wheelUp
    case (65, "M"): .wheelDown
    default: nil
    }
  return kind.map { MouseReport($0, at: position, isShifted: isShifted) }
}

/// Reads the rest of a report; what is none is dropped, up to its end.
func readMouseReport(from input: UnsafeMutablePointer<WINDOW>) -> MouseReport? {
  var text = ""
  wtimeout(input, 100)
  while true {
    var code: wint_t = 0
    guard wget_wch(input, &code) == OK, let scalar = Unicode.Scalar(code) else { return nil }
    if text.count < 32 { text.unicodeScalars.append(scalar) }
    if scalar == "M" || scalar == "m" { return mouseReport(text) }
    guard ("0"..."9").contains(scalar) || scalar == ";" else { return nil }
  }
}

/// Drops a report in the old form, three characters that would pass for keys; a terminal that does
/// not know the new form may send it.
func dropOldMouseReport(from input: UnsafeMutablePointer<WINDOW>) {
  wtimeout(input, 100)
  var code: wint_t = 0
  for _ in 0..<3 { wget_wch(input, &code) }
}
