import Networks

/// Some steps of one layer.
struct LayerSteps {
  /// The position of the layer in the network.
  let index: Int
  let layer: PackedLayer
  let description: SpikingLayer
  let coding: SpikeCoding
  let constantInputs: [ConstantInput]

  /// The first step, counted from 1, and how many there are.
  let first: Int
  let count: Int

  /// What its sources send in these steps; recurrent ones have sent it a step earlier.
  let source: (Int) -> EventChunk

  /// Where the layer's own spikes go.
  let output: EventChunk

  var neurons: Int { description.shape.count }

  func constantInputs(atPosition position: Int) -> [ConstantInput] {
    constantInputs.filter { $0.flows(atStep: first + position, coding: coding) }
  }
}

extension Engine {
  /// Takes some steps of a layer, whose sources have taken them before.
  ///
  /// - Parameters:
  ///   - isObserved: `false` spares what only observers see, but for the last step.
  ///   - observe: Called after each step with its number.
  /// - Returns: Whether `observe` was called after each step, as it is wherever somebody observes.
  @discardableResult func run(
    _ steps: LayerSteps, _ population: inout Population, isObserved: Bool,
    observe: (Population, Int) -> Void
  ) -> Bool {
    steps.output.clear(shape: steps.description.shape, steps: steps.count)
    if !population.sendsPlainSpikes { steps.output.clearValues(steps: steps.count) }
    var isSeen = isObserved
    // A payload is taken out while it changes, or it would be copied.
    switch population.state {
    case .integrator(let state):
      run(
        steps, &population, state, arrivals: arrivals(at: steps), isObserved: isObserved,
        observe: observe)
    case .bursts(var state):
      run(steps, &population, &state, arrivals: arrivals(at: steps), observe: observe)
    case .signed(var state):
      population.state = .idle
      run(steps, &population, &state, arrivals: arrivals(at: steps), observe: observe)
      population.state = .signed(state)
    case .differential(var state):
      population.state = .idle
      run(steps, &population, &state, arrivals: arrivals(at: steps), observe: observe)
      population.state = .differential(state)
    case .continuousBursts(var state):
      run(steps, &population, &state, arrivals: arrivals(at: steps), observe: observe)
    case .continuous(var state):
      run(
        steps, &population, &state, arrivals: arrivals(at: steps), isObserved: isObserved,
        observe: observe)
    case .exact(var state):
      population.state = .idle
      run(
        steps, &population, &state, arrivals: arrivals(at: steps), isObserved: isObserved,
        observe: observe)
      population.state = .exact(state)
    case .wholeNumbers(var numbers):
      population.state = .idle
      run(
        steps, &population, &numbers, arrivals: sent(to: steps), isObserved: isObserved,
        observe: observe)
      population.state = .wholeNumbers(numbers)
    case .pool(var pool):
      population.state = .idle
      isSeen = run(
        steps, &population, &pool, arrivals: arrivals(at: steps), isObserved: isObserved,
        observe: observe)
      population.state = .pool(pool)
    case .delayLine(var line):
      population.state = .idle
      run(steps, &population, &line, arrivals: arrivals(at: steps), observe: observe)
      population.state = .delayLine(line)
    case .shuffle(var shuffle):
      population.state = .idle
      run(steps, &population, &shuffle, arrivals: arrivals(at: steps), observe: observe)
      population.state = .shuffle(shuffle)
    }
    return isSeen
  }

  /// What arrives at the last stage of each projection from another layer.
  struct Arrival {
    let events: EventChunk
    let stage: any Synapses
    /// Whether they were sent in the step before.
    let isLate: Bool

    /// Adds what the events of a step deliver.
    func deliver(_ position: Int, to map: UnsafeMutablePointer<Float>) {
      for part in 0..<stage.parts {
        stage.deliver(events[position], part: part, from: map, to: map)
      }
    }
  }

  private func arrivals(at steps: LayerSteps) -> [Arrival] {
    steps.layer.projections.enumerated().compactMap { number, projection in
      guard case .layer(let source) = projection.source else { return nil }
      let events = passed(
        steps.source(source), through: projection, number: number, steps: steps.count)
      return Arrival(
        events: events, stage: projection.spikeSynapses, isLate: source >= steps.index)
    }
  }

  /// The events of the arrivals, for layers that keep their weights elsewhere.
  private func sent(to steps: LayerSteps) -> [EventChunk] {
    steps.layer.projections.enumerated().compactMap { number, projection in
      guard case .layer(let source) = projection.source else { return nil }
      return passed(
        steps.source(source), through: projection, number: number, steps: steps.count)
    }
  }

  /// Takes some steps of plain integrators, gathering and firing in one kernel where that is
  /// possible and nobody looks on.
  private func run(
    _ steps: LayerSteps, _ population: inout Population, _ state: IntegratorState,
    arrivals: [Arrival], isObserved: Bool, observe: (Population, Int) -> Void
  ) {
    if !isObserved, population.sendsPlainSpikes, let last = arrivals.last {
      let gathered = GatheredConvolutions(arrivals)
      if let synapses = gathered ?? last.stage.firing(last.events, 0..<steps.count) {
        return integrate(
          steps, &population, state, arrivals: arrivals, through: synapses,
          taking: gathered?.count ?? 1)
      }
    }
    var state = state
    run(
      steps, &population, &state, arrivals: arrivals, isObserved: isObserved, observe: observe)
  }

