extension DashboardState {
  mutating func setMark(_ letter: Character) -> [DashboardEffect] {
    guard let context else { return [] }
    marks.removeAll { $0.letter == letter }
    let mark = Mark(letter: letter, place: place, image: context.image, method: context.method)
    marks.append(mark)
    marks.sort { $0.letter < $1.letter }
    message = Message(text: "mark \(letter) at step \(step)", isError: false)
    return recording == nil
      ? [] : [.noteInRecording(step: step, kind: Mark.kind, text: mark.recordedText)]
  }

  mutating func goToMark(_ letter: Character) -> [DashboardEffect] {
    guard let mark = marks.first(where: { $0.letter == letter }) else {
      let letters = marks.map { "\($0.letter)" }.joined(separator: " ")
      message = Message(
        text: "there is no mark \(letter); "
          + (marks.isEmpty ? "m and a letter set one" : "there are \(letters)"), isError: true)
      return []
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
