/// How many steps fit into the time that a command or the screen may wait.
struct StepPace {
  private(set) var steps = 1

  /// Many steps at a time are faster, but for more than a chunk of the engine nothing is won.
  private static let most = 32
  private static let seconds = 0.012

  /// Adapts to how long so many steps took.
  mutating func adapt(to count: Int, seconds elapsed: Double) {
    let fitting = Double(count) * Self.seconds / max(elapsed, 1e-6)
    // Grows slowly, because the first steps before an image may have few spikes.
    steps = max(1, min(Self.most, min(Int(fitting), 2 * steps)))
  }
}
