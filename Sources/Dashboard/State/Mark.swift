import PlainText

/// A step and a place under a letter, to come back to.
package struct Mark: Equatable, Sendable {
  package var letter: Character
  package var place: Place
  package var image: Int
  package var method: Int

  /// Why it is there, as people write it; empty for nothing.
  package internal(set) var note = ""

  /// In characters; what is longer is cut.
  package static let longestNote = 200

  package init(letter: Character, place: Place, image: Int, method: Int, note: String = "") {
    (self.letter, self.place, self.image, self.method) = (letter, place, image, method)
    self.note = Mark.note(note)
  }

  /// A note as it is kept: on one line, with nothing in it that cannot be seen.
  static func note(_ text: String) -> String {
    let words = visible(text).split(separator: " ").joined(separator: " ")
    return String(words.prefix(longestNote)).trimmingBlanks
  }

  /// The note behind a sentence about the mark.
  var noteBehind: String { note.isEmpty ? "" : ": \(note)" }

  /// What a letter is asked for.
  package enum Purpose: Equatable, Sendable { case set, jump }

  static func isLetter(_ character: Character) -> Bool {
    character.isASCII && character.isLetter
  }
}

// In run files.
extension Mark {
  /// What a run file calls it.
  package static let kind = "mark"

  /// Letter, screen, number of the layer, and of the neuron in channels-last order; then the note.
  var recordedText: String {
    "\(letter) \(place.screen.rawValue) \(place.layer) \(place.unit)"
      + (note.isEmpty ? "" : " \(note)")
  }

  /// - Returns: `nil` if the text was not written by `recordedText`, or names another screen.
  package init?(
    recorded text: String, step: Int, image: Int, method: Int,
    registry: DashboardRegistry = .standard
  ) {
    let parts = text.split(separator: " ", maxSplits: 4)
    guard parts.count >= 4, parts[0].count == 1, let letter = parts[0].first, Mark.isLetter(letter),
      let screen = registry.screens.map(\.name).first(where: { $0.rawValue == parts[1] }),
      let layer = Int(parts[2]), let unit = Int(parts[3]), layer >= 0, unit >= 0
    else { return nil }
    self.init(
      letter: letter,
      place: Place(screen: screen, layer: layer, unit: unit, input: 0, step: step),
      image: image, method: method, note: parts.count > 4 ? String(parts[4]) : "")
  }
}
