/// Accumulates and never fires: what a network answers.
///
///     v[t] = v[t-1] + I[t]
package struct ReadoutNeuron: NeuronModel {
  package init() {}

  private enum CodingKeys: CodingKey {}

  package static var key: String { "readout" }
  package var parameters: NeuronParameters { .readout }

  package var role: NeuronRole { .readout }
  package var threshold: Float? { nil }
  package var quantum: Float? { nil }
  package var code: NeuralCode? { nil }

  package func fault(in shape: MapShape) -> String? { nil }

  package func nirForm(timeStep: Float) -> NIRForm { .missing("only the last layer can be read") }
  package var wholeNumberObstacle: String? { nil }
  package var title: String { "readout" }
  package var record: NeuronRecord? { nil }
  package var scheduleObstacle: String? { "the readout accumulates and never fires" }
}
