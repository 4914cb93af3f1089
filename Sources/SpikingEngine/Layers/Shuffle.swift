import Networks

/// What a shuffle sends in each of its steps.
struct ShuffleState: LayerPayload {
  /// `nil` while nobody has found it out: then spikes pass as they come.
  private let trains: SpikeTrains?

  /// What arrives in this step, in channels-last order.
  private var arriving: [Float]

  init(units: Int, trains: SpikeTrains? = nil) {
    self.trains = trains
    arriving = Array(repeating: 0, count: units)
  }

  var state: LayerState { .shuffle(self) }

  /// The trains are shared by all copies.
  func byteCount(_ counting: ByteCounting) -> Int { arriving.byteCount(counting) }

  mutating func receive(_ deliver: (UnsafeMutablePointer<Float>) -> Void) {
    arriving.withUnsafeMutableBufferPointer { arriving in
      if let base = arriving.baseAddress { deliver(base) }
    }
  }

  /// Replaces `output` by what leaves in a step, in ascending order.
  mutating func fire(step: Int, _ output: inout SpikeEvents) {
    output.drain(&arriving)
    if let trains, step <= trains.steps { trains.read(step: step, into: &output) }
  }
}

extension Engine {
  /// Takes some steps of a shuffle.
  func run(
    _ steps: LayerSteps, _ population: inout Population, _ shuffle: inout ShuffleState,
    arrivals: [Arrival], observe: (Population, Int) -> Void
  ) {
    for position in 0..<steps.count {
      for arrival in arrivals { shuffle.receive { arrival.deliver(position, to: $0) } }
      population.send { shuffle.fire(step: steps.first + position, &$0) }
      steps.output.set(population.output, step: position)
      observe(population, steps.first + position)
    }
  }
}

extension SpikeTrains {
  /// The same spikes of each neuron in other steps, drawn at random without repetition.
  ///
  /// - Parameter layer: So that layers differ.
  func shuffled(by shuffle: SpikeShuffle, layer: Int) -> SpikeTrains {
    var (values, events) = (Array<[Float]>(repeating: [], count: neurons), SpikeEvents())
    for step in 0..<steps {
      read(step: step + 1, into: &events)
      for event in events.indices.indices {
        values[Int(events.indices[event])].append(events.values[event])
      }
    }
    var output = Array(repeating: SpikeEvents(), count: steps)
    var order = Array(0..<steps)
    for unit in values.indices where !values[unit].isEmpty {
      // The first places of a permutation; undone afterwards, so that it begins from the same.
      var exchanged: [(Int, Int)] = []
      for place in values[unit].indices {
        let number = uniform(seed: shuffle.seed, layer: layer, unit: unit, place: place)
        let other = place + min(Int(number * Double(steps - place)), steps - place - 1)
        order.swapAt(place, other)
        exchanged.append((place, other))
      }
      for place in values[unit].indices { output[order[place]].append(unit, values[unit][place]) }
      for (place, other) in exchanged.reversed() { order.swapAt(place, other) }
    }
    var trains = SpikeTrains(neurons: neurons)
    for events in output { trains.append(events) }
    return trains
  }
}

/// A uniform random number in `0..<1` that depends on the arguments only.
///
/// Mixes a counter as SplitMix64 does (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
private func uniform(seed: Int, layer: Int, unit: Int, place: Int) -> Double {
  var z = UInt64(bitPattern: Int64(seed))
  for part in [layer, unit, place] {
    z = (z &+ UInt64(bitPattern: Int64(part)) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
  }
  return Double(z >> 11) / Double(1 << 53)
}
