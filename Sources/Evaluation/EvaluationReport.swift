import Networks
import SpikeStatistics

/// The result of an evaluation as it is written: keys and meaning are part of the interface.
package struct EvaluationReport: Encodable, Sendable {
  package var model: String

  /// The images that were evaluated, and those that were asked for.
  package var count: Int
  package var requested: Int

  /// The share of labelled images that the ANN answers rightly, 0 to 1.
  package var annAccuracy: Double?

  /// How good the answers of the ANN are where they are no classes, by the ids of the measures;
  /// none where they are.
  package var measures: [TaskMeasure]
  package var annScores: [Double?] = []

  /// `nil` where there is no ANN.
  package var ann: AnalogCost?

  /// By label.
  package var methods: [String: MethodReport]

  /// Where data and thresholds came from, one line each.
  package var notes: [String]

  /// What the energies take for granted, one line each.
  package var energyAssumptions: [String]

  /// The methods in the user's order; not written.
  package var labels: [String]

  /// Every T at which some method was read, ascending; not written.
  package var steps: [Int]

  /// What one image costs the analog network.
  package struct AnalogCost: Encodable, Equatable, Sendable {
    /// Operations of one image, and what they cost in µJ; see `EnergyModel`.
    package var multiplyAccumulates: Int
    package var energyMicrojoules: Double
    /// Right answers by class, if they were asked for.
    package var perClass: [ClassScore]?
    package var confusion: [[Int]]?

    private enum CodingKeys: String, CodingKey {
      case confusion
      case multiplyAccumulates = "multiply_accumulates"
      case energyMicrojoules = "energy_microjoules"
      case perClass = "per_class"
    }
  }

  /// Which figures the report holds.
  package struct Options: Sendable {
    package var perClass = false
    package var confusion = false
    /// Names in the order of the classes; empty for numbers.
    package var classNames: [String] = []
    /// What is told of each layer.
    package var figures = TallyFigures.standard

    package init() {}
  }

  /// Writes `null` where there is no ANN instead of leaving its keys out.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: NamedKey.self)
    try values.encode(model, forKey: "model")
    try values.encode(count, forKey: "count")
    try values.encode(requested, forKey: "requested")
    try values.encode(annAccuracy, forKey: "ann_accuracy")
    for (measure, value) in zip(measures, annScores) {
      try values.encode(value, forKey: NamedKey("ann_\(measure.id)"))
    }
    try values.encode(ann, forKey: "ann")
    try values.encode(methods, forKey: "methods")
    try values.encode(notes, forKey: "notes")
    try values.encode(energyAssumptions, forKey: "energy_assumptions")
  }

  package init(
    _ results: EvaluationResults, plan: EvaluationPlan, requested: Int, notes: [String],
    options: Options = Options()
  ) {
    model = plan.name
    count = results.images.count
    self.requested = requested
    self.notes = notes + results.images.compactMap(\.findings).remarks
    annAccuracy = plan.analog.flatMap { _ in
      ratio(results.images.analogCorrectCount, of: results.images.labelledCount)
    }
    energyAssumptions = EnergyModel.assumptions.filter {
      plan.analog != nil || !$0.hasPrefix("ANN:")
    }
    labels = plan.labels
    steps = plan.steps
    let classes = ClassFigures(results.images, plan: plan, options: options)
    measures = plan.task.measures
    if plan.analog != nil {
      annScores = classes.scores(.analog)?.values ?? measures.map { _ in nil }
    }
    ann = plan.analog.map { analog in
      let energy = EnergyModel(analog)
      return AnalogCost(
        multiplyAccumulates: energy.analogMultiplyAccumulates,
        energyMicrojoules: energy.analogMicrojoules,
        perClass: classes.perClass(.analog) { $0.analog },
        confusion: classes.confusion { $0.analog })
    }
    methods = [:]
    for label in labels {
      methods[label] = MethodReport(
        label, in: plan, results: results, classes: classes, figures: options.figures)
    }
  }
}
