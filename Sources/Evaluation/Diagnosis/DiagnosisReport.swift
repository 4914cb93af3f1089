import Networks
import SpikeStatistics

/// The result of a diagnosis as it is written: keys and meaning are part of the interface.
package struct DiagnosisReport: Encodable, Sendable {
  /// What the findings come to.
  package enum Verdict: String, Encodable, Sendable {
    /// No known mistake, and no worse than the ANN by more than chance.
    case sound
    /// Known mistakes were found.
    case faulty
    /// Worse than the ANN, by no mistake that is known.
    case short
  }

  /// One spiking layer; `nil` for what is undefined.
  package struct Layer: Encodable, Sendable {
    package var name: String

    /// The threshold, in units of the activation.
    package var theta: Float
    package var attribution: LayerAttribution?
    package var error: ErrorTerms?

    /// Shares of 0 to 1 at the last T, as `TallyFigure` defines them; `nil` where undefined.
    package var sinRatio: Double?
    package var missedRatio: Double?
    package var silentShare: Double?
    package var saturatedShare: Double?

    /// The median step of the first spike; `nil` where no neuron fired.
    package var firstSpike: Double?

    /// How often the bias flows in, 1 as it should be; how far it balances the mean input of its
    /// channels (near -1 behind batch normalization), and how closely that follows it, from 0 to 1.
    package var biasApplied: Double?
    package var biasBalance: Double?
    package var biasFit: Double?

    private enum CodingKeys: String, CodingKey {
      case name, theta, attribution, error
      case sinRatio = "sin_ratio"
      case missedRatio = "missed_ratio"
      case silentShare = "silent_share"
      case saturatedShare = "saturated_share"
      case firstSpike = "first_spike"
      case biasApplied = "bias_applied"
      case biasBalance = "bias_balance"
      case biasFit = "bias_fit"
    }

    /// Writes `null` for what is not defined instead of leaving the key out.
    package func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(name, forKey: .name)
      try values.encode(theta, forKey: .theta)
      try values.encode(attribution, forKey: .attribution)
      try values.encode(error, forKey: .error)
      try values.encode(sinRatio, forKey: .sinRatio)
      try values.encode(missedRatio, forKey: .missedRatio)
      try values.encode(silentShare, forKey: .silentShare)
      try values.encode(saturatedShare, forKey: .saturatedShare)
      try values.encode(firstSpike, forKey: .firstSpike)
      try values.encode(biasApplied, forKey: .biasApplied)
      try values.encode(biasBalance, forKey: .biasBalance)
      try values.encode(biasFit, forKey: .biasFit)
    }
  }

  /// What it matters that the output is accumulated over all steps.
  package struct Readout: Encodable, Equatable, Sendable {
    /// How many images it was measured on, and how many of them get the ANN's class.
    package var images: Int
    package var agreeing: Int

    /// The same if the output were what the last step alone brings.
    package var agreeingAtLastStep: Int

    private enum CodingKeys: String, CodingKey {
      case images, agreeing
      case agreeingAtLastStep = "agreeing_at_last_step"
    }
  }

  package var model: String
  package var method: String
  package var steps: Int
  package var count: Int
  package var requested: Int
  package var verdict: Verdict

  /// Shares of 0 to 1; `nil` without labels, agreement before the first readout.
  package var annAccuracy: Double?
  package var snnAccuracy: Double?
  package var agreement: Double?
  package var promisedAccuracy: Double?

  /// Worst first.
  package var findings: [Finding]

  /// What was looked for and not found.
  package var absent: [Finding.Kind]

  /// In the order of the network; `attribution_images` says on how many images layers were
  /// substituted.
  package var layers: [Layer]
  package var attributionImages: Int?

  /// The names of the layers, worst first, as `Attribution.ranking`; empty without attribution.
  package var ranking: [String]

  /// `nil` but in rate coding.
  package var readout: Readout?
  package var notes: [String]

  private enum CodingKeys: String, CodingKey {
    case model, method, steps, count, requested, verdict, agreement, findings, absent, layers
    case ranking, readout, notes
    case annAccuracy = "ann_accuracy"
    case snnAccuracy = "snn_accuracy"
    case promisedAccuracy = "promised_accuracy"
    case attributionImages = "attribution_images"
  }

  /// Writes `null` for what is not defined instead of leaving the key out.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(model, forKey: .model)
    try values.encode(method, forKey: .method)
    try values.encode(steps, forKey: .steps)
    try values.encode(count, forKey: .count)
    try values.encode(requested, forKey: .requested)
    try values.encode(verdict, forKey: .verdict)
    try values.encode(annAccuracy, forKey: .annAccuracy)
    try values.encode(snnAccuracy, forKey: .snnAccuracy)
    try values.encode(agreement, forKey: .agreement)
    try values.encode(promisedAccuracy, forKey: .promisedAccuracy)
    try values.encode(findings, forKey: .findings)
    try values.encode(absent, forKey: .absent)
    try values.encode(layers, forKey: .layers)
    try values.encode(attributionImages, forKey: .attributionImages)
    try values.encode(ranking, forKey: .ranking)
    try values.encode(readout, forKey: .readout)
    try values.encode(notes, forKey: .notes)
  }

  /// - Parameter findings: With what trying their remedies gave.
  package init(
    _ evidence: DiagnosisEvidence, findings: [Finding], requested: Int, notes: [String]
  ) {
    let context = evidence.context
    model = context.analog.name
    method = context.title
    steps = context.steps
    count = evidence.count
    self.requested = requested
    annAccuracy = evidence.analogAccuracy
    snnAccuracy = evidence.accuracy
    agreement = evidence.report.agreement["\(context.steps)"] ?? nil
    promisedAccuracy = context.promisedAccuracy
    self.findings = findings.ranked
    absent = Finding.Kind.allCases.filter { kind in !findings.contains { $0.id == kind } }
    verdict = findings.isEmpty ? .sound : findings.allSatisfy(\.isGeneral) ? .short : .faulty
    layers = evidence.report.layers.indices.map { Layer($0, evidence: evidence) }
    attributionImages = evidence.attribution?.images
    ranking = evidence.attribution?.ranking.map(\.layer) ?? []
    readout = evidence.attribution.flatMap { attribution in
      attribution.agreeingAtLastStep.map {
        Readout(
          images: attribution.images, agreeing: attribution.agreeing, agreeingAtLastStep: $0)
      }
    }
    self.notes = notes
  }
}

