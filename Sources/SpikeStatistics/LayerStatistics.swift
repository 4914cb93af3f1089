import Networks
import SpikeKernels
import SpikingEngine

/// The statistics of one layer.
package struct LayerStatistics: Sendable {
  /// What each neuron has fired.
  package private(set) var counts: SpikeCounts

  /// `nil` without an analog reference.
  package private(set) var sin: SINStatistics?
  package private(set) var phase: PhaseStatistics?

  /// What spikes alone tell; `nil` with an analog reference, unless intervals are counted all the
  /// same.
  package private(set) var regularity: SpikeRegularity?

  init(_ layer: SpikingLayer, reference: LayerReference?, countsIntervals: Bool) {
    counts = SpikeCounts(neurons: layer.shape.count, of: layer.neuron)
    sin = reference.map(SINStatistics.init)
    phase = reference.map { _ in PhaseStatistics(neurons: layer.shape.count) }
    regularity =
      reference == nil || countsIntervals ? SpikeRegularity(neurons: layer.shape.count) : nil
  }

  /// How much memory the statistics hold, in bytes.
  func byteCount(_ counting: ByteCounting) -> Int {
    counts.byteCount(counting) + (sin?.byteCount(counting) ?? 0)
      + (phase?.byteCount(counting) ?? 0) + (regularity?.byteCount(counting) ?? 0)
  }

  mutating func observe(
    _ population: Population, layer: SpikingLayer, reference: LayerReference?, step: Int
  ) {
    regularity?.observe(
      population, neuron: layer.neuron, lastSteps: counts.lastStep, step: step)
    counts.observe(population, neuron: layer.neuron, step: step)
    guard let reference else { return }
    sin?.observe(population, neuron: layer.neuron, reference: reference)
    phase?.observe(counts: counts, reference: reference, neuron: layer.neuron, step: step)
  }

  /// Takes in some steps at once.
  ///
  /// - Parameters:
  ///   - tellsEachStep: Whether somebody wants to know the sums of each.
  ///   - eachStep: Called with them.
  mutating func observe(
    _ chunk: SpikeChunk, layer: SpikingLayer, reference: LayerReference?, tellsEachStep: Bool,
    eachStep: (LayerSums, _ step: Int) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: sk_deviation.self, capacity: chunk.count) { deviations in
      guard let base = deviations.baseAddress else { return }
      regularity?.observe(chunk, lastSteps: counts.lastStep)
      let isDeviating =
        reference.flatMap {
          phase?.deviate(
            chunk, counts: &counts, reference: $0, neuron: layer.neuron,
            tellsEachStep: tellsEachStep, sums: base)
        } ?? false
      if !isDeviating { counts.observe(chunk) }
      for position in 0..<chunk.count {
        let step = chunk[chunk.first + position]
        counts.addStep(
          spikes: reference.flatMap { sin?.observe(step, reference: $0) } ?? step.firstCount)
        regularity?.addStep(spikes: counts.stepTotal)
        if isDeviating, tellsEachStep { phase?.add(base[position]) }
        if tellsEachStep { eachStep(sums, step.first) }
      }
      if isDeviating, !tellsEachStep { phase?.add(base[0], evaluations: chunk.count) }
    }
  }

  /// Hands out the charge that resets have removed; it comes back with the next chunk.
  mutating func lendReleased() -> [Float] { counts.lendReleased() }

  /// What is known of the last step as sums over the neurons.
  package var sums: LayerSums {
    LayerSums(
      spikes: counts.stepTotal, sinSpikes: sin?.stepSpikes ?? 0, sinNeurons: sin?.neurons ?? 0,
      meanDeviation: phase?.meanDeviation, leadingNeurons: phase?.leadingCount ?? 0,
      laggingNeurons: phase?.laggingCount ?? 0)
  }
}

/// A step of a layer as sums over its neurons.
package struct LayerSums: Equatable, Sendable {
  /// Spikes of this step, and those of inactivated neurons.
  package let spikes: Int
  package let sinSpikes: Int
  /// Inactivated neurons that have fired so far.
  package let sinNeurons: Int
  /// The mean of D; `nil` where it is not defined.
  package let meanDeviation: Double?
  /// Neurons that lead (`D > 0`) and lag (`D < 0`).
  package let leadingNeurons: Int
  package let laggingNeurons: Int
}

extension SpikeChunk {
  /// The spikes of the first step.
  package var firstCount: Int { Int(sk_sum_spikes(Int32(width), words, nil, nil).all) }

  /// What all spikes cost together.
  ///
  /// - Parameter costs: What a spike of each neuron costs, in channels-last order.
  package func cost(_ costs: [Int32]) -> Int {
    precondition(costs.count == neurons, "\(costs.count) costs of \(neurons) neurons")
    return Int(sk_cost_spikes(Int32(neurons), words, Int32(count), costs))
  }
}
