/// A known mistake that was found.
package struct Finding: Encodable, Equatable, Sendable {
  /// The mistakes that are looked for, in the order in which they are named where they weigh the
  /// same: what spoils the network before what spoils its conversion.
  package enum Kind: String, Encodable, CaseIterable, Sendable {
    case silentLayer = "silent_layer"
    case inputStatistics = "input_statistics"
    case biases
    case thresholdOutlier = "threshold_outlier"
    case resetToZero = "reset_to_zero"
    case lossyMaxPooling = "lossy_max_pooling"
    case unfoldedNormalization = "unfolded_normalization"
    case latency
    case analogNetwork = "analog_network"
    case conversionError = "conversion_error"

    /// In words.
    package var title: String { rawValue.replacing("_", with: " ") }
  }

  package var id: Kind

  /// The layer it is about, if it is about one.
  package var layer: String?

  /// What was measured, in words with numbers.
  package var figure: String

  /// Why it matters, one sentence.
  package var reason: String

  /// What to do: a command line, or advice where no command helps.
  package var remedy: String

  /// What the remedy gave on the same images; absent where it cannot be tried here.
  package var tried: Trial?

  /// What else was tried, in that order, where one remedy alone may not do.
  package var others: [OtherTrial] = []

  /// What can be tried, not written.
  package var action: Remedy?

  /// The accuracy that is at stake, from 0 to 1, where nothing was tried; not written.
  package var stake = 0.0

  /// What a remedy did on the same images: shares of right answers, of 0 to 1.
  package struct Trial: Encodable, Equatable, Sendable {
    /// Of the SNN; where nothing has a label, how often it gives the ANN's answer.
    package var accuracyBefore: Double
    package var accuracyAfter: Double

    /// `nil` where nothing has a label.
    package var annAccuracyAfter: Double?

    package init(accuracyBefore: Double, accuracyAfter: Double, annAccuracyAfter: Double?) {
      self.accuracyBefore = accuracyBefore
      self.accuracyAfter = accuracyAfter
      self.annAccuracyAfter = annAccuracyAfter
    }

    private enum CodingKeys: String, CodingKey {
      case accuracyBefore = "accuracy_before"
      case accuracyAfter = "accuracy_after"
      case annAccuracyAfter = "ann_accuracy_after"
    }

    /// Writes `null` for what is not defined instead of leaving the key out.
    package func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(accuracyBefore, forKey: .accuracyBefore)
      try values.encode(accuracyAfter, forKey: .accuracyAfter)
      try values.encode(annAccuracyAfter, forKey: .annAccuracyAfter)
    }

    /// What is measured, in words.
    package var measure: String { annAccuracyAfter == nil ? "same answer" : "SNN" }
  }

  /// Another remedy that was tried on the same images.
  package struct OtherTrial: Encodable, Equatable, Sendable {
    /// What it is, in a few words.
    package var title: String
    /// What to type for it.
    package var remedy: String
    /// As of `Trial`.
    package var accuracyAfter: Double

    package init(title: String, remedy: String, accuracyAfter: Double) {
      self.title = title
      self.remedy = remedy
      self.accuracyAfter = accuracyAfter
    }

    private enum CodingKeys: String, CodingKey {
      case title, remedy
      case accuracyAfter = "accuracy_after"
    }
  }

  private enum CodingKeys: String, CodingKey {
    case id, layer, figure, reason, remedy, tried, others
  }

  /// Writes `null` for what is not defined instead of leaving the key out.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(id, forKey: .id)
    try values.encode(layer, forKey: .layer)
    try values.encode(figure, forKey: .figure)
    try values.encode(reason, forKey: .reason)
    try values.encode(remedy, forKey: .remedy)
    try values.encode(tried, forKey: .tried)
    try values.encode(others, forKey: .others)
  }

  package init(
    _ id: Kind, layer: String? = nil, figure: String, reason: String, action: Remedy? = nil,
    remedy: String = "", stake: Double = 0
  ) {
    self.id = id
    self.layer = layer
    self.figure = figure
    self.reason = reason
    self.action = action
    self.remedy = remedy
    self.stake = stake
  }

  /// What it costs: what the remedy won, or what is at stake.
  package var weight: Double {
    tried.map { $0.accuracyAfter - $0.accuracyBefore } ?? stake
  }
}

/// A remedy that can be tried on the same images.
package enum Remedy: Equatable, Sendable {
  /// Prepare the images as the model card says.
  case cardPreprocessing
  /// Prepare them so that these means and deviations per channel become 0 and 1.
  case standardizedImages(mean: [Double], deviation: [Double])
  /// Let the method choose the thresholds from the calibration images.
  case ownThresholds
  /// The 99.9th percentile in place of the maximum.
  case percentileThresholds
  case resetBySubtraction
  case losslessPooling
  case steps(Int)
  /// Potential calibration for this T.
  case calibration
  /// Another method at this T, by its name.
  case method(String, steps: Int)

  /// What it is, in a few words.
  package var title: String {
    switch self {
    case .cardPreprocessing: "the preprocessing of the model card"
    case .standardizedImages: "images with mean 0 and deviation 1"
    case .ownThresholds: "thresholds of the method's own"
    case .percentileThresholds: "the 99.9th percentile"
    case .resetBySubtraction: "reset by subtraction"
    case .losslessPooling: "lossless max pooling"
    case .steps(let steps): "T = \(steps)"
    case .calibration: "potential calibration"
    case .method(let name, let steps): "\(name) at T = \(steps)"
    }
  }
}

extension [Finding] {
  /// Worst first: by what each costs, in steps of three points; among equals in the order of kinds.
  ///
  /// Three points are about the noise of a hundred images.
  package var ranked: [Finding] {
    let order = Dictionary(
      uniqueKeysWithValues: Finding.Kind.allCases.enumerated().map { ($1, $0) })
    let key = { (finding: Finding) in (finding.weight / 0.03).rounded() }
    return enumerated().sorted { left, right in
      let (a, b) = (key(left.element), key(right.element))
      if a != b { return a > b }
      let (i, j) = (order[left.element.id] ?? 0, order[right.element.id] ?? 0)
      return i != j ? i < j : left.offset < right.offset
    }.map(\.element)
  }
}
