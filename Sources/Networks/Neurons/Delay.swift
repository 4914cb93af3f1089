/// No neuron, but a line that sends what has entered it so many steps before.
///
///     out[t] = in[t - steps]
package struct TransmissionDelay: NeuronModel {
  /// How long each unit waits, in steps; not negative.
  package var steps: NeuronValues<Int>

  package init(steps: NeuronValues<Int>) {
    self.steps = steps
  }

  private enum CodingKeys: String, CodingKey { case steps }

  package static var key: String { "delayLine" }
  package var parameters: NeuronParameters { .delayLine(self) }

  package var role: NeuronRole { .passage(noun: "a delay line") }
  package var threshold: Float? { nil }
  package var quantum: Float? { nil }
  package var code: NeuralCode? { nil }

  /// The most values that may be on their way in one line.
  static let mostValues = 1 << 28

  package func fault(in shape: MapShape) -> String? {
    guard steps.fit(shape) else { return "its delays are not one for each neuron" }
    let most = Self.mostValues / shape.count
    guard let wrong = steps.all.first(where: { !(0...most).contains($0) }) else { return nil }
    return "it delays by \(wrong) steps, where 0 to \(most) are possible"
  }

  package func nirForm(timeStep: Float) -> NIRForm { .delay(steps: steps) }
  package var wholeNumberObstacle: String? { "a delay keeps numbers" }
  package var title: String { "delay" }
  package var record: NeuronRecord? { NeuronRecord(name: "delay") }
  package var scheduleObstacle: String? { "a delay line passes on what has entered it" }
}

extension NeuronParameters {
  /// - Parameter steps: How long each unit waits; not negative.
  package static func delayLine(steps: NeuronValues<Int>) -> NeuronParameters {
    .delayLine(TransmissionDelay(steps: steps))
  }
}
