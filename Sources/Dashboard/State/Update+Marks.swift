extension DashboardState {
  /// - Parameter note: Why, as it was typed; empty for nothing.
  mutating func setMark(_ letter: Character, note: String = "") -> [DashboardEffect] {
    guard let context else { return [] }
    let mark = Mark(
      letter: letter, place: place, image: context.image, method: context.method, note: note)
    put(mark)
    message = Message(text: "mark \(letter) at step \(step)\(mark.noteBehind)", isError: false)
    return recordingNotes(of: mark)
  }

  /// Says why a mark is there, which stays where it is.
  mutating func annotateMark(_ letter: Character, note: String) -> [DashboardEffect] {
    guard var mark = mark(letter) else { return [] }
    mark.note = Mark.note(note)
    put(mark)
    let text = mark.note.isEmpty ? "without a note" : mark.note
    message = Message(text: "mark \(letter): \(text)", isError: false)
    // A recording is of one image, and by one method.
    return marksHere.contains(mark) ? recordingNotes(of: mark) : []
  }

  /// In the place of the one with its letter.
  private mutating func put(_ mark: Mark) {
    marks.removeAll { $0.letter == mark.letter }
    marks.append(mark)
    marks.sort { $0.letter < $1.letter }
  }

  private func recordingNotes(of mark: Mark) -> [DashboardEffect] {
    recording == nil
      ? []
      : [.noteInRecording(step: mark.place.step, kind: Mark.kind, text: mark.recordedText)]
  }

  /// The mark of a letter; says so where there is none.
  private mutating func mark(_ letter: Character) -> Mark? {
    if let mark = marks.first(where: { $0.letter == letter }) { return mark }
    let letters = marks.map { "\($0.letter)" }.joined(separator: " ")
    message = Message(
      text: "there is no mark \(letter); "
        + (marks.isEmpty ? "m and a letter set one" : "there are \(letters)"), isError: true)
    return nil
  }

  mutating func goToMark(_ letter: Character) -> [DashboardEffect] {
    guard let mark = mark(letter) else { return [] }
    if !mark.note.isEmpty {
      message = Message(
        text: "back at mark \(letter), step \(mark.place.step)\(mark.noteBehind)",
        isError: false, step: mark.place.step)
    }
    let effects = go(toStep: mark.place.step, image: mark.image, method: mark.method)
    if mark.image == context?.image, mark.method == context?.method {
      trail.append(place)
      select(unit: mark.place.unit, in: mark.place.layer)
    }
    screen = mark.place.screen
    takeComputations()
    return effects
  }

  /// To a step, after loading what it belongs to.
  mutating func go(toStep step: Int, image: Int, method: Int) -> [DashboardEffect] {
    guard let context, image != context.image || method != context.method else {
      return [.engine(.seek(to: step))]
    }
    let effects = load(image: image, method: method)
    stepToRestore = step
    return effects
  }

  /// The marks of this image and method.
  var marksHere: [Mark] {
    marks.filter { $0.image == context?.image && $0.method == context?.method }
  }
}
