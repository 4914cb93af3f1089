import ExampleNetworks
import SpikeKernels
import SpikingEngine
import Testing

/// The kernels that count spikes, neuron by neuron as their definitions say.
///
/// Instruction sets are chosen for the whole process, so that these tests take turns.
@Suite(.serialized) struct StatisticsKernelTests {
  private static let counts = [0, 1, 15, 16, 17, 63, 64, 65, 127, 128, 200]
  private static let stepCounts = [1, 2, 7, 32]

  /// Who fires in some steps.
  private struct Spikes {
    let neurons: Int
    let fired: [[Bool]]

    init(_ steps: Int, neurons: Int, density: Float, random: inout SeededGenerator) {
      self.neurons = neurons
      fired = (0..<steps).map { _ in random.floats(neurons, in: 0...1).map { $0 < density } }
    }

    init(_ fired: [[Bool]]) {
      neurons = fired[0].count
      self.fired = fired
    }

    var width: Int { (neurons + 63) / 64 }

    /// As kernels read it, with a word more than none.
    var words: [UInt64] {
      var words = Array(repeating: UInt64(0), count: max(width * fired.count, 1))
      for (step, fired) in fired.enumerated() {
        for unit in fired.indices where fired[unit] {
          words[step * width + unit / 64] |= 1 << UInt64(unit % 64)
        }
      }
      return words
    }
  }

  /// Calls `body` with spikes of every size.
  private func forEachWorld(_ body: (Spikes, inout SeededGenerator) -> Void) {
    var random = SeededGenerator(seed: 31)
    for neurons in Self.counts {
      for (number, steps) in Self.stepCounts.enumerated() {
        let density: Float = [0.1, 0.5, 0, 1][(number + neurons) % 4]
        body(Spikes(steps, neurons: neurons, density: density, random: &random), &random)
      }
    }
  }

  /// What is kept of neurons, and what a definition makes of it.
  private struct Kept: Equatable {
    var counts: [Float]
    var firsts: [Int32]
    var lasts: [Int32]

    /// Zeros, or what may have been before later steps.
    init(_ neurons: Int, random: inout SeededGenerator) {
      counts = random.floats(neurons).map { $0 < 0 ? 0 : ($0 * 8).rounded() + 1 }
      firsts = counts.map { $0 > 0 ? 2 : 0 }
      lasts = counts.map { $0 > 0 ? 4 : 0 }
    }

    mutating func forget() {
      counts = counts.map { _ in 0 }
      firsts = firsts.map { _ in 0 }
      lasts = firsts
    }

    mutating func add(_ fired: [Bool], step: Int) {
      for unit in fired.indices where fired[unit] {
        counts[unit] += 1
        if firsts[unit] == 0 { firsts[unit] = Int32(step) }
        lasts[unit] = Int32(step)
      }
    }

    mutating func withPointers(_ body: (sk_spike_counts) -> Void) {
      counts.withUnsafeMutableBufferPointer { counts in
        firsts.withUnsafeMutableBufferPointer { firsts in
          lasts.withUnsafeMutableBufferPointer { lasts in
            body(
              sk_spike_counts(
                counts: counts.baseAddress, firsts: firsts.baseAddress, lasts: lasts.baseAddress))
          }
        }
      }
    }
  }

  /// How far neurons are from their schedule, as the definition says.
  private struct Deviations {
    var d: [Float]
    var leads: [Float]
    var lags: [Float]

    /// Zeros are due to nobody before the first step.
    mutating func forget() {
      leads = leads.map { _ in 0 }
      lags = leads
    }

    mutating func add(_ counts: [Float], _ z: [Float], _ schedule: sk_schedule) -> sk_deviation {
      d = zip(counts, z).map { count, z in
        count - min(max((z * schedule.per_activation).rounded(.down), 0), schedule.maximum)
      }
      for unit in d.indices {
        leads[unit] += max(d[unit], 0)
        lags[unit] -= min(d[unit], 0)
      }
      return sk_deviation(
        leading: Int32(d.count { $0 > 0 }), lagging: Int32(d.count { $0 < 0 }),
        sum: d.reduce(0.0) { $0 + Double($1) })
    }

