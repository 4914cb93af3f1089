import CNCurses
import TerminalUI

/// The code under which ncurses reports the answer to `CSI 5 n`; beyond all codes of its own.
let acknowledgementCode: Int32 = 0x2002

/// The key for a code that `wget_wch` reports as a function key, or `nil` if it has no use.
package func functionKey(_ code: Int32) -> Key? {
  switch code {
  case KEY_UP: .up
  case KEY_DOWN: .down
  case KEY_LEFT: .left
  case KEY_RIGHT: .right
  case KEY_ENTER: .enter
  case KEY_BTAB: .backtab
  case KEY_BACKSPACE: .backspace
  case KEY_DC: .delete
  case KEY_HOME: .home
  case KEY_END: .end
  case KEY_PPAGE: .pageUp
  case KEY_NPAGE: .pageDown
  case KEY_RESIZE: .resized
  case KEY_F0 + 1...KEY_F0 + 63: .function(Int(code - KEY_F0))
  default: nil
  }
}

/// The key for a character that `wget_wch` reports, or `nil` if it has no use.
package func characterKey(_ code: UInt32) -> Key? {
  switch code {
  case 9: .tab
  case 10, 13: .enter
  case 27: .escape
  case 8, 127: .backspace
  case 1...26: Unicode.Scalar(code + 96).map { .control(Character($0)) }
  case 0..<32: nil
  default: Unicode.Scalar(code).map { .character(Character($0)) }
  }
}
