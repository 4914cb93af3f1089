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
  func run(
    _ steps: LayerSteps, _ population: inout Population, isObserved: Bool,
    observe: (Population, Int) -> Void
  ) {
    steps.output.clear(shape: steps.description.shape, steps: steps.count)
    if !population.sendsPlainSpikes { steps.output.clearValues(steps: steps.count) }
    let arrivals = arrivals(at: steps)
    if let fixed = steps.layer.fixedPoint {
      runFixed(
        steps, fixed, &population, arrivals: arrivals.map(\.events), isObserved: isObserved,
        observe: observe)
    } else if population.isPool {
      runPool(steps, &population, arrivals: arrivals, observe: observe)
    } else if population.isDelayLine {
      runDelayLine(steps, &population, arrivals: arrivals, observe: observe)
    } else if population.isExact {
      run(steps, &population, arrivals: arrivals, as: Double.self, isObserved, observe)
    } else if !isObserved, population.sendsPlainSpikes, steps.description.neuron.isPlainIntegrator,
      let last = arrivals.last, last.firesInPlace(steps: steps.count)
    {
      integrate(steps, &population, arrivals: arrivals.dropLast(), last: last)
    } else {
      run(steps, &population, arrivals: arrivals, as: Float.self, isObserved, observe)
    }
  }

  /// What arrives at the last stage of each projection from another layer.
  struct Arrival {
    let events: EventChunk
    let stage: any Synapses
    /// Whether they were sent in the step before.
    let isLate: Bool

    /// Whether gathering and firing can be one kernel for some steps.
    func firesInPlace(steps: Int) -> Bool {
      if let convolution = stage as? ConvolutionSynapses { return convolution.layout.firesInPlace }
      guard let pruned = stage as? PrunedSynapses else { return false }
      return pruned.firesInPlace && steps >= PrunedSynapses.fewestSteps
    }
  }

  private func arrivals(at steps: LayerSteps) -> [Arrival] {
    steps.layer.projections.enumerated().compactMap { number, projection in
      guard case .layer(let source) = projection.source else { return nil }
      let events = passed(
        steps.source(source), through: projection, number: number, steps: steps.count)
      return Arrival(
        events: events, stage: projection.stages[projection.stages.count - 1],
        isLate: source >= steps.index)
    }
  }

  private func run<Sum: Accumulator>(
    _ steps: LayerSteps, _ population: inout Population, arrivals: [Arrival], as: Sum.Type,
    _ isObserved: Bool, _ observe: (Population, Int) -> Void
  ) {
    let isPlain = !isObserved && population.sendsPlainSpikes
    // Constant currents need not be written for each step.
    let isConstant = isPlain && arrivals.isEmpty && steps.coding == .rate
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
      if isPlain {
        fire(steps, range, &population, currents: currents, stride: isConstant ? 0 : steps.neurons)
      } else {
        for position in range {
          population.fire(
            steps.description.neuron, step: steps.first + position,
            currents: currents + (position - start) * steps.neurons, bits: bits,
            charges: charges, to: steps.output, at: position)
          observe(population, steps.first + position)
        }
      }
    }
    steps.output.copy(step: steps.count - 1, to: &population.output)
  }

  /// Sums what flows in during a block of steps.
  ///
  /// - Parameter currents: Shape `[steps][neurons]`.
  func sum<Sum: Accumulator>(
    _ arrivals: [Arrival], _ steps: LayerSteps, _ range: Range<Int>,
    to currents: UnsafeMutablePointer<Sum>
  ) {
    // The same for all steps, so that it need not be written for each.
    let isShared = steps.constantInputs.count == 1 && steps.coding == .rate && !arrivals.isEmpty
    let shared = isShared ? steps.constantInputs[0].currents(as: Sum.self) : []
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
  private func fill<Sum: Accumulator>(
    _ currents: UnsafeMutablePointer<Sum>, _ units: Range<Int>, with constantInputs: [ConstantInput]
  ) {
    let piece = currents + units.lowerBound
    guard let first = constantInputs.first else {
      return piece.update(repeating: 0, count: units.count)
    }
    first.currents(as: Sum.self).withUnsafeBufferPointer { row in
      guard let row = row.baseAddress else { return }
      piece.update(from: row + units.lowerBound, count: units.count)
    }
    for constantInput in constantInputs.dropFirst() {
      let row = constantInput.currents(as: Sum.self)
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
  private func fire<Sum: Accumulator>(
    _ steps: LayerSteps, _ range: Range<Int>, _ population: inout Population,
    currents: UnsafeMutablePointer<Sum>, stride: Int
  ) {
    let (neurons, words) = (steps.neurons, (steps.neurons + 63) / 64)
    let neuron = steps.description.neuron
    bits.reserve(range.count * words)
    population.withFiring(as: Sum.self) { firing in
      let piece = 64 * max(8, (words + 15) / 16)
      workers.forEach((neurons + piece - 1) / piece) { number, _ in
        let first = number * piece
        for position in range {
          let row = position - range.lowerBound
          firing.fire(
            first..<min(first + piece, neurons), neuron: neuron, step: steps.first + position,
            currents: currents + row * stride, bits: bits.base + row * words)
        }
      }
    }
    list(range, of: steps)
    population.show(spikes: bits.base + (range.count - 1) * words)
  }

  private func runDelayLine(
    _ steps: LayerSteps, _ population: inout Population, arrivals: [Arrival],
    observe: (Population, Int) -> Void
  ) {
    for position in 0..<steps.count {
      for constantInput in steps.constantInputs(atPosition: position) {
        population.enterLine(isLate: false) { map in
          for (unit, current) in constantInput.currents(as: Float.self).enumerated() {
            map[unit] += current
          }
        }
      }
      for arrival in arrivals {
        population.enterLine(isLate: arrival.isLate) { map in
          for part in 0..<arrival.stage.parts {
            arrival.stage.deliver(arrival.events[position], part: part, from: map, to: map)
          }
        }
      }
      population.fireLine()
      steps.output.set(population.output, step: position)
      observe(population, steps.first + position)
    }
  }

  private func runPool(
    _ steps: LayerSteps, _ population: inout Population, arrivals: [Arrival],
    observe: (Population, Int) -> Void
  ) {
    for position in 0..<steps.count {
      for arrival in arrivals {
        population.receiveAtPool { map in
          for part in 0..<arrival.stage.parts {
            arrival.stage.deliver(arrival.events[position], part: part, from: map, to: map)
          }
        }
      }
      population.firePool()
      steps.output.set(population.output, step: position)
      observe(population, steps.first + position)
    }
  }
}