    var bits: [[UInt32]] { [d, leads, lags].map { $0.map(\.bitPattern) } }

    mutating func withPointers(_ body: (sk_deviations) -> Void) {
      d.withUnsafeMutableBufferPointer { d in
        leads.withUnsafeMutableBufferPointer { leads in
          lags.withUnsafeMutableBufferPointer { lags in
            body(
              sk_deviations(
                deviations: d.baseAddress, leads: leads.baseAddress, lags: lags.baseAddress))
          }
        }
      }
    }
  }

  /// From the first step on, whatever is in memory before it.
  @Test(arguments: InstructionSet.available, [(false, 1), (true, 1), (false, 5), (true, 5)])
  func deviationsOfStepsAreThoseOfEach(set: InstructionSet, world: (tellsEach: Bool, first: Int)) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    forEachWorld { spikes, random in
      let (count, steps) = (spikes.neurons, spikes.fired.count)
      var kept = Kept(count, random: &random)
      let z = random.floats(count)
      var told = Deviations(
        d: random.floats(count), leads: random.floats(count), lags: random.floats(count))
      let schedules = (0..<steps).map {
        sk_schedule(per_activation: Float($0 + 3) / 0.7, maximum: Float($0 + 2), quantum: 1)
      }
      var (expectedKept, expected) = (kept, told)
      if world.first == 1 {
        expectedKept.forget()
        expected.forget()
      }
      var sums: [sk_deviation] = []
      for (step, fired) in spikes.fired.enumerated() {
        expectedKept.add(fired, step: world.first + step)
        sums.append(expected.add(expectedKept.counts, z, schedules[step]))
      }

      var totals = Array(repeating: sk_deviation(), count: world.tellsEach ? steps : 1)
      kept.withPointers { kept in
        told.withPointers { told in
          sk_deviate_steps(
            Int32(count), spikes.words, Int32(steps), Int32(world.first), kept, z, schedules,
            told, world.tellsEach, &totals)
        }
      }

      #expect(kept == expectedKept)
      #expect(told.bits == expected.bits)
      for (total, sums) in zip(totals, world.tellsEach ? sums[...] : sums.suffix(1)) {
        #expect(total.leading == sums.leading && total.lagging == sums.lagging)
        #expect(total.sum == sums.sum)
      }
    }
  }

  /// Every history of eight steps, at either end of a chunk.
  @Test(arguments: InstructionSet.available, [1, 5])
  func everyHistoryHasItsFirstAndLastSpike(set: InstructionSet, first: Int) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    var random = SeededGenerator(seed: 32)
    for silent in [0, 24] {
      for steps in [silent + 8, 32] {
        let histories = (0..<steps).map { step in
          (0..<256).map { $0 >> (step - silent) & 1 == 1 && (silent..<silent + 8).contains(step) }
        }
        let spikes = Spikes(histories)
        var kept = Kept(256, random: &random)
        var expected = kept
        if first == 1 { expected.forget() }
        for (step, fired) in histories.enumerated() { expected.add(fired, step: first + step) }
        kept.withPointers {
          sk_count_spikes(256, spikes.words, Int32(steps), Int32(first), $0)
        }
        #expect(kept == expected, "\(silent) silent steps of \(steps)")
      }
    }
  }

  @Test(arguments: InstructionSet.available, [1, 5])
  func everySpikeCountsAndCostsItsShare(set: InstructionSet, first: Int) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    forEachWorld { spikes, random in
      var kept = Kept(spikes.neurons, random: &random)
      var expected = kept
      if first == 1 { expected.forget() }
      // Alike for some neurons, as for those of a pixel, for whole words of them and for less.
      var costs = (0..<spikes.neurons).map { _ in Int32.random(in: 0...Int32.max, using: &random) }
      for unit in 32..<128 where unit < spikes.neurons { costs[unit] = .max }
      var cost = 0
      for (step, fired) in spikes.fired.enumerated() {
        expected.add(fired, step: first + step)
        for unit in fired.indices where fired[unit] { cost += Int(costs[unit]) }
      }

      kept.withPointers {
        sk_count_spikes(
          Int32(spikes.neurons), spikes.words, Int32(spikes.fired.count), Int32(first), $0)
      }

      #expect(kept == expected)
      let sum = sk_cost_spikes(
        Int32(spikes.neurons), spikes.words, Int32(spikes.fired.count), costs)
      #expect(sum == cost)
    }
  }

  @Test(arguments: InstructionSet.available)
  func everyIntervalEndsWithASpike(set: InstructionSet) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    forEachWorld { spikes, random in
      let (first, longest) = (7, 4)
      let lasts = (0..<spikes.neurons).map { _ in Int32.random(in: 0...6, using: &random) }
      let start = random.floats(spikes.neurons)
      var (intervals, squares, before) = (lasts, start, lasts)
      var (lengths, sum) = (Array(repeating: 0, count: longest), 0)
      for (step, fired) in spikes.fired.enumerated() {
        for unit in fired.indices where fired[unit] {
          let interval = first + step - Int(before[unit])
          if before[unit] > 0 {
            intervals[unit] += 1
            squares[unit] += Float(interval * interval)
            lengths[min(interval, longest) - 1] += 1
            sum += interval
          }
          before[unit] = Int32(first + step)
        }
      }

      var (ended, squared) = (lasts, start)
      var counted = Array(repeating: 0, count: longest)
      let sums = sk_count_intervals(
        Int32(spikes.neurons), spikes.words, Int32(spikes.fired.count), Int32(first), lasts,
        &ended, &squared, Int32(longest), &counted)

      #expect(ended == intervals && counted == lengths)
      #expect(squared.map(\.bitPattern) == squares.map(\.bitPattern))
      #expect(sums.count == lengths.reduce(0, +) && sums.sum == sum)
    }
  }

  @Test(arguments: InstructionSet.available)
  func sumsTellThoseWhoAreWatchedAndNewOnes(set: InstructionSet) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    forEachWorld { spikes, random in
      let watched = Spikes(1, neurons: spikes.neurons, density: 0.6, random: &random)
      var seen = Spikes(1, neurons: spikes.neurons, density: 0.3, random: &random).words
      var known = Set((0..<spikes.neurons).filter { seen[$0 / 64] >> UInt64($0 % 64) & 1 == 1 })
      for (step, fired) in spikes.fired.enumerated() {
        let words = Array(spikes.words.dropFirst(step * spikes.width).prefix(max(spikes.width, 1)))
        let units = fired.indices.filter { fired[$0] }
        let kept = units.filter { watched.fired[0][$0] }
        let sums = sk_sum_spikes(Int32(spikes.width), words, watched.words, &seen)
        #expect(sums.all == units.count && sums.watched == kept.count)
        #expect(sums.new_ones == kept.count { known.insert($0).inserted })
        #expect(sk_sum_spikes(Int32(spikes.width), words, nil, nil).all == units.count)
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func onlyThoseWhoFireAreReleased(set: InstructionSet) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    forEachWorld { spikes, random in
      let (m, v) = (random.floats(spikes.neurons), random.floats(spikes.neurons))
      let start = random.floats(spikes.neurons)
      let fired = spikes.fired[0]
      var (released, equal) = (start, start)
      m.withUnsafeBufferPointer { m in
        v.withUnsafeBufferPointer { v in
          sk_release(
            Int32(spikes.neurons), spikes.words,
            sk_parameter(values: m.baseAddress, value: 9),
            sk_parameter(values: v.baseAddress, value: 9), &released)
        }
      }
      sk_release(
        Int32(spikes.neurons), spikes.words, sk_parameter(values: nil, value: 0.7),
        sk_parameter(values: nil, value: 0), &equal)
      #expect(released == start.indices.map { fired[$0] ? start[$0] + (m[$0] - v[$0]) : start[$0] })
      #expect(equal == start.indices.map { fired[$0] ? start[$0] + 0.7 : start[$0] })
    }
  }
}
