import Networks
import SpikingEngine

/// Spikes on their way into a file of another program.
package protocol SpikeWriter {
  /// Takes in who of a population fired in a step; steps and, within a step, populations ascend.
  ///
  /// Many spikes of one population in a step come in several portions.
  ///
  /// - Parameters:
  ///   - neurons: Unit numbers, ascending; a neuron that fired n spikes at once stands n times.
  ///   - time: In ms.
  mutating func write(_ neurons: [Int], of population: Int, atStep step: Int, time: Double) throws

  /// Completes the file; without, there is none.
  func finish() throws
}

/// A population as other programs see it.
package struct SpikePopulation: Equatable, Sendable {
  /// As files have it.
  package var name: String
  /// How many there are.
  package var neurons: Int

  package init(name: String, neurons: Int) {
    self.name = name
    self.neurons = neurons
  }
}

/// Which part of a run goes into a file, and how long a step is.
package struct SpikeExport: Sendable {
  /// Positions in the network, ascending.
  package var layers: [Int]
  /// The steps that are written, from 1 on.
  package var steps: ClosedRange<Int>
  /// The length of a step in ms; a run of steps has none of its own.
  package var milliseconds: Double

  /// The number of the first step as times count: at the time of so many steps.
  package var firstStep: Int

  package init(
    layers: [Int], steps: ClosedRange<Int>, milliseconds: Double, firstStep: Int = 1
  ) {
    self.layers = layers
    self.steps = steps
    self.milliseconds = milliseconds
    self.firstStep = firstStep
  }

  /// What was written, and what the format had no words for.
  package struct Outcome: Equatable, Sendable {
    /// How many spikes were written.
    package var spikes = 0
    /// Spikes that were taken back, which no other program knows: they are left out.
    package var takenBack = 0
  }

  /// Writes the spikes of a run; step t is at the time t·dt, or as its file counted.
  ///
  /// - Parameter progress: Called with how many more steps are done.
  package func write(
    _ source: any SpikeSource, of network: SpikingNetwork,
    to writer: inout some SpikeWriter,
    progress: (Int) -> Void = { _ in }
  ) throws -> Outcome {
    var outcome = Outcome()
    var step = source.nextStep(from: steps.lowerBound)
    var done = steps.lowerBound - 1
    while step <= steps.upperBound {
      let time = Double(step - 1 + firstStep) * milliseconds
      for (number, layer) in layers.enumerated() {
        let fired = fired(
          source.step(step, of: layer), in: network.layers[layer], outcome: &outcome)
        try inPortions(fired) { neurons in
          try writer.write(neurons, of: number, atStep: step, time: time)
        }
      }
      progress(step - done)
      done = step
      step = source.nextStep(from: step + 1)
    }
    return outcome
  }

  /// Who fired how many spikes at once, by ascending unit numbers.
  private func fired(
    _ replayed: ReplayedStep, in layer: SpikingLayer, outcome: inout Outcome
  ) -> [(neuron: Int, count: Int)] {
    let eventSpikes = layer.neuron.eventSpikes
    var (fired, event) = ([(neuron: Int, count: Int)](), 0)
    replayed.words.forEachBit { unit in
      let count = Int(eventSpikes(replayed.values[replayed.values.count > 1 ? event : 0]))
      event += 1
      if count < 0 { outcome.takenBack -= count }
      guard count > 0 else { return }
      outcome.spikes += count
      fired.append((layer.shape.unitNumber(ofIndex: unit), count))
    }
    return layer.shape.isVector ? fired : fired.sorted { $0.neuron < $1.neuron }
  }

  /// How many rows are made at once.
  private static let portion = 1 << 14

  /// One row for each spike, so many at once that they take little memory.
  private func inPortions(
    _ fired: [(neuron: Int, count: Int)], write: ([Int]) throws -> Void
  ) rethrows {
    var rows: [Int] = []
    for (neuron, count) in fired {
      var left = count
      while left > 0 {
        let taken = min(left, Self.portion - rows.count)
        rows += repeatElement(neuron, count: taken)
        left -= taken
        guard rows.count == Self.portion else { continue }
        try write(rows)
        rows.removeAll(keepingCapacity: true)
      }
    }
    if !rows.isEmpty { try write(rows) }
  }
}