  /// Takes some steps of neurons that fire single spikes.
  private func run<State: FiringState>(
    _ steps: LayerSteps, _ population: inout Population, _ state: inout State,
    arrivals: [Arrival], isObserved: Bool, observe: (Population, Int) -> Void
  ) {
    guard !isObserved, population.sendsPlainSpikes else {
      return run(steps, &population, &state, arrivals: arrivals, observe: observe)
    }
    // Constant currents need not be written for each step.
    let isConstant = arrivals.isEmpty && steps.coding == .rate
    withCurrents(of: steps, arrivals: arrivals, isConstant: isConstant) { range, currents in
      fire(
        steps, range, &population, &state, currents: currents,
        stride: isConstant ? 0 : steps.neurons)
    }
    steps.output.copy(step: steps.count - 1, to: &population.output)
  }

  /// Takes some steps of neurons one by one, each under the eyes of an observer.
  private func run<State: IntegratingState>(
    _ steps: LayerSteps, _ population: inout Population, _ state: inout State,
    arrivals: [Arrival], observe: (Population, Int) -> Void
  ) {
    withCurrents(of: steps, arrivals: arrivals, isConstant: false) {
      (range, currents: UnsafeMutablePointer<State.Sum>) in
      for position in range {
        population.fire(
          &state, steps.description.neuron, step: steps.first + position,
          currents: currents + (position - range.lowerBound) * steps.neurons, on: self,
          to: steps.output, at: position)
        observe(population, steps.first + position)
      }
    }
    steps.output.copy(step: steps.count - 1, to: &population.output)
  }

  /// Calls `body` with pieces of the steps, as many as fit a cache, and what flows in during each.
  ///
  /// - Parameter isConstant: Whether the currents are the same in all steps: then there is one
  ///   piece, and currents of one step.
  private func withCurrents<Sum: CurrentSum>(
    of steps: LayerSteps, arrivals: [Arrival], isConstant: Bool,
    _ body: (_ range: Range<Int>, _ currents: UnsafeMutablePointer<Sum>) -> Void
  ) {
    let block =
      isConstant
      ? steps.count
      : blockLength(
        neurons: steps.neurons, bytes: MemoryLayout<Sum>.stride, arrivals: arrivals)
    for start in stride(from: 0, to: steps.count, by: block) {
      let range = start..<min(start + block, steps.count)
      let rows = isConstant ? 1 : range.count
      let currents = currents(rows * steps.neurons, as: Sum.self)
      sum(arrivals, steps, start..<start + rows, to: currents)
      body(range, currents)
    }
  }

  /// Sums what flows in during a block of steps.
  ///
  /// - Parameter currents: Shape `[steps][neurons]`.
  func sum<Sum: CurrentSum>(
    _ arrivals: [Arrival], _ steps: LayerSteps, _ range: Range<Int>,
    to currents: UnsafeMutablePointer<Sum>
  ) {
    // The same for all steps, so that it need not be written for each.
    let isShared = steps.constantInputs.count == 1 && steps.coding == .rate && !arrivals.isEmpty
    let shared = isShared ? Sum.current(of: steps.constantInputs[0]) : []
    if !isShared {
      forEachPiece(of: range.count, neurons: steps.neurons) { number, units in
        fill(
          currents + number * steps.neurons, units,
          with: steps.constantInputs(atPosition: range.lowerBound + number))
      }
    }
    shared.withUnsafeBufferPointer { shared in
      for (number, arrival) in arrivals.enumerated() {
        deliver(
          arrival.events, steps: range, through: arrival.stage,
          from: isShared && number == 0 ? shared.baseAddress : nil, to: currents)
      }
    }
  }

  /// The constant currents into some units in a step.
  private func fill<Sum: CurrentSum>(
    _ currents: UnsafeMutablePointer<Sum>, _ units: Range<Int>, with constantInputs: [ConstantInput]
  ) {
    let piece = currents + units.lowerBound
    guard let first = constantInputs.first else {
      return piece.update(repeating: 0, count: units.count)
    }
    Sum.current(of: first).withUnsafeBufferPointer { row in
      guard let row = row.baseAddress else { return }
      piece.update(from: row + units.lowerBound, count: units.count)
    }
    for constantInput in constantInputs.dropFirst() {
      let row = Sum.current(of: constantInput)
      for unit in units { currents[unit] += row[unit] }
    }
  }

  /// Calls `body` with each of some steps, or with pieces of a single one, side by side.
  func forEachPiece(
    of steps: Int, neurons: Int, _ body: (_ number: Int, _ units: Range<Int>) -> Void
  ) {
    if steps == 1 {
      workers.forEachPiece(of: neurons) { body(0, $0) }
    } else {
      workers.forEach(steps) { number, _ in body(number, 0..<neurons) }
    }
  }

  /// Fires a block of steps; the neurons are spread over the threads, and then the steps.
  ///
  /// - Parameter stride: From the currents of a step to those of the next; 0 if they are the same.
  private func fire<State: FiringState>(
    _ steps: LayerSteps, _ range: Range<Int>, _ population: inout Population,
    _ state: inout State, currents: UnsafeMutablePointer<State.Sum>, stride: Int
  ) {
    let (neurons, words) = (steps.neurons, (steps.neurons + 63) / 64)
    bits.reserve(range.count * words)
    population.withKernel(&state) { kernel, pointers in
      // So few that they stay in the nearest cache for all steps.
      let piece = 64 * min(max(8, (words + 15) / 16), 32)
      workers.forEach((neurons + piece - 1) / piece) { number, _ in
        let units = number * piece..<min((number + 1) * piece, neurons)
        for position in range {
          let row = position - range.lowerBound
          let fired = bits.base + row * words
          kernel.fire(
            units, step: steps.first + position, currents: currents + row * stride, bits: fired)
          pointers.release(units, bits: fired)
        }
      }
    }
    list(range, of: steps, value: state.spikeValue)
    population.show(spikes: bits.base + (range.count - 1) * words)
  }
}
