import ExampleNetworks
import SpikeKernels
import SpikingEngine
import Testing

/// Gathering and firing at once equals one after the other, bit by bit.
///
/// Instruction sets are chosen for the whole process, so that these tests take turns.
@Suite(.serialized) struct IntegrateKernelTests {
  /// The events of some steps on a map of 3 by 4 pixels.
  private struct Steps {
    static let pixels = 12
    var indices: [[Int32]] = []
    var counts: [[Int16]] = []
    var values: [[Float]] = []
    var starts: [[Int32]] = []

    init(_ count: Int, inputs: Int, density: Float, random: inout SeededGenerator) {
      for _ in 0..<count {
        let fired = (0..<Int32(Self.pixels * inputs)).filter { _ in
          Float.random(in: 0..<1, using: &random) < density
        }
        let slack = Array(repeating: Int32(0), count: Int(sk_list_slack))
        indices.append(fired + slack)
        counts.append((fired + slack).map { _ in Int16.random(in: 0...9, using: &random) })
        values.append((fired + slack).map { _ in Float.random(in: -1...1, using: &random) })
        starts.append(
          (0...Self.pixels).map { pixel in Int32(fired.count { $0 < pixel * inputs }) })
      }
    }

    /// Calls `body` with the events as the kernels read them.
    func withEvents(isGraded: Bool, _ body: ([sk_events], [sk_counted_events]) -> Void) {
      let copies = indices.indices.map { step in
        (copy(indices[step]), copy(counts[step]), copy(values[step]), copy(starts[step]))
      }
      defer {
        for (indices, counts, values, starts) in copies {
          indices.deallocate()
          counts.deallocate()
          values.deallocate()
          starts.deallocate()
        }
      }
      body(
        copies.map {
          sk_events(
            indices: $0, values: isGraded ? $2 : nil, value: 0.3, starts: $3, spikes: nil)
        },
        copies.map { sk_counted_events(indices: $0, counts: isGraded ? $1 : nil, starts: $3) })
    }

