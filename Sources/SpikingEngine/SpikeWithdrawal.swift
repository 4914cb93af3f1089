import Networks

/// Negative spikes for neurons that have gone silent (SpiCalib, Li et al., arXiv 2207.02702).
///
/// With the mean interval μ between the n spikes of a neuron so far, the first counted from step 0,
/// its last spike at t' and the net number S of spikes that it has sent:
///
///     on a spike:                        n += 1;  μ = ((t - t') + μ·(n - 1)) / n;  t' = t
///     t - t' > μ + allowance and S ≥ 1:  send a negative spike
///
/// The intervals add up to t', so that `μ = t'/n`, which whole numbers compare without rounding.
/// The membrane potential is not touched. Costs O(neurons) per step.
struct SpikeWithdrawal: Equatable, Sendable {
  private let allowance: Int

  /// n and t'.
  private var spikes: [Int32]
  private var lastStep: [Int32]

  /// S.
  private var sent: [Float]

  init(neurons: Int, allowance: Int) {
    self.allowance = allowance
    spikes = Array(repeating: 0, count: neurons)
    lastStep = spikes
    sent = Array(repeating: 0, count: neurons)
  }

  /// How much memory it holds, in bytes.
  func byteCount(_ counting: ByteCounting) -> Int {
    spikes.byteCount(counting) + lastStep.byteCount(counting) + sent.byteCount(counting)
  }

  /// Adds what is taken back to the output of a step.
  mutating func correct(_ output: inout SpikeEvents, neuron: NeuronParameters, step: Int) {
    let eventSpikes = neuron.eventSpikes
    for event in output.indices.indices {
      count(
        Int(output.indices[event]), spikes: eventSpikes(output.values[event]), step: step)
    }
    guard let threshold = neuron.threshold else { return }
    var merged = SpikeEvents()
    var next = 0
    for unit in spikes.indices {
      if next < output.count, Int(output.indices[next]) == unit {
        merged.append(unit, output.values[next])
        next += 1
      } else if sent[unit] >= 1, isOverdue(unit, step: step) {
        sent[unit] -= 1
        merged.append(unit, -threshold)
      }
    }
    output = merged
  }

  /// `t - t' > μ + allowance`, multiplied by n.
  private func isOverdue(_ unit: Int, step: Int) -> Bool {
    let last = Int(lastStep[unit])
    return step - last > allowance && (step - last - allowance) * Int(spikes[unit]) > last
  }

  private mutating func count(_ unit: Int, spikes number: Float, step: Int) {
    spikes[unit] += 1
    lastStep[unit] = Int32(step)
    sent[unit] += number
  }
}
