/// No neuron, but a control: passes on the spikes of a layer in other steps.
///
///     out_i[π_i(t)] = in_i[t]   for t in 1…T
///
/// with a permutation π_i of the steps for each neuron, drawn at random once and for all: every
/// neuron's spikes remain as many, and what they said by their timing is lost. After step T spikes
/// pass as they come. (This project's own control.) Some spikes leave before they have come, so
/// that the engine finds out all of the T steps before the first.
package struct SpikeShuffle: NeuronModel {
  /// T, positive.
  package var steps: Int

  /// What the permutations are drawn by.
  package var seed: Int

  package init(steps: Int, seed: Int) {
    self.steps = steps
    self.seed = seed
  }

  private enum CodingKeys: String, CodingKey { case steps, seed }

  package static var key: String { "shuffle" }
  package var parameters: NeuronParameters { .shuffle(self) }

  package var role: NeuronRole { .passage(noun: "a shuffle") }
  package var threshold: Float? { nil }
  package var quantum: Float? { nil }
  package var code: NeuralCode? { nil }

  /// The most steps that are shuffled.
  static let mostSteps = 1 << 20

  package func fault(in shape: MapShape) -> String? {
    Networks.fault(ofCount: steps, upTo: Self.mostSteps, "it shuffles \(steps) steps")
  }

  package func nirForm(timeStep: Float) -> NIRForm { .missing("it has no shuffles") }
  package var wholeNumberObstacle: String? { "spikes are shuffled in time" }
  package var title: String { "shuffle" }
  package var record: NeuronRecord? {
    NeuronRecord(
      name: "shuffle (control)", parameters: [.number("steps", steps), .number("seed", seed)])
  }
  package var scheduleObstacle: String? { "a shuffle passes on spikes in other steps" }
}
