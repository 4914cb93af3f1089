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

  /// How many steps of layers are shown as silence.
  private var silentSteps = 0

  package init() {}

  package var isEmpty: Bool { places.isEmpty }

  /// - Parameter isSilent: Whether there are no spikes for this reason.
  mutating func note(_ place: Place, _ cause: String, isSilent: Bool = true) {
    guard known.insert(place).inserted else { return }
    if isSilent { silentSteps += place.steps.count }
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
    silentSteps == 0
      ? "all spikes that are left are taken"
      : "\(grouped(silentSteps)) damaged steps of layers are silent"
  }
}
