import Networks
import SpikeStatistics

/// What an evaluation found about one method.
///
/// Figures *by T* are keyed by the number of steps; `nil` stands for what is undefined: accuracy
/// before the first readout, a share of nothing, the terms of reset to zero. Lists have one element
/// per spiking layer, in the order of `layers`.
package struct MethodReport: Encodable, Sendable {
  package typealias ByStep<Value> = [String: Value]

  /// As shown to people, with what is a reconstruction.
  package var title: String
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

  /// SIN neurons per inactivated neuron, per neuron, and per neuron that fired.
  package var sinRatio: ByStep<[Double?]> = [:]
  package var sinShare: ByStep<[Double?]> = [:]
  package var sinPurity: ByStep<[Double?]> = [:]

  /// Spikes of inactivated neurons per spike, and at the last T.
  package var sinLoad: ByStep<[Double?]> = [:]
  package var sinSpikeShare: [Double?] = []

  /// Neurons with `z > 0` that have not fired, among those with `z > 0`.
  package var missedRatio: ByStep<[Double?]> = [:]

  /// Neurons that have not fired, and those that delivered all they can, among all.
  package var silentShare: ByStep<[Double?]> = [:]
  package var saturatedShare: ByStep<[Double?]> = [:]

  /// Neurons of the layer that have fired on none of the images.
  package var neverFiredShare: ByStep<[Double?]> = [:]

  /// The fraction of the weights onto each layer that are not zero; `nil` without weights.
  package var connectivity: [Double?] = []

  /// Spikes per neuron and step up to the last T.
  package var spikesPerNeuronStep: [Double] = []

  /// Synaptic additions that the spikes of each layer cost, per image.
  package var layerSynapticOperations: ByStep<[Double?]> = [:]

  /// The terms of φ - a, see `ErrorTerms`.
  package var errorSplit: ByStep<[ErrorTerms?]> = [:]

  /// Neurons by psi, over all images; see `OffsetHistogram`.
  package var offsetSpikes: ByStep<[[String: Int]?]> = [:]

  /// The rate inference loss `Ω = ‖a/θ‖₁ / ‖a/θ‖₂²` over all images.
  ///
  /// Ding et al. 2021; the smaller, the sooner the rates fit.
  package var omega: [Double?] = []

  /// `K = ‖φ - a‖² / ‖a‖²`, over all images, and in rate coding its bound `2Ω/T`.
  package var fitCurve: ByStep<[Double?]> = [:]
  package var fitBound: ByStep<[Double?]> = [:]

  /// The median step of the first spike, of the neurons that fired up to the last T.
  package var firstSpike: [Double?] = []

  /// By class at the last T, if it was asked for.
  package var perClass: [ClassAccuracy]?

  /// Answers (column) by class (row) at the last T, if they were asked for.
  package var confusion: [[Int]]?

  private enum CodingKeys: String, CodingKey {
    case title, layers, steps, theta, accuracy, agreement, latency, spikes, omega, confusion
    case connectivity
    case thetaAt = "theta_at"
    case stepAccuracy = "step_accuracy"
    case synapticOperations = "synaptic_operations"
    case energyMicrojoules = "energy_microjoules"
    case sinRatio = "sin_ratio"
    case sinShare = "sin_share"
    case sinPurity = "sin_purity"
    case sinLoad = "sin_load"
    case sinSpikeShare = "sin_spike_share"
    case missedRatio = "missed_ratio"
    case silentShare = "silent_share"
    case saturatedShare = "saturated_share"
    case neverFiredShare = "never_fired_share"
    case spikesPerNeuronStep = "spikes_per_neuron_step"
    case layerSynapticOperations = "layer_synaptic_operations"
    case errorSplit = "error_split"
    case offsetSpikes = "offset_spikes"
    case fitCurve = "fit_curve"
    case fitBound = "fit_bound"
    case firstSpike = "first_spike"
    case perClass = "per_class"
  }

  /// - Parameter label: Of at least one entry of the plan.
  init(
    _ label: String, in plan: EvaluationPlan, results: EvaluationResults, classes: ClassFigures
  ) {
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
    if isTrained { stepAccuracy = [:] }
    let thresholds = entries.map { plan.entries[$0].thresholds }
    thetaAt = isTrained || thresholds.allSatisfy { $0 == theta } ? nil : [:]
    var curve = AccuracyCurve(
      correct: [], analogCorrect: results.images.analogCorrectCount,
      labelled: results.images.labelledCount)
    for index in entries {
      for (position, step) in plan.entries[index].steps.enumerated() {
        addAnswers(entry: index, position: position, plan: plan, results: results, to: &curve)
        addLayers(
          results.methods[index].readings[position], entry: plan.entries[index], step: step,
          images: results.images.count)
        if isTrained {
          let correct = results.methods[index].readings[position].stepCorrect
          stepAccuracy?["\(step)"] = .some(
            correct.flatMap { share($0, of: results.images.labelledCount) })
        }
        if thetaAt != nil { thetaAt?["\(step)"] = plan.entries[index].thresholds }
      }
    }
    curve.correct.sort { $0.steps < $1.steps }
    for (name, tenths) in [("5", 50), ("1", 10), ("0.5", 5)] where !isTrained {
      latency[name] = .some(curve.latency(tenthsOfPoint: tenths))
    }
    addTotals(results.methods[last], entry: entry)
    let answer = { (image: ImageAnswers) in image.predictions[last].last ?? nil }
    perClass = classes.perClass(answer)
    confusion = classes.confusion(answer)
  }
}

