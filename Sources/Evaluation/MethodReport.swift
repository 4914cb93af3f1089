import Networks
import SpikeStatistics
import Tasks

/// What an evaluation found about one method.
///
/// Figures *by T* are keyed by the number of steps; `nil` stands for what is undefined: accuracy
/// before the first readout, a share of nothing, the terms of reset to zero. Lists have one element
/// per spiking layer, in the order of `layers`.
package struct MethodReport: Sendable {
  /// Values keyed by T in decimal digits, as JSON needs it.
  package typealias ByStep<Value> = [String: Value]

  /// As shown to people, with what is a reconstruction.
  package var title: String

  /// The names of the spiking layers, from the input on.
  package var layers: [String]

  /// Every T at which the method was read, ascending.
  package var steps: [Int]

  /// The threshold of each layer in the network with the last T, and by T where they differ.
  ///
  /// `nil` for a layer whose neurons differ.
  package var theta: [Float?]
  package var thetaAt: ByStep<[Float]>?

  /// The share of images with the right class.
  package var accuracy: ByStep<Double?> = [:]

  /// How good the answers are where they are no classes, one per measure of the task; none where
  /// they are.
  package var scores: [ByStep<Double?>] = []
  package var measures: [TaskMeasure] = []

  /// The share of images that the output of the last step alone answers rightly; only for networks
  /// without an ANN.
  package var stepAccuracy: ByStep<Double?>?

  /// The share of images with the class of the analog network.
  package var agreement: ByStep<Double?> = [:]

  /// The smallest T that was read from which on the accuracy stays within so many points of that of
  /// the analog network.
  package var latency: [String: Int?] = [:]

  /// Per image: spikes and synaptic additions of all layers, and what they and the image cost.
  package var spikes: ByStep<Double?> = [:]
  package var synapticOperations: ByStep<Double?> = [:]
  package var energyMicrojoules: ByStep<Double?> = [:]

  /// The figures of the layers by T, under their ids; see `TallyFigures`.
  private var figureValues: [TallyFigure.ID: ByStep<[Double?]>] = [:]

  /// Which those are, in their order.
  package let figures: TallyFigures

  /// Spikes of inactivated neurons per spike at the last T.
  package var sinSpikeShare: [Double?] = []

  /// The fraction of the weights onto each layer that are not zero; `nil` without weights.
  package var connectivity: [Double?] = []

  /// Spikes per neuron and step up to the last T.
  package var spikesPerNeuronStep: [Double] = []

  /// The terms of φ - a, see `ErrorTerms`.
  package var errorSplit: ByStep<[ErrorTerms?]> = [:]

  /// Neurons by psi, over all images; see `OffsetHistogram`.
  package var offsetSpikes: ByStep<[[String: Int]?]> = [:]

  /// The rate inference loss `Ω = ‖a/θ‖₁ / ‖a/θ‖₂²` over all images.
  ///
  /// Ding et al. 2021; the smaller, the sooner the rates fit.
  package var omega: [Double?] = []

  /// The median step of the first spike, of the neurons that fired up to the last T.
  package var firstSpike: [Double?] = []

  /// By class at the last T, if it was asked for.
  package var perClass: [ClassScore]?

  /// Answers (column) by class (row) at the last T, if they were asked for.
  package var confusion: [[Int]]?

  /// - Parameter label: Of at least one entry of the plan.
  init(
    _ label: String, in plan: EvaluationPlan, results: EvaluationResults, classes: ClassFigures,
    figures: TallyFigures = .standard
  ) {
    self.figures = figures
    let entries = plan.entries.indices.filter { plan.entries[$0].label == label }
      .sorted { (plan.entries[$0].steps.last ?? 0) < (plan.entries[$1].steps.last ?? 0) }
    precondition(!entries.isEmpty, "no entry is called '\(label)'")
    let last = entries[entries.count - 1]
    let entry = plan.entries[last]
    title = commonTitle(of: entries.map { plan.entries[$0] })
    layers = entry.comparedLayers.map { entry.packed.network.layers[$0].name }
    steps = Set(entries.flatMap { plan.entries[$0].steps }).sorted()
    let isTrained = plan.analog == nil
    theta =
      isTrained
      ? entry.comparedLayers.map { entry.packed.network.layers[$0].neuron.threshold }
      : entry.thresholds
    if isTrained, plan.task.isClassification { stepAccuracy = [:] }
    let thresholds = entries.map { plan.entries[$0].thresholds }
    thetaAt = isTrained || thresholds.allSatisfy { $0 == theta } ? nil : [:]
    measures = plan.task.measures
    scores = measures.map { _ in [:] }
    var curve = AccuracyCurve(
      correct: [], analogCorrect: results.images.analogCorrectCount,
      labelled: results.images.labelledCount)
    for index in entries {
      for (position, step) in plan.entries[index].steps.enumerated() {
        addAnswers(entry: index, position: position, plan: plan, results: results, to: &curve)
        addScores(classes.scores(.spiking(entry: index, step: position)), step: step)
        addLayers(
          results.methods[index].readings[position], entry: plan.entries[index], step: step,
          images: results.images.count)
        if isTrained {
          let correct = results.methods[index].readings[position].stepCorrect
          stepAccuracy?["\(step)"] = .some(
            correct.flatMap { ratio($0, of: results.images.labelledCount) })
        }
        if thetaAt != nil { thetaAt?["\(step)"] = plan.entries[index].thresholds }
      }
    }
    curve.correct.sort { $0.steps < $1.steps }
    let target = classes.scores(.analog)?.values.first ?? nil
    for (name, tenths) in [("5", 50), ("1", 10), ("0.5", 5)] where !isTrained {
      latency[name] = .some(
        measures.isEmpty
          ? curve.latency(tenthsOfPoint: tenths)
          : target.flatMap { latency(target: $0 - Double(tenths) / 1000) })
    }
    addTotals(results.methods[last], entry: entry)
    let answer = { (image: ImageAnswers) in image.predictions[last].last ?? nil }
    perClass = classes.perClass(
      .spiking(entry: last, step: plan.entries[last].steps.count - 1), answer)
    confusion = classes.confusion(answer)
  }
}

