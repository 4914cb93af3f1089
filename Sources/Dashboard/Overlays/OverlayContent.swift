import TerminalUI

/// How something that lies over the screen looks, reads and takes keys.
protocol OverlayContent {
  /// Takes a key in place of the screen.
  func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect]

  /// Draws it over the screen.
  func draw(_ state: DashboardState, on canvas: inout Canvas)

  /// The line that asks for something; `nil` where it asks for nothing that is typed.
  func prompt(in state: DashboardState) -> Prompt?

  /// The same with the cursor on another row; `nil` where there is no cursor.
  func selecting(_ row: Int) -> Overlay?

  /// How many numbered lines there are to choose from; `nil` where no number is an answer.
  func choiceCount(in state: DashboardState) -> Int?

  /// How many rows a turn of the wheel goes.
  var rowsPerTurn: Int { get }

  /// The keys that do something in it, for the last line; Esc, which all have, is not among them.
  var hints: [Hint] { get }

  /// What is open and what may be typed, for line mode.
  func sentences(in state: DashboardState) -> [String]

  /// Whether the next line is an answer; what is only to be read is closed once it was read.
  var asksSomething: Bool { get }
}

extension OverlayContent {
  func draw(_ state: DashboardState, on canvas: inout Canvas) {}
  func prompt(in state: DashboardState) -> Prompt? { nil }
  func selecting(_ row: Int) -> Overlay? { nil }
  func choiceCount(in state: DashboardState) -> Int? { nil }
  var rowsPerTurn: Int { 1 }
  var hints: [Hint] { asksSomething ? [Hint("Enter", "choose", click: .enter)] : [] }
  var asksSomething: Bool { true }
}

/// A line to type into, with what may be typed behind it.
struct Prompt {
  var question: String
  var text = ""
  /// Whether what is typed replaces the text.
  var isSelected = false
  var hint: String
  var isError = false

  /// Whether there is room for all of the hint behind the text.
  func showsWholeHint(columns: Int) -> Bool {
    question.count + text.count + hint.count + 5 <= columns
  }

  func draw(on canvas: inout Canvas) {
    let end = canvas.write(question, row: 0, column: 1, style: .key)
    let shown = String(text.suffix(max(canvas.size.columns - end - 2, 0)))
    let cursor = canvas.write(
      shown, row: 0, column: end, style: isSelected ? .selection : .plain)
    canvas.placeCursor(row: 0, column: cursor, isVisible: true)
    canvas.write("_", row: 0, column: cursor, style: .hint)
    // What is wrong stands above the line where it has no room in it.
    guard !isError || showsWholeHint(columns: canvas.size.columns) else { return }
    canvas.write(
      hint, row: 0, column: cursor + 3, width: canvas.size.columns - cursor - 4,
      alignment: .left, style: isError ? .error : .label)
  }
}
