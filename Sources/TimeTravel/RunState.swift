import SpikeStatistics
import SpikingEngine

/// The whole state of a run after some step; a copy is a checkpoint.
package struct RunState: Sendable {
  package private(set) var simulation: Simulation
  package private(set) var statistics: RunStatistics

  package init(_ simulation: Simulation, setting: RunSetting) {
    self.simulation = simulation
    // Two layers of what is replayed can be compared, with or without an analog network.
    statistics = RunStatistics(setting, countsIntervals: simulation.isReplay)
  }

  package var step: Int { simulation.step }

  /// Takes some time steps.
  ///
  /// - Parameters:
  ///   - wantsEachStep: Whether each step of a layer is to be told by itself.
  ///   - record: Called when the statistics have seen what it is given; see `Simulation.advance`.
  package mutating func advance(
    by count: Int = 1, setting: RunSetting, on engine: Engine,
    wantsEachStep: (_ layer: Int) -> Bool = { _ in false },
    record: (_ layer: Int, RecordedStep) -> Void = { _, _ in }
  ) {
    simulation.advance(
      by: count, on: engine,
      attention: { wantsEachStep($0) ? .eachStep : setting.attention(to: $0) },
      lendReleased: { statistics.lendReleased(of: $0) }
    ) { layer, seen in
      switch seen {
      case .step(let step, let population):
        statistics.observe(population, layer: layer, step: step, setting: setting)
        record(layer, .full(step, population, statistics.layers[layer]))
      case .chunk(let chunk, _):
        statistics.observe(chunk, layer: layer, setting: setting) { sums, step in
          record(layer, .spikes(chunk[step], sums))
        }
      }
    }
  }

  /// What figures of a layer and of its neurons are read from.
  package func layerStep(_ layer: Int, setting: RunSetting) -> LayerStep {
    LayerStep(
      simulation.network.layers[layer], population: simulation.populations[layer],
      statistics: statistics.layers[layer], reference: setting.references[layer], step: step)
  }

  /// A figure of the whole network; `nil` where it is none, and where there is no value yet.
  package func value(of figure: Figure) -> Double? {
    // The readout never fires and is not counted.
    figure.network?(statistics.layers[simulation.network.firingLayers.indices], step)
  }

  /// What the readout has received in the last step alone, by class.
  package var stepOutput: [Float] {
    simulation.network.outputShape?.unitOrder(statistics.stepOutput) ?? []
  }

  /// The class that the output of the last step alone stands for; `nil` before the first.
  package var stepPrediction: Int? { step == 0 ? nil : argmax(stepOutput) }

  /// How much memory a copy holds once the original has moved on, in bytes; O(layers).
  package var heldByteCount: Int { byteCount(.held) }

  /// The most that a copy takes after `trim`, in bytes, while every neuron fires: with its place in
  /// a list, which may be twice as long as there are states.
  package var byteCount: Int { byteCount(.atMost) + 2 * MemoryLayout<RunState>.stride }

  private func byteCount(_ counting: ByteCounting) -> Int {
    simulation.byteCount(counting) + statistics.byteCount(counting)
  }

  /// Gives back the memory that grew for steps with more spikes; O(spikes).
  package mutating func trim() { simulation.trim() }
}

/// What a run tells of a step of a layer.
package enum RecordedStep {
  /// All, where each step is told by itself.
  case full(Int, Population, LayerStatistics)
  /// Who fired, in a chunk of one step, and sums over the neurons.
  case spikes(SpikeChunk, LayerSums)
}
