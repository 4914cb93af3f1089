import Networks

/// Negative spikes for neurons that have gone silent (SpiCalib, Li et al., arXiv 2207.02702).
///
/// With the mean interval μ between the n spikes of a neuron so far, the first counted from step 0,
/// its last spike at t' and the net number S of spikes that it has sent:
///
///     on a spike:                        n += 1;  μ = ((t - t') + μ·(n - 1)) / n;  t' = t
///     t - t' > μ + allowance and S ≥ 1:  send a negative spike
///
/// The membrane potential is not touched. Costs O(neurons) per step.
struct SpikeWithdrawal: Equatable, Sendable {
  private let allowance: Float
  private var spikes: [Int32]
  private var meanInterval: [Float]
  private var lastStep: [Int32]

  /// S.
  private var sent: [Float]

  init(neurons: Int, allowance: Int) {
    self.allowance = Float(allowance)
    spikes = Array(repeating: 0, count: neurons)
    meanInterval = Array(repeating: 0, count: neurons)
    lastStep = spikes
    sent = meanInterval
  }

  var byteCount: Int { spikes.count * 16 }

  /// Adds what is taken back to the output of a step.
  mutating func correct(_ output: inout SpikeEvents, neuron: NeuronParameters, step: Int) {
    for event in output.indices.indices {
      count(
        Int(output.indices[event]), spikes: neuron.spikeCount(ofEvent: output.values[event]),
        step: step)
    }
    guard let threshold = neuron.threshold else { return }
    var merged = SpikeEvents()
    var next = 0
    for unit in spikes.indices {
      if next < output.count, Int(output.indices[next]) == unit {
        merged.append(unit, output.values[next])
        next += 1
      } else if Float(Int32(step) - lastStep[unit]) > meanInterval[unit] + allowance,
        sent[unit] >= 1
      {
        sent[unit] -= 1
        merged.append(unit, -threshold)
      }
    }
    output = merged
  }

  private mutating func count(_ unit: Int, spikes number: Float, step: Int) {
    spikes[unit] += 1
    let interval = Float(Int32(step) - lastStep[unit])
    meanInterval[unit] += (interval - meanInterval[unit]) / Float(spikes[unit])
    lastStep[unit] = Int32(step)
    sent[unit] += number
  }
}
