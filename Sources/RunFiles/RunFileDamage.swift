import PlainText

/// What of a run file cannot be read, and counts as silence.
package struct RunFileDamage: Equatable, Sendable {
  /// Some steps of one layer, or of all.
  struct Place: Hashable {
    /// `nil` for all layers.
    let layer: String?
    let steps: Range<Int>

    var words: String {
      let (first, last) = (grouped(steps.lowerBound), grouped(steps.upperBound - 1))
      let span = steps.count == 1 ? "step \(first)" : "steps \(first) to \(last)"
      return layer.map { "\($0) in \(span)" } ?? span
    }
  }

  /// In the order in which it was found, each once.
  private var places: [Place] = []
  private var known: Set<Place> = []

  /// What is wrong at the first place.
  private var cause = ""

  package init() {}

  package var isEmpty: Bool { places.isEmpty }

  mutating func note(_ place: Place, _ cause: String) {
    guard known.insert(place).inserted else { return }
    if places.isEmpty { self.cause = cause }
    places.append(place)
  }

  /// Where and what the first one is, and how many more there are.
  package var sentence: String {
    guard let first = places.first else { return "nothing is damaged" }
    let more = places.count - 1
    return "\(first.words) cannot be read: \(cause)"
      + (more == 0 ? "" : more == 1 ? ", and 1 place more" : ", and \(grouped(more)) places more")
  }

  /// How much is silent, for who takes the rest.
  package var count: String {
    let steps = places.reduce(0) { $0 + $1.steps.count }
    return "\(grouped(steps)) damaged steps of layers are silent"
  }
}
