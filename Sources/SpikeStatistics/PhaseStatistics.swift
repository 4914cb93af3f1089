import Networks
import SpikeKernels
import SpikingEngine

/// How far the spikes of each neuron lead or lag the schedule of its analog activation.
///
/// The names lead and lag are those of Li, Zhao and Zeng (BSNN, 2022); this statistic is this
/// project's own definition. In rate coding, with the analog pre-activation z (*global*) and Γ
/// spikes in a step at most:
///
///     N*(t) = clip(floor(z·t / θ), 0, Γ·t)
///     D(t)  = N(t) - N*(t)                 D > 0 leads, D < 0 lags
///     lead  = (1/t) Σ max(D, 0),  lag = (1/t) Σ max(-D, 0),  in spikes
///
/// In cycle coding D is evaluated where a cycle of the layer ends, in units of θ: with n cycles,
/// quanta `q = θ·2^(-P)` and the released charge E,
///
///     D = E/θ - 2^(-P) · clip(floor(n·z / q), 0, n·(2^P - 1))
///
/// In differential coding D is not defined. Costs O(neurons) per evaluation, and reads and writes
/// what is kept of the neurons once for all steps of a chunk.
package struct PhaseStatistics: Equatable, Sendable {
  /// D at the last evaluation, in channels-last order.
  package private(set) var deviation: [Float]

  /// Σ max(D, 0) and Σ max(-D, 0) over the evaluations.
  private var leadSum: [Float]
  private var lagSum: [Float]

  /// How often D was evaluated.
  package private(set) var evaluations = 0

  /// How many neurons led (`D > 0`) and lagged (`D < 0`) at the last evaluation.
  package private(set) var leadingCount = 0
  package private(set) var laggingCount = 0

  /// Σ D at the last evaluation.
  private var deviationSum = 0.0

  /// Before the first evaluation.
  package init(neurons: Int) {
    // Steps that are seen at once from the first on write them whole.
    deviation = Array(repeating: 0, count: neurons)
    leadSum = deviation
    lagSum = deviation
  }

  /// How much memory the statistics hold, in bytes.
  func byteCount(_ counting: ByteCounting) -> Int {
    deviation.byteCount(counting) + leadSum.byteCount(counting) + lagSum.byteCount(counting)
  }

  /// D of one neuron at the last evaluation, `nil` before the first.
  package func deviation(of unit: Int) -> Float? {
    evaluations == 0 ? nil : deviation[unit]
  }

  /// The mean lead of one neuron so far, in spikes.
  package func lead(of unit: Int) -> Float {
    evaluations == 0 ? 0 : leadSum[unit] / Float(evaluations)
  }

  /// The mean lag of one neuron so far, in spikes.
  package func lag(of unit: Int) -> Float {
    evaluations == 0 ? 0 : lagSum[unit] / Float(evaluations)
  }

  /// The layer's mean lead so far, `nil` before the first evaluation.
  package var meanLead: Double? { mean(leadSum).map { $0 / Double(evaluations) } }

  /// The layer's mean lag so far, `nil` before the first evaluation.
  package var meanLag: Double? { mean(lagSum).map { $0 / Double(evaluations) } }

  /// The layer's mean of D at the last evaluation, `nil` before the first.
  package var meanDeviation: Double? {
    evaluations > 0 && !deviation.isEmpty ? deviationSum / Double(deviation.count) : nil
  }

  private func mean(_ values: [Float]) -> Double? {
    guard evaluations > 0, !values.isEmpty else { return nil }
    return sum(values) / Double(values.count)
  }

  /// Takes in a step; evaluates D where the coding allows.
  package mutating func observe(
    counts: SpikeCounts, reference: LayerReference, neuron: NeuronParameters, step: Int
  ) {
    guard let threshold = neuron.threshold else { return }
    switch neuron.code {
    case .rate(let maximumSpikes):
      evaluate(
        counts.count, unit: 1, reference: reference,
        schedule: Schedule(step: step, threshold: threshold, maximumSpikes: maximumSpikes))
    case .phase(let phases, let delay):
      guard let cycles = completedCycles(step: step, phases: phases, delay: delay) else { return }
      let quanta = Float(sign: .plus, exponent: phases, significand: 1)
      evaluate(
        counts.released, unit: 1 / threshold, reference: reference,
        schedule: Schedule(
          perActivation: Float(cycles) * quanta / threshold,
          maximum: Float(cycles) * (quanta - 1), quantum: 1 / quanta))
    case .differential, nil:
      return
    }
  }

  /// Evaluates D after each step of a chunk, and counts its spikes; the sums are to be added.
  ///
  /// - Parameters:
  ///   - counts: Before the chunk, and then after it.
  ///   - sums: Receives those of each step; `tellsEachStep` is false where those of the last do.
  /// - Returns: Whether D is defined; else nothing has happened.
  mutating func deviate(
    _ chunk: SpikeChunk, counts: inout SpikeCounts, reference: LayerReference,
    neuron: NeuronParameters, tellsEachStep: Bool, sums: UnsafeMutablePointer<sk_deviation>
  ) -> Bool {
    // Only steps of rate coding come in chunks.
    guard let threshold = neuron.threshold, case .rate(let maximumSpikes) = neuron.code
    else { return false }
    withUnsafeTemporaryAllocation(of: sk_schedule.self, capacity: chunk.count) { schedules in
      for position in 0..<chunk.count {
        schedules[position] =
          Schedule(
            step: chunk.first + position, threshold: threshold, maximumSpikes: maximumSpikes
          ).parameters
      }
      counts.observe(chunk) { kept in
        withDeviations(isFirst: chunk.first == 1) { deviations in
          sk_deviate_steps(
            Int32(chunk.neurons), chunk.words, Int32(chunk.count), Int32(chunk.first), kept,
            reference.preactivation, schedules.baseAddress, deviations, tellsEachStep, sums)
        }
      }
    }
    return true
  }

  /// Calls `body` with what is kept of the neurons; if it is the first time, it writes all.
  private mutating func withDeviations(isFirst: Bool, _ body: (sk_deviations) -> Void) {
    if isFirst {
      deviation.forgetNumbers()
      leadSum.forgetNumbers()
      lagSum.forgetNumbers()
    }
    deviation.withUnsafeMutableBufferPointer { deviation in
      leadSum.withUnsafeMutableBufferPointer { leadSum in
        lagSum.withUnsafeMutableBufferPointer { lagSum in
          body(
            sk_deviations(
              deviations: deviation.baseAddress, leads: leadSum.baseAddress,
              lags: lagSum.baseAddress))
        }
      }
    }
  }

  /// Takes in the sums of an evaluation, the last of so many.
  mutating func add(_ sums: sk_deviation, evaluations: Int = 1) {
    self.evaluations += evaluations
    (leadingCount, laggingCount) = (Int(sums.leading), Int(sums.lagging))
    deviationSum = sums.sum
  }

  /// The number of cycles that end exactly with this step, or `nil`.
  private func completedCycles(step: Int, phases: Int, delay: Int) -> Int? {
    guard step % phases == 0 else { return nil }
    let window = step / phases - 1
    guard window >= delay, (window - delay) % 2 == 0 else { return nil }
    return (window - delay) / 2 + 1
  }

  /// The even schedule: `quantum · clip(floor(z · perActivation), 0, maximum)`.
  fileprivate struct Schedule {
    var perActivation: Float
    var maximum: Float
    var quantum: Float = 1

    var parameters: sk_schedule {
      sk_schedule(per_activation: perActivation, maximum: maximum, quantum: quantum)
    }
  }

  private mutating func evaluate(
    _ emitted: [Float], unit: Float, reference: LayerReference, schedule: Schedule
  ) {
    add(
      sk_deviate(
        Int32(deviation.count), emitted, unit, reference.preactivation, schedule.parameters,
        &deviation, &leadSum, &lagSum))
  }
}

extension PhaseStatistics.Schedule {
  /// That of rate coding after a step.
  fileprivate init(step: Int, threshold: Float, maximumSpikes: Int) {
    self.init(perActivation: Float(step) / threshold, maximum: Float(step * maximumSpikes))
  }
}

/// Σ of numbers that are whole multiples of one portion, so that the order does not matter: several
/// partial sums are several times as fast.
private func sum(_ values: [Float]) -> Double {
  var sums = SIMD8<Double>.zero
  values.withUnsafeBytes { bytes in
    let whole = values.count / 8 * 8
    for start in stride(from: 0, to: whole, by: 8) {
      let next = bytes.loadUnaligned(
        fromByteOffset: start * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
      sums += SIMD8<Double>(next)
    }
  }
  return values[(values.count / 8 * 8)...].reduce(sums.sum()) { $0 + Double($1) }
}
