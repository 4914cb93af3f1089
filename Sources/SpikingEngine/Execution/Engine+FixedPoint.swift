import Networks

// Layers in whole numbers.
extension Engine {
  /// Takes some steps of a layer.
  ///
  /// - Parameter arrivals: What arrives at the last stage of each projection from another layer.
  func run(
    _ steps: LayerSteps, _ population: inout Population, _ numbers: inout FixedPointState,
    arrivals: [EventChunk], isObserved: Bool, observe: (Population, Int) -> Void
  ) {
    let fixed = numbers.layer
    let projections = fixed.projections.compactMap(\.self)
    for (events, projection) in zip(arrivals, projections) {
      events.clearCounts(steps: steps.count)
      workers.forEach(steps.count) { step, _ in events.countValues(of: projection.unit, step: step)
      }
    }
    if !isObserved, arrivals.count == 1, let synapses = projections[0].synapses.firing,
      integrate(
        steps, &population, &numbers, events: arrivals[0], through: synapses,
        thresholds: fixed.thresholds)
    {
      return
    }
    let (neurons, words) = (steps.neurons, (steps.neurons + 63) / 64)
    let backup = fixedBackup(neurons, neurons: neurons)
    let value = steps.description.neuron.threshold ?? .infinity
    // Constant currents need not be written for each step.
    let isConstant = !isObserved && arrivals.isEmpty
    let most =
      isObserved
      ? 1
      : isConstant
        ? steps.count : blockLength(neurons: neurons, bytes: MemoryLayout<Int32>.stride)
    for start in stride(from: 0, to: steps.count, by: most) {
      let range = start..<min(start + most, steps.count)
      let rows = isConstant ? 1 : range.count
      let currents = fixedCurrents(rows * neurons)
      sum(arrivals, projections, steps, start..<start + rows, to: currents)
      bits.reserve(range.count * words)
      population.fire(
        &numbers, steps: range.count, currents: currents, stride: isConstant ? 0 : neurons,
        bits: bits.base,
        backup: backup,
        isShown: isObserved || range.upperBound == steps.count, workers: workers)
      list(range, of: steps) { _ in value }
      population.show(spikes: bits.base + (range.count - 1) * words)
      if isObserved {
        steps.output.copy(step: start, to: &population.output)
        observe(population, steps.first + start)
      }
    }
    steps.output.copy(step: steps.count - 1, to: &population.output)
  }

  /// Sums what flows in during a block of steps.
  private func sum(
    _ arrivals: [EventChunk], _ projections: [FixedPointProjection], _ steps: LayerSteps,
    _ range: Range<Int>, to currents: UnsafeMutablePointer<Int32>
  ) {
    // The same for all steps, so that it need not be written for each.
    let isShared = steps.constantInputs.count == 1 && !arrivals.isEmpty
    if !isShared { fill(currents, steps, range) }
    let shared = isShared ? steps.constantInputs[0].fixedCurrent : []
    shared.withUnsafeBufferPointer { shared in
      for number in arrivals.indices {
        deliver(
          arrivals[number], steps: range, through: projections[number].synapses,
          from: isShared && number == 0 ? shared.baseAddress : nil, to: currents)
      }
    }
  }

  /// The constant currents of a block of steps.
  func fill(
    _ currents: UnsafeMutablePointer<Int32>, _ steps: LayerSteps, _ range: Range<Int>
  ) {
    let neurons = steps.neurons
    forEachPiece(of: range.count, neurons: neurons) { number, units in
      let row = currents + (number * neurons + units.lowerBound)
      guard let first = steps.constantInputs.first else {
        return row.update(repeating: 0, count: units.count)
      }
      first.fixedCurrent.withUnsafeBufferPointer {
        guard let current = $0.baseAddress else { return }
        row.update(from: current + units.lowerBound, count: units.count)
      }
      for constantInput in steps.constantInputs.dropFirst() {
        for (number, unit) in units.enumerated() { row[number] += constantInput.fixedCurrent[unit] }
      }
    }
  }

  private func deliver(
    _ events: EventChunk, steps: Range<Int>, through synapses: any FixedPointSynapses,
    from start: UnsafePointer<Int32>?, to currents: UnsafeMutablePointer<Int32>
  ) {
    let neurons = synapses.target.count
    guard synapses.parts > 1 else {
      workers.forEach(steps.count) { number, _ in
        let current = currents + number * neurons
        synapses.deliver(
          events.counted(step: steps.lowerBound + number), part: 0,
          from: start ?? UnsafePointer(current), to: current)
      }
      return
    }
    workers.forEach(synapses.parts) { part, _ in
      if steps.count >= 8 { synapses.fetch(part: part) }
      for step in steps {
        let current = currents + (step - steps.lowerBound) * neurons
        synapses.deliver(
          events.counted(step: step), part: part, from: start ?? UnsafePointer(current),
          to: current)
      }
    }
  }
}
