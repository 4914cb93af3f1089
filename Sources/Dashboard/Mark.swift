/// A step and a place under a letter, to come back to.
package struct Mark: Equatable, Sendable {
  package var letter: Character
  package var place: Place
  package var image: Int
  package var method: Int

  /// What a letter is asked for.
  package enum Purpose: Equatable, Sendable { case set, jump }

  static func isLetter(_ character: Character) -> Bool {
    character.isASCII && character.isLetter
  }
}
