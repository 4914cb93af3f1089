import Networks
import SpikingEngine

/// Spikes on their way into a file of another program.
package protocol SpikeWriter {
  /// Takes in who of a population fired in a step; steps and, within a step, populations ascend.
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
        let neurons = neurons(
          source.step(step, of: layer), in: network.layers[layer], outcome: &outcome)
        if !neurons.isEmpty {
          try writer.write(neurons, of: number, atStep: step, time: time)
        }
      }
      progress(step - done)
      done = step
      step = source.nextStep(from: step + 1)
    }
    return outcome
  }

  private func neurons(
    _ replayed: ReplayedStep, in layer: SpikingLayer, outcome: inout Outcome
  ) -> [Int] {
    let eventSpikes = layer.neuron.eventSpikes
    var (neurons, event) = ([Int](), 0)
    replayed.words.forEachBit { unit in
      let count = Int(eventSpikes(replayed.values[replayed.values.count > 1 ? event : 0]))
      event += 1
      if count < 0 { outcome.takenBack -= count }
      neurons += repeatElement(layer.shape.unitNumber(ofIndex: unit), count: max(count, 0))
    }
    outcome.spikes += neurons.count
    return layer.shape.isVector ? neurons : neurons.sorted()
  }
}