extension MethodReport {
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
    accuracy["\(step)"] = .some(correct.flatMap { share($0, of: images.labelledCount) })
    agreement["\(step)"] = .some(agreeing.flatMap { share($0, of: images.count) })
  }

  /// What spikes and layers came to at one T.
  private mutating func addLayers(
    _ reading: MethodTally.Reading, entry: EvaluationPlan.Entry, step: Int, images: Int
  ) {
    let (key, tallies) = ("\(step)", reading.layers)
    let network = entry.packed.network
    let neurons = entry.comparedLayers.map { network.layers[$0].neuron }
    let operations = share(reading.synapticOperations, of: images)
    spikes[key] = .some(share(reading.spikes, of: images))
    synapticOperations[key] = .some(operations)
    energyMicrojoules[key] = .some(
      operations.map { EnergyModel.spikingMicrojoules(synapticOperations: $0, network: network) })
    sinRatio[key] = tallies.map { share($0.sinNeurons, of: $0.inactive) }
    sinShare[key] = tallies.map { share($0.sinNeurons, of: $0.compared) }
    sinPurity[key] = tallies.map { $0.compared == 0 ? nil : share($0.sinNeurons, of: $0.firing) }
    sinLoad[key] = tallies.map { $0.compared == 0 ? nil : share($0.sinSpikes, of: $0.spikes) }
    missedRatio[key] = tallies.map { share($0.missed, of: $0.active) }
    silentShare[key] = tallies.map { share($0.neurons - $0.firing, of: $0.neurons) }
    neverFiredShare[key] = zip(tallies, entry.comparedLayers).map { tally, layer in
      let count = network.layers[layer].shape.count
      return images > 0 ? share(count - tally.everFired.count, of: count) : nil
    }
    layerSynapticOperations[key] = tallies.map { share($0.synapticOperations, of: images) }
    let codes = zip(tallies, neurons).map { tally, neuron in
      neuron.reading(upTo: step) == nil ? nil : tally.code
    }
    saturatedShare[key] = zip(codes, tallies).map { code, tally in
      code.flatMap { share($0.saturated, of: tally.compared) }
    }
    errorSplit[key] = zip(codes, neurons).map { code, neuron in
      neuron.conservesCharge ? code.flatMap(ErrorTerms.init) : nil
    }
    offsetSpikes[key] = codes.map { code in
      guard let code, !code.offsets.isEmpty else { return nil }
      return Dictionary(uniqueKeysWithValues: zip(OffsetHistogram.labels, code.offsets))
    }
    fitCurve[key] = codes.map { $0.flatMap(\.fitCurve) }
    fitBound[key] = zip(codes, neurons).map { code, neuron in
      network.coding == .rate ? code?.omega(of: neuron).map { 2 * $0 / Double(step) } : nil
    }
  }

  /// What only the last T tells.
  private mutating func addTotals(_ tally: MethodTally, entry: EvaluationPlan.Entry) {
    let layers = entry.comparedLayers.map { entry.packed.network.layers[$0] }
    let reading = tally.readings.last?.layers ?? []
    let duration = Double(entry.steps.last ?? 1)
    sinSpikeShare = reading.map { $0.compared == 0 ? nil : share($0.sinSpikes, of: $0.spikes) }
    spikesPerNeuronStep = reading.map { (share($0.spikes, of: $0.neurons) ?? 0) / duration }
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

extension CodeTally {
  /// K.
  fileprivate var fitCurve: Double? {
    guard let norm = activationSquared.value, norm > 0 else { return nil }
    return errorSquared.value.map { $0 / norm }
  }

  /// Ω; it needs the activations only.
  fileprivate func omega(of neuron: NeuronParameters) -> Double? {
    guard let threshold = neuron.threshold, let sum = activationSum.value,
      let norm = activationSquared.value, norm > 0
    else { return nil }
    return Double(threshold) * sum / norm
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
