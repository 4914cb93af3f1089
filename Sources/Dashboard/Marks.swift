/// Steps to come back to, each with a letter.
package struct Marks: Equatable, Sendable {
  package struct Mark: Equatable, Sendable {
    package var letter: Character
    package var step: Int
  }

  /// In the order of their steps.
  package private(set) var all: [Mark] = []

  package init() {}

  /// Marks a step by the first free letter, or removes its mark.
  ///
  /// - Returns: What was done, in words.
  mutating func toggle(_ step: Int) -> String {
    if let index = all.firstIndex(where: { $0.step == step }) {
      let mark = all.remove(at: index)
      return "mark \(mark.letter) at t=\(step) is gone"
    }
    guard
      let letter = "abcdefghijklmnopqrstuvwxyz".first(where: { letter in
        !all.contains { $0.letter == letter }
      })
    else { return "all 26 marks are in use: m at one of them removes it" }
    all.append(Mark(letter: letter, step: step))
    all.sort { $0.step < $1.step }
    return "mark \(letter) at t=\(step): ' goes from mark to mark, m here removes it"
  }

  /// The first mark behind a step, after the last of them the first of all.
  func next(after step: Int) -> Mark? { all.first { $0.step > step } ?? all.first }
}
