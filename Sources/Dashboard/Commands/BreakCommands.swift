import TimeTravel

/// The breaks that a command is about.
package enum BreakSelection: Equatable, Sendable {
  case all
  case number(Int)
}

extension ArgumentForm<BreakSelection> {
  static var breaks: ArgumentForm {
    ArgumentForm("NUMBER|all") { call in
      call.argument == "all" ? .all : Int(call.argument).map(BreakSelection.number)
    }.completed { state in
      (state.engine?.breakpoints.map { "\($0.number)" } ?? []) + ["all"]
    }
  }
}

extension ArgumentForm<Character> {
  /// The letter of a mark.
  static var letter: ArgumentForm {
    ArgumentForm("LETTER") { call in
      guard call.argument.count == 1, let letter = call.argument.first, Mark.isLetter(letter)
      else { return nil }
      return letter
    }
  }
}

extension Command {
  /// Breaks and marks.
  static let breaks: [Command] = [
    Command(
      "break", letter: "b", .condition, does: "stop runs where it becomes true",
      effect: { $0.setBreak($1) }),
    Command(
      "until", letter: "u", .condition, does: "run until it becomes true",
      effect: { $0.run(until: $1) }),
    Command(
      "back", .optionalCondition, does: "back to where a break, or this, would have stopped",
      effect: { $0.runBack(to: $1) }),
    Command("delete", .breaks, does: "forget breaks", effect: { $0.removeBreaks($1) }),
    Command(
      "disable", .breaks, does: "let breaks rest", effect: { $0.enableBreaks($1, false) }),
    Command(
      "enable", .breaks, does: "let them stop runs again", effect: { $0.enableBreaks($1, true) }),
    Command(
      "mark", .letter, does: "remember this step and place", effect: { $0.setMark($1) }),
    Command(
      "jump", .letter.completed { $0.marks.map { "\($0.letter)" } }, does: "go to a mark",
      effect: { $0.goToMark($1) }),
  ]
}
