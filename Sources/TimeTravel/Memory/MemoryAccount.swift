/// What a run keeps in memory, by what it is, and how much that may be.
///
/// No part takes more than its limit after any step. What has to be kept in any case, four
/// checkpoints and some steps, may raise limits that are smaller.
package struct MemoryAccount: Equatable, Sendable {
  /// What memory is taken for.
  package enum Kind: Equatable, Sendable, CaseIterable {
    /// The spikes of each step.
    case spikes
    /// The potentials of each step.
    case potentials
    /// The numbers of each layer in each step.
    case figures
    /// Where the spikes of two runs differ in each step.
    case differences
    /// What a sender has sent, or what was read of a file.
    case source
    /// The run states to return to.
    case checkpoints
    /// The run state at work, and the pictures of it that a display holds.
    case present
    /// What is left for the heap; how much it takes, nobody counts.
    case heap
  }

  package struct Part: Equatable, Sendable {
    package var kind: Kind
    /// Whether it is of the second of two runs in lock-step.
    package var isOfSecondRun: Bool
    /// How much memory it takes, and how much it may, in bytes.
    package var byteCount: Int
    /// `nil` where it takes as much as the file that was opened.
    package var limit: Int?
    /// How many steps it tells of, or states; they share its memory.
    package var count: Int

    package init(
      kind: Kind, isOfSecondRun: Bool = false, byteCount: Int, limit: Int?, count: Int
    ) {
      self.kind = kind
      self.isOfSecondRun = isOfSecondRun
      self.byteCount = byteCount
      self.limit = limit
      self.count = count
    }
  }

  package var parts: [Part]

  package init(parts: [Part]) {
    self.parts = parts
  }

  /// How much memory all parts take, in bytes.
  package var byteCount: Int { parts.reduce(0) { $0 + $1.byteCount } }

  /// How much memory all parts may take, in bytes.
  package var limit: Int { parts.reduce(0) { $0 + ($1.limit ?? $1.byteCount) } }
}

extension Timeline {
  /// What is kept of the run.
  ///
  /// Costs O(layers + checkpoints).
  package var memory: MemoryAccount {
    var parts = [
      MemoryAccount.Part(
        kind: .spikes, byteCount: raster.byteCount, limit: raster.byteLimit,
        count: raster.lastStep - raster.firstStep + 1),
      MemoryAccount.Part(
        kind: .potentials, byteCount: potentials.byteCount, limit: potentials.byteLimit,
        count: potentials.lastStep - potentials.firstStep + 1),
      MemoryAccount.Part(
        kind: .figures, byteCount: history.byteCount, limit: history.byteLimit,
        count: history.stepCount),
    ]
    if let source = runState.simulation.sourceMemory {
      parts.append(
        MemoryAccount.Part(
          kind: .source, byteCount: source.byteCount, limit: source.limit,
          count: source.stepCount))
    }
    let checkpoints = checkpointAccount
    return MemoryAccount(
      parts: parts + [
        MemoryAccount.Part(
          kind: .checkpoints, byteCount: checkpoints.byteCount, limit: checkpoints.byteLimit,
          count: checkpoints.steps.count),
        MemoryAccount.Part(
          kind: .present, byteCount: presentByteCount, limit: presentLimit,
          count: 1 + MemoryBudget.pictures),
        MemoryAccount.Part(kind: .heap, byteCount: 0, limit: budget.heap, count: 0),
      ])
  }
}

extension LockStep {
  /// What is kept of both runs; the second one's parts last.
  package var memory: MemoryAccount {
    var account = timeline.memory
    guard let comparison else { return account }
    account.parts.append(
      MemoryAccount.Part(
        kind: .differences, byteCount: comparison.divergence.byteCount,
        limit: comparison.divergence.byteLimit, count: comparison.divergence.stepCount))
    account.parts += comparison.memory.parts.map { part in
      var part = part
      part.isOfSecondRun = true
      return part
    }
    return account
  }
}
