import Networks

/// The result of an evaluation as it is written: keys and meaning are part of the interface.
package struct EvaluationReport: Encodable, Sendable {
  package struct Method: Encodable, Sendable {
    /// As shown to people, with what is a reconstruction.
    package var title: String
    /// The share of images with the right class, by T; `null` before the first readout or without
    /// labels.
    package var accuracy: [String: Double?]
    /// The share of images with the class of the analog network, by T.
    package var agreement: [String: Double?]
    /// SIN neurons per inactivated neuron, by T, per spiking layer; `null` where none is inactive.
    package var sinRatio: [String: [Double?]]
    /// Spikes of inactivated neurons per spike, per spiking layer, after the last T.
    package var sinSpikeShare: [Double?]
    package var spikesPerNeuronStep: [Double]
    package var theta: [Float]
    package var layers: [String]

    private enum CodingKeys: String, CodingKey {
      case title, accuracy, agreement, theta, layers
      case sinRatio = "sin_ratio"
      case sinSpikeShare = "sin_spike_share"
      case spikesPerNeuronStep = "spikes_per_neuron_step"
    }
  }

  package var model: String
  package var count: Int
  package var annAccuracy: Double?
  package var methods: [String: Method]

  /// Where data and thresholds came from, one line each.
  package var notes: [String]

  private enum CodingKeys: String, CodingKey {
    case model, count, methods, notes
    case annAccuracy = "ann_accuracy"
  }

  /// - Parameter titles: As shown to people, in the order of the plan's entries.
  package init(
    _ tally: EvaluationTally, plan: EvaluationPlan, titles: [String], notes: [String]
  ) {
    model = plan.analog.name
    count = tally.images
    annAccuracy = share(tally.analogCorrect, of: tally.labelled)
    self.notes = notes
    methods = [:]
    for (index, entry) in plan.entries.enumerated() {
      methods[entry.label] = Method(
        tally.methods[index], of: tally, entry: entry, steps: plan.steps, title: titles[index])
    }
  }
}

extension EvaluationReport.Method {
  fileprivate init(
    _ counts: MethodTally, of tally: EvaluationTally, entry: EvaluationPlan.Entry, steps: [Int],
    title: String
  ) {
    let network = entry.packed.network
    let spiking = network.layers.filter { $0.activationNode != nil }
    self.title = title
    accuracy = [:]
    agreement = [:]
    sinRatio = [:]
    for (index, step) in steps.enumerated() {
      let isReady = step >= network.firstReadout
      accuracy["\(step)"] = .some(isReady ? share(counts.correct[index], of: tally.labelled) : nil)
      agreement["\(step)"] = .some(isReady ? share(counts.agreeing[index], of: tally.images) : nil)
      sinRatio["\(step)"] = zip(counts.sinNeurons[index], counts.inactive).map { share($0, of: $1) }
    }
    sinSpikeShare = zip(counts.sinSpikes, counts.spikes).map { share($0, of: $1) }
    let duration = Double(steps.last ?? 1)
    spikesPerNeuronStep = zip(counts.spikes, spiking).map { spikes, layer in
      Double(spikes) / Double(max(tally.images, 1)) / Double(layer.shape.count) / duration
    }
    theta = entry.thresholds
    layers = spiking.map(\.name)
  }
}

/// A quotient, or `nil` of nothing.
private func share(_ part: Int, of whole: Int) -> Double? {
  whole == 0 ? nil : Double(part) / Double(whole)
}
