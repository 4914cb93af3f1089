import Conversion
import Networks
import SpikeStatistics
import SpikingEngine
import Tensors

/// What to evaluate: networks made by several methods from one analog network, at several T.
package struct EvaluationPlan: Sendable {
  /// A network to evaluate and how it was made.
  package struct Entry: Sendable {
    /// The name under which results are reported.
    package var label: String
    package var packed: PackedNetwork
    /// One per spiking layer, in the order of `AnalogNetwork.activations`.
    package var thresholds: [Float]

    package init(label: String, packed: PackedNetwork, thresholds: [Float]) {
      self.label = label
      self.packed = packed
      self.thresholds = thresholds
    }
  }

  package var analog: AnalogNetwork
  package var entries: [Entry]

  /// The numbers of time steps to read off, ascending.
  package var steps: [Int]

  package init(analog: AnalogNetwork, entries: [Entry], steps: [Int]) {
    self.analog = analog
    self.entries = entries
    self.steps = steps.sorted()
  }

  /// Simulates every image with every network.
  ///
  /// Images are spread over threads; all sums are of integers, so neither their number nor the
  /// order changes the result.
  ///
  /// - Parameters:
  ///   - image: A preprocessed image and its class, if it is known.
  ///   - progress: Called after each image with the tally of this image; returns whether to go on.
  /// - Throws: What `image` throws.
  package func evaluated(
    count: Int, threads: Int, image: @Sendable (Int) throws -> (Tensor, Int?),
    progress: @Sendable (EvaluationTally) -> Bool = { _ in true }
  ) throws -> EvaluationTally {
    let empty = EvaluationTally(self)
    let parts = try concurrently(
      count: count, threads: threads, makeState: { (tally: empty, pass: ForwardPass(analog)) },
      body: { state, index in
        let (input, label) = try image(index)
        let tally = evaluate(input, label: label, pass: &state.pass)
        state.tally.add(tally)
        return progress(tally)
      })
    return parts.reduce(into: empty) { $0.add($1.tally) }
  }

  private func evaluate(
    _ image: Tensor, label: Int?, pass: inout ForwardPass
  ) -> EvaluationTally {
    let activations = pass.activations(of: image)
    var tally = EvaluationTally(self)
    tally.images = 1
    let analogClass = argmax(activations.logits)
    if let label {
      tally.labelled = 1
      tally.analogCorrect = analogClass == label ? 1 : 0
    }
    for (index, entry) in entries.enumerated() {
      tally.methods[index] = MethodTally(
        running: entry.packed, on: image, activations: activations, steps: steps,
        outcome: ImageOutcome(label: label, analogClass: analogClass))
    }
    return tally
  }
}

/// What a simulation's answer is compared with.
struct ImageOutcome {
  let label: Int?
  let analogClass: Int?
}