    private func copy<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
      let copy = UnsafeMutablePointer<Element>.allocate(capacity: elements.count)
      copy.initialize(from: elements, count: elements.count)
      return copy
    }
  }

  private struct World {
    let inputs: Int
    let outputs: Int
    let stride: Int32
    let steps: Int
    let density: Float

    var convolution: sk_convolution {
      sk_convolution(
        inputs: Int32(inputs), outputs: Int32(outputs), source_rows: 3, source_columns: 4,
        target_rows: 2 / stride + 1, target_columns: 3 / stride + 1, kernel_rows: 3,
        kernel_columns: 3, row_stride: stride, column_stride: stride, top_padding: 1,
        left_padding: 1)
    }

    var neurons: Int {
      Int(convolution.target_rows * convolution.target_columns) * outputs
    }

    func parts(tile: Int) -> [sk_part] {
      let rows = convolution.target_rows
      return (0..<(outputs + tile - 1) / tile).flatMap { tile in
        [
          sk_part(tile: Int32(tile), first_row: 0, row_count: 1),
          sk_part(tile: Int32(tile), first_row: 1, row_count: rows - 1),
        ]
      }
    }
  }

  private static let worlds = [
    World(inputs: 3, outputs: 64, stride: 1, steps: 1, density: 0.5),
    World(inputs: 5, outputs: 128, stride: 1, steps: 7, density: 0.3),
    World(inputs: 33, outputs: 192, stride: 2, steps: 4, density: 0.1),
    World(inputs: 70, outputs: 320, stride: 1, steps: 3, density: 0.9),
    World(inputs: 2, outputs: 64, stride: 1, steps: 5, density: 0),
  ]

  /// Tiles that are not filled, and neurons that fill no words.
  private static let narrowWorlds = [
    World(inputs: 3, outputs: 16, stride: 3, steps: 3, density: 0.5),
    World(inputs: 20, outputs: 32, stride: 1, steps: 2, density: 0.2),
    World(inputs: 7, outputs: 48, stride: 1, steps: 4, density: 0.3),
    World(inputs: 4, outputs: 80, stride: 3, steps: 6, density: 0.4),
    World(inputs: 5, outputs: 144, stride: 2, steps: 5, density: 0.2),
  ]

  @Test(arguments: InstructionSet.available, [false, true])
  func singlePrecisionEqualsGatheringAndFiring(set: InstructionSet, isGraded: Bool) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 21)
    let worlds = Self.worlds + Self.narrowWorlds
    for (world, resetsToZero) in worlds.flatMap({ [($0, false), ($0, true)] }) {
      for (isShared, tellsReleased) in [(true, true), (false, true), (true, false)] {
        var (c, neurons) = (world.convolution, world.neurons)
        let weights = random.floats(9 * world.inputs * world.outputs)
        let start = random.floats(neurons * (isShared ? 1 : world.steps))
        let initial = random.floats(neurons)
        let steps = Steps(
          world.steps, inputs: world.inputs, density: world.density, random: &random)
        let words = (neurons + 63) / 64
        var (v, m, bits) = (initial, initial, [UInt64](repeating: 0, count: words * world.steps))
        var (v2, m2, bits2) = (v, m, bits)
        var released = random.floats(neurons)
        var released2 = tellsReleased ? released : []
        steps.withEvents(isGraded: isGraded) { events, _ in
          for step in 0..<world.steps {
            var currents = Array(start.dropFirst(isShared ? 0 : step * neurons).prefix(neurons))
            for part in world.parts(tile: 64) {
              let from = currents
              sk_gather(&c, weights, events[step], part, from, &currents)
            }
            var word = [UInt64](repeating: 0, count: words)
            sk_fire(Int32(neurons), currents, 0.7, resetsToZero, &v, &m, &word)
            bits.replaceSubrange(step * words..<(step + 1) * words, with: word)
            for unit in 0..<neurons where word[unit / 64] >> UInt64(unit % 64) & 1 == 1 {
              released[unit] += m[unit] - v[unit]
            }
          }
          integrate(
            world, weights, events, start: start, resetsToZero: resetsToZero, &v2, &m2,
            &released2, &bits2)
        }
        #expect(v.map(\.bitPattern) == v2.map(\.bitPattern))
        #expect(m.map(\.bitPattern) == m2.map(\.bitPattern))
        #expect(bits == bits2)
        if tellsReleased { #expect(released == released2) }
      }
    }
  }

  /// - Parameters:
  ///   - start: For each step, or the same for all.
  ///   - released: Empty where nobody asks for it.
  private func integrate(
    _ world: World, _ weights: [Float], _ events: [sk_events], start: [Float], resetsToZero: Bool,
    _ potentials: inout [Float], _ integrated: inout [Float],
    _ released: inout [Float], _ bits: inout [UInt64]
  ) {
    let thresholds = [Float](repeating: 0.7, count: world.outputs)
    start.withUnsafeBufferPointer { start in
      potentials.withUnsafeMutableBufferPointer { v in
        integrated.withUnsafeMutableBufferPointer { m in
          released.withUnsafeMutableBufferPointer { released in
            let state = sk_neurons(
              start: start.baseAddress,
              start_step: start.count == world.neurons ? 0 : Int64(world.neurons),
              resets_to_zero: resetsToZero, potentials: v.baseAddress,
              integrated: m.baseAddress, released: released.isEmpty ? nil : released.baseAddress)
            integrate([(world, weights, events)], state, thresholds: thresholds, bits: &bits)
          }
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available, [false, true])
  func wholeNumbersEqualGatheringAndFiring(set: InstructionSet, isGraded: Bool) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 22)
    for (world, resetsToZero) in Self.worlds.flatMap({ [($0, false), ($0, true)] }) {
      for isShort in [false, true] {
        var (c, neurons) = (world.convolution, world.neurons)
        let weights = (0..<9 * world.inputs * world.outputs).map { _ in
          Int16.random(in: isShort ? -127...127 : -32_767...32_767, using: &random)
        }
        let short = weights.map { Int8(truncatingIfNeeded: $0) }
        let start = (0..<neurons).map { _ in Int32.random(in: -99...99, using: &random) }
        let initial = start.reversed().map { $0 * 50 }
        let steps = Steps(
          world.steps, inputs: world.inputs, density: world.density, random: &random)
        let words = neurons / 64
        var (v, v2) = (initial, initial)
        var (m, m2) = (initial, initial)
        var bits = [UInt64](repeating: 0, count: words * world.steps)
        var bits2 = bits
        let thresholds = (0..<world.outputs).map { _ in Int32.random(in: 1...9_000, using: &random)
        }
        let units: [Float]? = resetsToZero ? nil : thresholds.map { 1 / Float($0) }
        var released = random.floats(neurons)
        var released2 = released
        steps.withEvents(isGraded: isGraded) { _, events in
          for step in 0..<world.steps {
            var currents = start
            for part in world.parts(tile: 128) {
              let from = currents
              if isShort {
                sk_gather_int8(&c, short, events[step], part, from, &currents)
              } else {
                sk_gather_int16(&c, weights, events[step], part, from, &currents)
              }
            }
            m = zip(v, currents).map { $0 + $1 }
            var word = [UInt64](repeating: 0, count: words)
            let isLarge = withRelease(&released, units: units) { release in
              sk_fire_fixed(
                Int32(neurons / world.outputs), Int32(world.outputs), currents, thresholds,
                resetsToZero, &v, release, &word)
            }
            #expect(!isLarge)
            bits.replaceSubrange(step * words..<(step + 1) * words, with: word)
          }
          withRelease(&released2, units: units) { release in
            integrate(
              world, start: start, events: events, weights: weights, short: isShort ? short : nil,
              thresholds: thresholds, resetsToZero: resetsToZero, release, &v2, &m2, &bits2)
          }
        }
        #expect(v == v2 && m == m2 && bits == bits2 && released == released2)
      }
    }
  }

  /// Several arrivals are gathered one after the other, each with weights and a kernel of its own.
  @Test(arguments: InstructionSet.available, [1, 2, 5, 8])
  func severalArrivalsEqualOneAfterTheOther(set: InstructionSet, count: Int) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 24)
    for outputs in [16, 80, 128] {
      let worlds = (0..<count).map { number in
        World(
          inputs: 3 + 7 * number, outputs: outputs, stride: 1, steps: 3,
          density: number == 1 ? 0 : 0.3)
      }
      let neurons = worlds[0].neurons
      let weights = worlds.map { random.floats(9 * $0.inputs * outputs) }
      let steps = worlds.map {
        Steps(3, inputs: $0.inputs, density: $0.density, random: &random)
      }
      let (start, initial) = (random.floats(neurons), random.floats(neurons))
      var bits = [UInt64](repeating: 0, count: (neurons + 63) / 64 * 3)
      var (v, m, bits2) = (initial, initial, bits)
      var (v2, m2) = (v, m)
      withEvents(of: steps) { events in
        for step in 0..<3 {
          var currents = start
          for number in worlds.indices {
            var c = worlds[number].convolution
            for part in worlds[0].parts(tile: 64) {
              let from = currents
              sk_gather(&c, weights[number], events[number][step], part, from, &currents)
            }
          }
          var word = [UInt64](repeating: 0, count: bits.count / 3)
          sk_fire(Int32(neurons), currents, 0.7, false, &v, &m, &word)
          bits.replaceSubrange(step * word.count..<(step + 1) * word.count, with: word)
        }
        start.withUnsafeBufferPointer { start in
          v2.withUnsafeMutableBufferPointer { v in
            m2.withUnsafeMutableBufferPointer { m in
              let state = sk_neurons(
                start: start.baseAddress, start_step: 0, resets_to_zero: false,
                potentials: v.baseAddress, integrated: m.baseAddress, released: nil)
              let thresholds = [Float](repeating: 0.7, count: outputs)
              let arrivals = zip(worlds, zip(weights, events)).map { ($0, $1.0, $1.1) }
              integrate(arrivals, state, thresholds: thresholds, bits: &bits2)
            }
          }
        }
      }
      #expect(v.map(\.bitPattern) == v2.map(\.bitPattern), "\(outputs)")
      #expect(m.map(\.bitPattern) == m2.map(\.bitPattern), "\(outputs)")
      #expect(bits == bits2, "\(outputs)")
    }
  }

  /// Calls `body` with the plain spikes of each of some steps.
  private func withEvents(
    of steps: [Steps], _ known: [[sk_events]] = [], _ body: ([[sk_events]]) -> Void
  ) {
    guard known.count < steps.count else { return body(known) }
    steps[known.count].withEvents(isGraded: false) { events, _ in
      withEvents(of: steps, known + [events], body)
    }
  }

  private func integrate(
    _ arrivals: [(world: World, weights: [Float], events: [sk_events])], _ neurons: sk_neurons,
    thresholds: [Float], bits: inout [UInt64], _ known: [sk_arrival] = []
  ) {
    guard known.count < arrivals.count else {
      let world = arrivals[0].world
      for part in world.parts(tile: 64) {
        sk_integrate(
          known, Int32(known.count), Int32(world.steps), part, neurons, thresholds, &bits)
      }
      return
    }
    let (world, weights, events) = arrivals[known.count]
    weights.withUnsafeBufferPointer { weights in
      events.withUnsafeBufferPointer { events in
        let arrival = sk_arrival(
          convolution: world.convolution, weights: weights.baseAddress,
          events: events.baseAddress)
        integrate(
          arrivals, neurons, thresholds: thresholds, bits: &bits, known + [arrival])
      }
    }
  }

  private func integrate(
    _ world: World, start: [Int32], events: [sk_counted_events], weights: [Int16],
    short: [Int8]?, thresholds: [Int32], resetsToZero: Bool, _ release: sk_fixed_release,
    _ potentials: inout [Int32], _ integrated: inout [Int32], _ bits: inout [UInt64]
  ) {
    var c = world.convolution
    start.withUnsafeBufferPointer { start in
      potentials.withUnsafeMutableBufferPointer { v in
        integrated.withUnsafeMutableBufferPointer { m in
          let state = sk_fixed_neurons(
            start: start.baseAddress, start_step: 0, resets_to_zero: resetsToZero,
            potentials: v.baseAddress, integrated: m.baseAddress, release: release)
          for part in world.parts(tile: 128) {
            let isLarge =
              short.map {
                sk_integrate_int8(
                  &c, $0, events, Int32(world.steps), part, state, thresholds, &bits)
              }
              ?? sk_integrate_int16(
                &c, weights, events, Int32(world.steps), part, state, thresholds, &bits)
            #expect(!isLarge)
          }
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available) func itTellsWhenAPotentialGrowsTooLarge(
    set: InstructionSet
  ) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    let world = World(inputs: 1, outputs: 64, stride: 1, steps: 3, density: 0)
    var random = SeededGenerator(seed: 23)
    let steps = Steps(3, inputs: 1, density: 0, random: &random)
    let weights = [Int16](repeating: 0, count: 9 * 64)
    for (potential, current, isLarge) in [
      ((1 << 30) - 4, 1, false), ((1 << 30) - 3, 1, true), (3 - (1 << 30), -1, false),
      (2 - (1 << 30), -1, true),
    ] as [(Int32, Int32, Bool)] {
      var c = world.convolution
      var start = [Int32](repeating: 0, count: world.neurons)
      var (v, m) = (start, start)
      (v[70], start[70]) = (potential, current)
      var bits = [UInt64](repeating: 0, count: world.neurons / 64 * 3)
      let thresholds = [Int32](repeating: .max, count: 64)
      steps.withEvents(isGraded: false) { _, events in
        start.withUnsafeBufferPointer { start in
          v.withUnsafeMutableBufferPointer { v in
            m.withUnsafeMutableBufferPointer { m in
              let state = sk_fixed_neurons(
                start: start.baseAddress, start_step: 0, resets_to_zero: false,
                potentials: v.baseAddress, integrated: m.baseAddress,
                release: sk_fixed_release(units: nil, sums: nil))
              let part = sk_part(tile: 0, first_row: 0, row_count: 3)
              let answer = sk_integrate_int16(
                &c, weights, events, 3, part, state, thresholds, &bits)
              #expect(answer == isLarge, "\(potential)")
            }
          }
        }
      }
    }
  }
}
