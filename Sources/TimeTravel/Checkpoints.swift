/// How far apart checkpoints stand and how much memory they may take.
package struct CheckpointBudget: Equatable, Sendable {
  /// The number of steps between two new checkpoints: what a step back may have to replay.
  package var interval: Int

  /// The memory of all of them, in bytes; the first one is always kept.
  package var bytes: Int

  package init(interval: Int = 16, bytes: Int = 512 << 20) {
    precondition(interval > 0, "the interval is \(interval), but must be positive")
    self.interval = interval
    self.bytes = bytes
  }
}

/// Which steps can be returned to at once, and the memory that this takes.
package struct CheckpointAccount: Equatable, Sendable {
  /// Ascending; the first is step 0.
  package var steps: [Int]

  /// How much memory they take, in bytes, and how much they were given.
  package var byteCount: Int
  package var byteBudget: Int

  /// How much memory they may take now, in bytes: what the present leaves of what they were given,
  /// or what has to be kept in any case.
  package var byteLimit: Int
}

/// Moments to return to, thinned when the budget is reached.
///
/// Around the present they stay dense for 256 steps; up to 1,024 steps away gaps grow as the
/// distance, beyond that as its square, so that about 32 checkpoints do for a run of any length.
/// (This project's own rule.)
struct Checkpoints: Sendable {
  private let budget: CheckpointBudget
  private let maximumCount: Int

  /// More would take longer to thin than the replay that they save.
  private static let largestCount = 1024

  /// So many are kept whatever the budget is.
  private static let leastCount = 4

  /// In ascending order of the step; the first is step 0.
  private var runStates: [RunState]

  /// What the run states hold, in bytes.
  private var heldBytes: Int

  /// How much may be held now, in bytes.
  private var bytesAllowed: Int

  /// How much memory was given back so far, in bytes.
  private(set) var droppedByteCount = 0

  init(_ start: RunState, budget: CheckpointBudget) {
    self.budget = budget
    maximumCount = min(
      max(budget.bytes / max(start.byteCount, 1), Self.leastCount), Self.largestCount)
    bytesAllowed = budget.bytes
    var start = start
    start.trim()
    runStates = [start]
    heldBytes = start.heldByteCount
  }

  /// What is kept.
  var account: CheckpointAccount {
    CheckpointAccount(
      steps: runStates.map(\.step), byteCount: byteCount, byteBudget: budget.bytes,
      byteLimit: runStates.count > Self.leastCount ? bytesAllowed : max(bytesAllowed, byteCount))
  }

  /// How much memory is taken, in bytes.
  private var byteCount: Int { heldBytes + runStates.heldByteCount }

  /// The last checkpoint at or before a step.
  func latest(before step: Int) -> RunState {
    runStates[runStates.lastIndex { $0.step <= step } ?? 0]
  }

  /// How many steps there are from one to the next on the grid.
  func stepsUntilNext(after step: Int) -> Int { budget.interval - step % budget.interval }

  /// Keeps a run state if it stands on the grid and is not kept yet, in as little memory as it
  /// needs.
  mutating func offer(_ runState: RunState) {
    guard runState.step % budget.interval == 0 else { return }
    let position = (runStates.lastIndex { $0.step <= runState.step } ?? 0) + 1
    guard runStates[position - 1].step != runState.step else { return }
    var kept = runState
    kept.trim()
    heldBytes += kept.heldByteCount
    runStates.insert(kept, at: position)
    drop(around: position)
  }

  /// Drops checkpoints until they take no more memory than this.
  ///
  /// - Parameter step: The present, around which they stay dense.
  mutating func keep(within bytes: Int, around step: Int) {
    bytesAllowed = min(bytes, budget.bytes)
    if byteCount > bytesAllowed { drop(around: runStates.lastIndex { $0.step <= step } ?? 0) }
  }

  /// Drops as many as are too many.
  ///
  /// - Parameter position: Of the one that is next to the present.
  private mutating func drop(around position: Int) {
    var present = position
    while runStates.count > maximumCount
      || (byteCount > bytesAllowed && runStates.count > Self.leastCount)
    {
      let removed = thin(around: present)
      if removed < present { present -= 1 }
    }
  }

  /// Removes the checkpoint whose absence costs least: the one that leaves the smallest gap for
  /// its distance from the present.
  ///
  /// - Returns: Where it stood.
  /// - Precondition: There are more than two.
  private mutating func thin(around present: Int) -> Int {
    let now = runStates[present].step
    let candidates = (1..<runStates.count).filter { $0 != present }
    let cheapest = candidates.min { cost(ofRemoving: $0, at: now) < cost(ofRemoving: $1, at: now) }
    let place = cheapest ?? runStates.count - 1
    let bytes = runStates.remove(at: place).heldByteCount
    heldBytes -= bytes
    droppedByteCount += bytes
    return place
  }

  private func cost(ofRemoving index: Int, at now: Int) -> Double {
    let next = index + 1 < runStates.count ? runStates[index + 1].step : runStates[index].step
    let gap = next - runStates[index - 1].step
    return Double(gap) / allowance(abs(now - runStates[index].step))
  }

  /// How wide gaps may be at a distance from the present, in relation to those around it.
  private func allowance(_ distance: Int) -> Double {
    let distance = Double(distance)
    return distance <= 1024 ? max(distance / 256, 1) : distance * distance / (256 * 1024)
  }
}
