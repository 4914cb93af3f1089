import Networks

/// The state of a max pool: what every input has sent so far, and what every window.
///
/// In whole numbers as long as all spikes are worth the same, and by totals, which take more
/// memory, from the first others on.
struct PoolState: LayerPayload {
  private let windows: PoolWindows
  private let rule: MaxPoolRule
  private let coding: SpikeCoding

  /// One of the two is there.
  private var counts: PoolCounts?
  private var totals: PoolTotals?

  init(_ pool: MaxPool, windows: PoolWindows, coding: SpikeCoding) {
    self.windows = windows
    self.coding = coding
    rule = pool.rule
    if coding == .rate, !windows.takesMinima {
      counts = PoolCounts(windows, rule: rule)
    } else {
      totals = PoolTotals(windows, rule: rule, coding: coding)
    }
  }

  var state: LayerState { .pool(self) }

  func byteCount(_ counting: ByteCounting) -> Int {
    (counts?.byteCount(counting) ?? 0) + (totals?.byteCount(counting) ?? 0)
  }

  mutating func trim() { totals?.trim() }

  /// Takes some steps in whole numbers.
  ///
  /// - Parameter bits: Which windows send, shape `[steps][words]`.
  /// - Returns: What a spike is worth, +∞ where none has been sent yet; `nil` if that differs: then
  ///   nothing has happened.
  fileprivate mutating func fire(
    _ arrivals: [Engine.Arrival], steps: Int, bits: ScratchMemory<UInt64>,
    borrowed: ScratchMemory<UInt32>, workers: WorkerPool
  ) -> Float? {
    guard arrivals.count == 1, arrivals[0].stage is IdentitySynapses,
      counts?.countsIn(arrivals[0].events, steps: steps) == true
    else { return nil }
    bits.reserve(steps * ((windows.target.count + 63) / 64))
    counts?.fire(
      arrivals[0].events, steps: steps, through: windows, bits: bits.base, borrowed: borrowed,
      workers: workers)
    return counts?.unit ?? .infinity
  }

  /// Replaces `output` by what the windows send in a step, whatever arrives.
  fileprivate mutating func fire(
    _ arrivals: [Engine.Arrival], position: Int, step: Int, _ output: inout SpikeEvents
  ) {
    if let counts {
      totals = PoolTotals(counts, of: windows, rule: rule, coding: coding)
      self.counts = nil
    }
    for arrival in arrivals { totals?.receive { arrival.deliver(position, to: $0) } }
    totals?.fire(step: step, &output)
  }
}

extension Engine {
  /// Takes some steps of a max pool.
  ///
  /// - Returns: Whether `observe` was called after each step: always where not all that is sent are
  ///   spikes of one value.
  func run(
    _ steps: LayerSteps, _ population: inout Population, _ pool: inout PoolState,
    arrivals: [Arrival], isObserved: Bool, observe: (Population, Int) -> Void
  ) -> Bool {
    let value = pool.fire(
      arrivals, steps: steps.count, bits: bits, borrowed: borrowed, workers: workers)
    guard let value else {
      for position in 0..<steps.count {
        let step = steps.first + position
        population.send { pool.fire(arrivals, position: position, step: step, &$0) }
        steps.output.set(population.output, step: position)
        observe(population, step)
      }
      return true
    }
    list(0..<steps.count, of: steps) { _ in value }
    for position in (isObserved ? 0 : steps.count - 1)..<steps.count {
      population.send { steps.output.copy(step: position, to: &$0) }
      if isObserved { observe(population, steps.first + position) }
    }
    return isObserved
  }
}
