import PlainText
import TerminalUI

/// A key in words.
package func name(of key: Key) -> String {
  switch key {
  case .character(" "): "Space"
  case .character(let character): String(character)
  case .control(let letter): "Ctrl-\(letter)"
  case .up: "Up"
  case .down: "Down"
  case .left: "Left"
  case .right: "Right"
  case .enter: "Enter"
  case .escape: "Esc"
  case .tab: "Tab"
  case .backtab: "Shift-Tab"
  case .backspace: "Backspace"
  case .delete: "Delete"
  case .pageUp: "PageUp"
  case .pageDown: "PageDown"
  case .home: "Home"
  case .end: "End"
  case .function(let number): "F\(number)"
  case .resized: "resize"
  }
}

/// The key that words stand for, or `nil`; the inverse of `name(of:)` for what can be pressed.
package func key(named words: String) -> Key? {
  if words.count == 1, let character = words.first, !character.isWhitespace,
    visible(words) == words
  {
    return .character(character)
  }
  let simple: [Key] = [
    .character(" "), .up, .down, .left, .right, .enter, .escape, .tab, .backtab, .backspace,
    .delete, .pageUp, .pageDown, .home, .end,
  ]
  // The others arrive as keys of their own, or are the terminal's.
  let letters = "abdefgknopqrstuvwxy".map(Key.control)
  let functions = (1...63).map(Key.function)
  return (simple + letters + functions).first {
    name(of: $0).lowercased() == words.lowercased()
  }
}
