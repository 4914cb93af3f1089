/// A neuron that fires several spikes in one step.
///
///     m[t] = v[t-1] + I[t]
///     s[t] = clip(floor(m[t] / θ), 0, Γ)
///     v[t] = m[t] - θ · s[t]
///
/// A spike delivers θ, an event θ · s. (Li and Zeng, IJCAI 2022, doi:10.24963/ijcai.2022/345.)
package struct BurstNeuron: NeuronModel {
  /// θ, positive, in units of the activation.
  package var thresholdValue: Float
  /// Γ, the most spikes of one step; at least 1.
  package var maximumSpikes: Int

  package init(threshold: Float, maximumSpikes: Int) {
    thresholdValue = threshold
    self.maximumSpikes = maximumSpikes
  }

  private enum CodingKeys: String, CodingKey {
    case thresholdValue = "threshold"
    case maximumSpikes
  }

  package static var key: String { "burst" }
  package var parameters: NeuronParameters { .burst(self) }

  package var threshold: Float? { thresholdValue }
  package var quantum: Float? { thresholdValue }
  package var code: NeuralCode? { .rate(maximumSpikes: maximumSpikes) }
  package var eventSpikes: EventSpikes { .bursts(of: thresholdValue) }

  /// The most that Γ may be.
  static let mostSpikes = 255

  package func fault(in shape: MapShape) -> String? {
    Networks.fault(
      ofCount: maximumSpikes, upTo: Self.mostSpikes, "it fires bursts of \(maximumSpikes) spikes")
      ?? Networks.fault(ofThreshold: thresholdValue)
  }

  package func canSend(_ value: Float) -> Bool {
    abs(eventSpikes(value)) <= Float(maximumSpikes)
  }

  package func nirForm(timeStep: Float) -> NIRForm { .missing("it has no bursts") }
  package var wholeNumberObstacle: String? { "a neuron fires bursts" }
  package var title: String { "burst" }
  package var record: NeuronRecord? {
    NeuronRecord(name: "burst", parameters: [.number("maximum_spikes", maximumSpikes)])
  }
  package var scheduleObstacle: String? { nil }
}

extension NeuronParameters {
  /// - Parameters:
  ///   - threshold: θ, positive, in units of the activation.
  ///   - maximumSpikes: Γ, at least 1.
  package static func burst(threshold: Float, maximumSpikes: Int) -> NeuronParameters {
    .burst(BurstNeuron(threshold: threshold, maximumSpikes: maximumSpikes))
  }
}
