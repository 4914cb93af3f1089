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

  @Test(arguments: InstructionSet.available, [false, true])
  func deviationsOfStepsAreThoseOfEach(set: InstructionSet, tellsEach: Bool) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    forEachWorld { spikes, random in
      let (count, steps) = (spikes.neurons, spikes.fired.count)
      let before = random.floats(count).map { (abs($0) * 8).rounded() }
      let z = random.floats(count)
      let (leads, lags) = (random.floats(count), random.floats(count))
      let schedules = (0..<steps).map {
        sk_schedule(per_activation: Float($0 + 3) / 0.7, maximum: Float($0 + 2), quantum: 1)
      }
      var (counts, d, lead, lag) = (before, leads, leads, lags)
      var expected: [sk_deviation] = []
      for (fired, schedule) in zip(spikes.fired, schedules) {
        for unit in counts.indices where fired[unit] { counts[unit] += 1 }
        d = zip(counts, z).map { count, z in
          count - min(max((z * schedule.per_activation).rounded(.down), 0), schedule.maximum)
        }
        for unit in d.indices {
          lead[unit] += max(d[unit], 0)
          lag[unit] -= min(d[unit], 0)
        }
        expected.append(
          sk_deviation(
            leading: Int32(d.count { $0 > 0 }), lagging: Int32(d.count { $0 < 0 }),
            sum: d.reduce(0.0) { $0 + Double($1) }))
      }

      var (deviations, leadSums, lagSums) = (leads, leads, lags)
      var totals = Array(repeating: sk_deviation(), count: tellsEach ? steps : 1)
      sk_deviate_steps(
        Int32(count), spikes.words, Int32(steps), before, z, schedules, &deviations, &leadSums,
        &lagSums, tellsEach, &totals)

      #expect(deviations == d)
      #expect(leadSums.map(\.bitPattern) == lead.map(\.bitPattern))
      #expect(lagSums.map(\.bitPattern) == lag.map(\.bitPattern))
      for (total, sums) in zip(totals, tellsEach ? expected[...] : expected.suffix(1)) {
        #expect(total.leading == sums.leading && total.lagging == sums.lagging)
        #expect(total.sum == sums.sum)
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func everySpikeCountsAndCostsItsShare(set: InstructionSet) {
    InstructionSet.used = set
    defer { InstructionSet.used = .best }
    forEachWorld { spikes, random in
      let first = 5
      let start = random.floats(spikes.neurons).map { $0 < 0 ? Float(0) : 4 }
      let known = start.map { Int32($0) }
      var (counts, firsts, lasts) = (start, known, known)
      // Alike for some neurons, as for those of a pixel.
      var costs = (0..<spikes.neurons).map { _ in Int32.random(in: 0...Int32.max, using: &random) }
      for unit in 32..<64 where unit < spikes.neurons { costs[unit] = .max }
      var cost = 0
      for (step, fired) in spikes.fired.enumerated() {
        for unit in fired.indices where fired[unit] {
          counts[unit] += 1
          if firsts[unit] == 0 { firsts[unit] = Int32(first + step) }
          lasts[unit] = Int32(first + step)
          cost += Int(costs[unit])
        }
      }

      var (count, before, until) = (start, known, known)
      sk_count_spikes(
        Int32(spikes.neurons), spikes.words, Int32(spikes.fired.count), Int32(first), &count,
        &before, &until)

      #expect(count == counts && before == firsts && until == lasts)
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
