extension Diagnosis {
  /// What was found out, as the list shows it and line mode reads it.
  package struct Report: Equatable, Sendable {
    package var method: String

    /// The verdict in words, and whether nothing is wrong.
    package var summary: String
    package var isSound: Bool

    /// How many steps each image ran, how many images there were, and how many were asked for.
    package var steps: Int
    package var count: Int
    package var requested: Int

    /// Shares of the images; `nil` where they are not defined.
    package var annAccuracy: Double?
    package var promisedAccuracy: Double?
    package var snnAccuracy: Double?
    package var agreement: Double?

    /// Worst first.
    package var findings: [Finding]

    /// In the order of the network.
    package var layers: [Layer]

    /// On how many images layers were substituted.
    package var attributionImages: Int?

    /// The names of the layers by what each costs alone, worst first.
    package var ranking: [String]

    package init(
      method: String, summary: String, isSound: Bool, steps: Int, count: Int, requested: Int
    ) {
      self.method = method
      self.summary = summary
      self.isSound = isSound
      self.steps = steps
      self.count = count
      self.requested = requested
      (findings, layers, ranking) = ([], [], [])
    }
  }

  /// Something that is wrong.
  package struct Finding: Equatable, Sendable {
    package var title: String

    /// The layer that it is about; `nil` for the whole network.
    package var layer: String?

    /// What shows it, why it is wrong, and what to do; the last is empty for nothing.
    package var figure: String
    package var reason: String
    package var remedy: String

    /// What the remedy has won on the same images; `nil` where it was not tried.
    package var tried: Trial?

    /// What else was tried, each in words.
    package var others: [String] = []

    package init(title: String, layer: String?, figure: String, reason: String, remedy: String) {
      self.title = title
      self.layer = layer
      self.figure = figure
      self.reason = reason
      self.remedy = remedy
    }
  }

  /// Shares of the images before and after a remedy.
  package struct Trial: Equatable, Sendable {
    /// What the shares are of.
    package var measure: String
    package var accuracyBefore: Double
    package var accuracyAfter: Double
    package var annAccuracyAfter: Double?

    package init(
      measure: String, accuracyBefore: Double, accuracyAfter: Double, annAccuracyAfter: Double?
    ) {
      self.measure = measure
      self.accuracyBefore = accuracyBefore
      self.accuracyAfter = accuracyAfter
      self.annAccuracyAfter = annAccuracyAfter
    }
  }

  /// One spiking layer in numbers; `nil` for what is not defined.
  package struct Layer: Equatable, Sendable {
    package var name: String
    package var theta: Float

    /// The share of the output error that goes when this layer alone delivers the ANN's
    /// activations, and the output error when it alone spikes.
    package var errorRemoved: Double?
    package var errorAlone: Double?
    package var error: ErrorNorms?
    package var sinRatio: Double?
    package var missedRatio: Double?
    package var silentShare: Double?
    package var saturatedShare: Double?

    /// The mean step of the first spikes.
    package var firstSpike: Double?

    /// How often the bias flows in, 1 as it should be.
    package var biasApplied: Double?

    package init(name: String, theta: Float) {
      self.name = name
      self.theta = theta
    }
  }

  /// Norms of the terms of `rate theta - a` over the norm of `a`; only the signed terms add up.
  package struct ErrorNorms: Equatable, Sendable {
    package var total: Double
    package var propagated: Double
    package var clipping: Double
    package var quantisation: Double
    package var unevenness: Double

    package init(
      total: Double, propagated: Double, clipping: Double, quantisation: Double,
      unevenness: Double
    ) {
      self.total = total
      self.propagated = propagated
      self.clipping = clipping
      self.quantisation = quantisation
      self.unevenness = unevenness
    }
  }
}
