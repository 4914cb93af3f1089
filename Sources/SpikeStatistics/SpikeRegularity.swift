import Networks
import SpikeKernels
import SpikingEngine

/// How evenly the neurons of a layer fire, and how much together, as far as spikes alone tell; in
/// O(spikes).
///
/// Counted where no analog counterpart says what neurons should do, and of replayed spikes.
/// An interval lies between two steps in which a neuron sent something; spikes of one step have
/// none.
package struct SpikeRegularity: Equatable, Sendable {
  /// The intervals of each neuron, and the sum of their squares in steps², in channels-last order.
  package private(set) var intervals: [Int32]
  private var squares: [Float]

  /// Of all neurons: how many intervals there are, their sum in steps, and how many of them are of
  /// one step.
  package private(set) var count = 0
  package private(set) var sum = 0
  package private(set) var consecutive = 0

  /// How many intervals have which length, from one step on; the last stands for all longer ones.
  package private(set) var lengths = Array(repeating: 0, count: SpikeRegularity.longest)

  /// The intervals that are counted by their length.
  package static let longest = 32

  /// Over the steps: Σ S and Σ S², S the spikes of all neurons in a step.
  private var spikes = 0.0
  private var squaredSteps = 0.0
  /// Over steps and neurons: Σ s², s the spikes of one neuron in a step.
  private var squaredSpikes = 0.0

  /// Before the first step.
  package init(neurons: Int) {
    intervals = Array(repeating: 0, count: neurons)
    squares = Array(repeating: 0, count: neurons)
  }

  /// How much memory it holds, in bytes.
  func byteCount(_ counting: ByteCounting) -> Int {
    intervals.byteCount(counting) + squares.byteCount(counting) + lengths.byteCount(counting)
  }

  /// Takes in the last step of a population.
  ///
  /// - Parameter lastSteps: When each neuron fired before this step; 0 where it has not.
  mutating func observe(
    _ population: Population, neuron: NeuronParameters, lastSteps: [Int32], step: Int
  ) {
    let (events, eventSpikes) = (population.output, neuron.eventSpikes)
    var stepSpikes = 0.0
    for event in events.indices.indices {
      let unit = Int(events.indices[event])
      let sent = Double(eventSpikes(events.values[event]))
      // A potential that is sent is no spike.
      guard sent != 0 else { continue }
      stepSpikes += sent
      squaredSpikes += sent * sent
      guard lastSteps[unit] > 0 else { continue }
      let interval = step - Int(lastSteps[unit])
      intervals[unit] += 1
      squares[unit] += Float(interval * interval)
      count += 1
      sum += interval
      if interval == 1 { consecutive += 1 }
      lengths[min(interval, Self.longest) - 1] += 1
    }
    spikes += stepSpikes
    squaredSteps += stepSpikes * stepSpikes
  }

  /// Takes in the intervals that end in some steps, whose sums are to be added one by one.
  mutating func observe(_ chunk: SpikeChunk, lastSteps: [Int32]) {
    let ended = sk_count_intervals(
      Int32(chunk.neurons), chunk.words, Int32(chunk.count), Int32(chunk.first), lastSteps,
      &intervals, &squares, Int32(Self.longest), &lengths)
    count += ended.count
    sum += ended.sum
    consecutive = lengths[0]
  }

  /// Takes in the sum of a step in which each neuron sent one spike or none.
  mutating func addStep(spikes: Int) {
    let spikes = Double(spikes)
    squaredSpikes += spikes
    self.spikes += spikes
    squaredSteps += spikes * spikes
  }

  /// The mean interval of a neuron in steps; `nil` without one.
  func meanInterval(of unit: Int, counts: SpikeCounts) -> Double? {
    intervals[unit] == 0
      ? nil : Double(counts.lastStep[unit] - counts.firstStep[unit]) / Double(intervals[unit])
  }

  /// The deviation of a neuron's intervals over their mean; `nil` with less than two.
  package func variation(of unit: Int, counts: SpikeCounts) -> Double? {
    guard intervals[unit] > 1, let mean = meanInterval(of: unit, counts: counts) else { return nil }
    let variance = Double(squares[unit]) / Double(intervals[unit]) - mean * mean
    return max(variance, 0).squareRoot() / mean
  }

  /// The variance of the population's rate over the mean of the neurons' variances, over so many
  /// steps: 1 where all fire together, 1/n where n fire independently of each other; `nil` where no
  /// neuron varies.
  ///
  ///     A[t] = Σ_i s_i[t] / n     χ² = Var_t(A) / (Σ_i Var_t(s_i) / n)
  ///
  /// The measure of Golomb and Rinzel (1994), there of potentials. Costs O(neurons).
  func synchrony(counts: SpikeCounts, steps: Int) -> Double? {
    let (neurons, time) = (Double(intervals.count), Double(steps))
    guard steps > 0, neurons > 0 else { return nil }
    let squaredRates = counts.count.reduce(0.0) { $0 + Double($1) * Double($1) } / (time * time)
    let own = (squaredSpikes / time - squaredRates) / neurons
    let mean = spikes / (time * neurons)
    let common = squaredSteps / (time * neurons * neurons) - mean * mean
    // Differences of sums: what is left of rounding is no variance.
    return own > 1e-9 ? max(common, 0) / own : nil
  }
}
