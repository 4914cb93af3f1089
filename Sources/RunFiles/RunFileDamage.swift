import PlainText

/// What of a run file cannot be read; spikes that are lost with it count as silence.
package struct RunFileDamage: Equatable, Sendable {
  /// Some steps of one layer or table, or of all layers.
  struct Place: Hashable {
    /// What a layer is called, or a table; `nil` for all layers.
    let part: String?
    let steps: Range<Int>

    /// Whether spikes are lost there.
    fileprivate var isSilent = false

    init(part: String?, steps: Range<Int>) { (self.part, self.steps) = (part, steps) }

    var words: String {
      let (first, last) = (grouped(steps.lowerBound), grouped(steps.upperBound - 1))
      let span = steps.count == 1 ? "step \(first)" : "steps \(first) to \(last)"
      return part.map { "\($0) in \(span)" } ?? span
    }
  }

  /// In the order in which it was found, each once.
  private var places: [Place] = []

  /// All of them, those where spikes are lost also as such.
  private var known: Set<Place> = []

  /// What is wrong at the first place.
  private var cause = ""

  /// How many steps of layers are shown as silence.
  private var silentSteps = 0

  package init() {}

  package var isEmpty: Bool { places.isEmpty }

  /// - Parameters:
  ///   - isSilent: Whether there are no spikes for this reason.
  ///   - layers: How many layers that concerns.
  mutating func note(
    _ place: Place, _ cause: String, isSilent: Bool = true, layers: Int = 1
  ) {
    if isSilent {
      var silent = place
      silent.isSilent = true
      guard known.insert(silent).inserted else { return }
      silentSteps += layers * place.steps.count
    }
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
    silentSteps == 0
      ? "all spikes that are left are taken"
      : "\(grouped(silentSteps)) damaged steps of layers are silent"
  }
}
