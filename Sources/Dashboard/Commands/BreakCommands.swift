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

/// A mark, and why it is there.
private struct MarkWords: Sendable {
  var letter: Character
  var note: String
}

extension ArgumentForm<MarkWords> {
  /// - Parameter isNoteWanted: Whether the letter alone is not enough.
  fileprivate static func mark(_ usage: String, isNoteWanted: Bool) -> ArgumentForm {
    ArgumentForm(usage) { call in
      let words = call.line.restOfLine
      let note = words.dropFirst()
      guard let letter = words.first, Mark.isLetter(letter), note.first ?? " " == " ",
        !isNoteWanted || !note.isEmpty
      else { return nil }
      return MarkWords(letter: letter, note: String(note).trimmingBlanks)
    }.completed { state, line, start in
      let words = line.dropFirst(start)
      guard words.count >= 2, let letter = words.first else {
        return Completion(of: line, after: start, from: state.marks.map { "\($0.letter) " })
      }
      let note = state.marks.first { $0.letter == letter }?.note ?? ""
      return Completion(of: line, after: start + 2, from: note.isEmpty ? [] : [note])
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
      "mark", .mark("LETTER [NOTE]", isNoteWanted: false),
      does: "remember this step and place, and why",
      effect: { $0.setMark($1.letter, note: $1.note) }),
    Command(
      "note", .mark("LETTER NOTE", isNoteWanted: true), does: "say why a mark is there",
      effect: { $0.annotateMark($1.letter, note: $1.note) }),
    Command(
      "jump", .letter.completed { $0.marks.map { "\($0.letter)" } }, does: "go to a mark",
      effect: { $0.goToMark($1) }),
  ]
}
