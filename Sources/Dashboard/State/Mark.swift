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

// In run files.
extension Mark {
  /// What a run file calls it.
  package static let kind = "mark"

  /// Letter, screen, number of the layer, and of the neuron in channels-last order.
  var recordedText: String {
    "\(letter) \(place.screen.rawValue) \(place.layer) \(place.unit)"
  }

  /// - Returns: `nil` if the text was not written by `recordedText`, or names another screen.
  package init?(
    recorded text: String, step: Int, image: Int, method: Int,
    registry: DashboardRegistry = .standard
  ) {
    let parts = text.split(separator: " ")
    guard parts.count == 4, let letter = parts[0].first, Mark.isLetter(letter),
      let screen = registry.screens.map(\.name).first(where: { $0.rawValue == parts[1] }),
      let layer = Int(parts[2]), let unit = Int(parts[3]), layer >= 0, unit >= 0
    else { return nil }
    self.letter = letter
    place = Place(screen: screen, layer: layer, unit: unit, input: 0, step: step)
    (self.image, self.method) = (image, method)
  }
}
