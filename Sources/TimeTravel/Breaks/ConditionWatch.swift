/// Finds the steps at which some conditions stop a run; see `StopCondition`.
struct ConditionWatch {
  /// A condition, and the number of its breakpoint; `nil` for that of a single run.
  struct Watched {
    var number: Int?
    var condition: ResolvedCondition
    var stopsAtEveryStep: Bool
  }

  private let watched: [Watched]

  /// Which of them hold after `step`.
  private var held: [Bool] = []
  private var step: Int?

  init(_ watched: [Watched] = []) {
    self.watched = watched
  }

  var isEmpty: Bool { watched.isEmpty }

  /// Looks at the step before those that `stops` is asked for.
  mutating func begin(at present: Present) {
    // A step of a timeline is always the same, so what was seen there once is still true.
    guard step != present.runState.step else { return }
    held = watched.map { $0.condition.holds(at: present) == true }
    step = present.runState.step
  }

  /// The conditions that stop a run at the step after the one seen last.
  mutating func stops(at present: Present) -> [Watched] {
    let before = held
    begin(at: present)
    return watched.indices.filter { index in
      held[index] && (watched[index].stopsAtEveryStep || !before[index])
    }.map { watched[$0] }
  }
}