extension DiagnosisReport {
  /// The verdict in words.
  package var summary: String {
    switch verdict {
    case .sound: "Sound: no known mistake, and no worse than the ANN by more than chance."
    case .faulty: "\(findings.count) found, worst first:"
    case .short: "No known mistake; what helps:"
    }
  }
}

extension Finding {
  /// Whether it names no mistake, only that something is lacking.
  fileprivate var isGeneral: Bool { id == .conversionError || id == .analogNetwork }
}

extension DiagnosisReport.Layer {
  fileprivate init(_ index: Int, evidence: DiagnosisEvidence) {
    let (report, step) = (evidence.report, "\(evidence.context.steps)")
    name = report.layers[index]
    theta = evidence.context.thresholds[index]
    attribution = evidence.attribution?.layers[index]
    error = report.errorSplit[step]?[index]
    sinRatio = report[.sinRatio][step]?[index]
    missedRatio = report[.missedRatio][step]?[index]
    silentShare = report[.silentShare][step]?[index]
    saturatedShare = report[.saturatedShare][step]?[index]
    firstSpike = report.firstSpike[index]
    biasApplied = evidence.biasChecks[index].applied
    biasBalance = evidence.biasChecks[index].balance
    biasFit = evidence.biasChecks[index].fit
  }
}
