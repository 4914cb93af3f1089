import Networks

/// What is on its way through a delay line.
///
/// A ring of maps, one for each of the next steps. Costs O(units) per step, and 4 bytes per unit
/// and step of delay, in every checkpoint.
struct DelayLine: LayerPayload {
  /// How long each unit is delayed, in steps.
  private let steps: NeuronValues<Int>
  private let units: Int

  /// Shape `[steps][units]`; the map of the present step begins at `present`.
  private var maps: [Float]
  private var present = 0

  /// What arrives in this step, in channels-last order.
  private var arriving: [Float]

  init(steps: NeuronValues<Int>, units: Int) {
    self.steps = steps
    self.units = units
    maps = Array(repeating: 0, count: ((steps.all.max() ?? 0) + 1) * units)
    arriving = Array(repeating: 0, count: units)
  }

  var state: LayerState { .delayLine(self) }

  func byteCount(_ counting: ByteCounting) -> Int {
    maps.byteCount(counting) + arriving.byteCount(counting)
  }

  /// Lets something enter the line.
  ///
  /// What came in the step before has waited a step already, so that a loop takes as many steps as
  /// the delay of its unit, and one where that is none: max(steps, 1).
  ///
  /// - Parameter isLate: Whether it was sent in the step before, as along a recurrent projection.
  mutating func receive(isLate: Bool, _ deliver: (UnsafeMutablePointer<Float>) -> Void) {
    arriving.withUnsafeMutableBufferPointer { arriving in
      if let base = arriving.baseAddress { deliver(base) }
    }
    for unit in 0..<units where arriving[unit] != 0 {
      let wait = max(0, steps.value(of: unit) - (isLate ? 1 : 0))
      maps[(present + wait * units) % maps.count + unit] += arriving[unit]
      arriving[unit] = 0
    }
  }

  /// Replaces `output` by what leaves the line in this step, in ascending order.
  mutating func fire(_ output: inout SpikeEvents) {
    output.removeAll()
    for unit in 0..<units where maps[present + unit] != 0 {
      output.append(unit, maps[present + unit])
      maps[present + unit] = 0
    }
    present = (present + units) % maps.count
  }
}

extension Engine {
  /// Takes some steps of a delay line.
  func run(
    _ steps: LayerSteps, _ population: inout Population, _ line: inout DelayLine,
    arrivals: [Arrival], observe: (Population, Int) -> Void
  ) {
    for position in 0..<steps.count {
      for constantInput in steps.constantInputs(atPosition: position) {
        line.receive(isLate: false) { map in
          for (unit, current) in constantInput.current.enumerated() { map[unit] += current }
        }
      }
      for arrival in arrivals {
        line.receive(isLate: arrival.isLate) { arrival.deliver(position, to: $0) }
      }
      population.send { line.fire(&$0) }
      steps.output.set(population.output, step: position)
      observe(population, steps.first + position)
    }
  }
}