extension MethodReport {
  /// A figure of each layer, by T; empty where the report does not hold it.
  package subscript(figure: TallyFigure) -> ByStep<[Double?]> {
    get { figureValues[figure.id] ?? [:] }
    set { figureValues[figure.id] = newValue }
  }

  /// Accuracy and agreement at one T.
  private mutating func addAnswers(
    entry index: Int, position: Int, plan: EvaluationPlan, results: EvaluationResults,
    to curve: inout AccuracyCurve
  ) {
    let entry = plan.entries[index]
    let (step, images) = (entry.steps[position], results.images)
    let isReady = step >= entry.packed.network.firstReadout
    let correct = isReady ? images.correctCount(entry: index, step: position) : nil
    let agreeing =
      isReady && plan.analog != nil ? images.agreeingCount(entry: index, step: position) : nil
    curve.correct.append((step, correct))
    accuracy["\(step)"] = .some(correct.flatMap { ratio($0, of: images.labelledCount) })
    agreement["\(step)"] = .some(agreeing.flatMap { ratio($0, of: images.count) })
  }

  /// The measures of a task at one T.
  private mutating func addScores(_ values: TaskScores?, step: Int) {
    for index in measures.indices { scores[index]["\(step)"] = .some(values?.values[index]) }
  }

  /// The smallest T from which on the first measure stays at a target or above it.
  private func latency(target: Double) -> Int? {
    steps.reversed().prefix { step in
      (scores[0]["\(step)"] ?? nil).map { $0 >= target } ?? false
    }.last
  }

  /// What spikes and layers came to at one T.
  private mutating func addLayers(
    _ reading: MethodTally.Reading, entry: EvaluationPlan.Entry, step: Int, images: Int
  ) {
    let (key, tallies) = ("\(step)", reading.layers)
    let network = entry.packed.network
    let neurons = entry.comparedLayers.map { network.layers[$0].neuron }
    let operations = ratio(reading.synapticOperations, of: images)
    spikes[key] = .some(ratio(reading.spikes, of: images))
    synapticOperations[key] = .some(operations)
    energyMicrojoules[key] = .some(
      operations.map { EnergyModel.spikingMicrojoules(synapticOperations: $0, network: network) })
    let outcomes = zip(tallies, entry.comparedLayers).map { tally, layer in
      LayerOutcome(
        tally: tally, layer: network.layers[layer], coding: network.coding, step: step,
        images: images)
    }
    for figure in figures.all { self[figure][key] = outcomes.map(figure.value) }
    let codes = outcomes.map(\.code)
    errorSplit[key] = zip(codes, neurons).map { code, neuron in
      neuron.conservesCharge ? code.flatMap(ErrorTerms.init) : nil
    }
    offsetSpikes[key] = codes.map { code in
      guard let code, !code.offsets.isEmpty else { return nil }
      return Dictionary(uniqueKeysWithValues: zip(OffsetHistogram.labels, code.offsets))
    }
  }

  /// What only the last T tells.
  private mutating func addTotals(_ tally: MethodTally, entry: EvaluationPlan.Entry) {
    let layers = entry.comparedLayers.map { entry.packed.network.layers[$0] }
    let reading = tally.readings.last?.layers ?? []
    let duration = Double(entry.steps.last ?? 1)
    sinSpikeShare = reading.map { $0.compared == 0 ? nil : ratio($0.sinSpikes, of: $0.spikes) }
    spikesPerNeuronStep = reading.map { (ratio($0.spikes, of: $0.neurons) ?? 0) / duration }
    connectivity = layers.map { $0.connectivity?.fraction }
    omega = zip(reading, layers).map { $0.code.omega(of: $1.neuron) }
    firstSpike = tally.firstSpikes.map { median(histogram: $0) }
  }
}

/// The terms of φ - a in one layer: L2 norms over all neurons and images, relative to that of a.
///
/// Norms do not add up; the signed terms of each neuron do (`ErrorSplit`).
package struct ErrorTerms: Encodable, Equatable, Sendable {
  package var propagated: Double
  package var clipping: Double
  package var quantisation: Double
  package var unevenness: Double

  /// `‖φ - a‖ / ‖a‖`.
  package var total: Double

  /// `nil` where every activation is zero, or a sum is beyond its range.
  init?(_ code: CodeTally) {
    guard let norm = code.activationSquared.value, norm > 0,
      let propagated = code.propagated.value, let clipping = code.clipping.value,
      let quantisation = code.quantisation.value, let unevenness = code.unevenness.value,
      let total = code.errorSquared.value
    else { return nil }
    self.propagated = (propagated / norm).squareRoot()
    self.clipping = (clipping / norm).squareRoot()
    self.quantisation = (quantisation / norm).squareRoot()
    self.unevenness = (unevenness / norm).squareRoot()
    self.total = (total / norm).squareRoot()
  }
}

/// The title of networks that are reported as one: `light for each T` for `light T=8`, `light
/// T=16`.
private func commonTitle(of entries: [EvaluationPlan.Entry]) -> String {
  let titles = Set(entries.map(\.title))
  guard titles.count > 1 else { return titles.first ?? "" }
  let general = Set(
    entries.map { $0.title.replacing("T=\($0.steps.last ?? 0)", with: "for each T") })
  return general.count == 1 ? general.first ?? "" : "\(entries[0].label), one for each T"
}
