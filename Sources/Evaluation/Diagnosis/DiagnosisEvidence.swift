import AnalogPass
import Networks
import SpikeStatistics
import SpikingEngine
import Synchronization
import Tensors

/// What a diagnosis measured before it judges.
package struct DiagnosisEvidence: Sendable {
  package var context: DiagnosisContext

  /// Accuracy, errors and SIN at T/4, T/2 and T.
  package var report: MethodReport

  /// The number of images; right answers of the ANN and, at T, of the SNN; images with a label.
  package var count: Int
  package var labelled: Int
  package var analogCorrect: Int
  package var correct: Int

  /// Images that only the ANN, and that only the SNN got right; without labels, images on which
  /// they differ count as the ANN's.
  package var onlyAnalog: Int
  package var onlySpiking: Int

  /// Mean and standard deviation of the prepared images, per channel; of vectors, of all numbers.
  package var inputMean: [Double]
  package var inputDeviation: [Double]

  package var biasChecks: [BiasCheck]

  /// One per operator with biases, and one of the images; empty without labels.
  package var ablationTests: [AblationTest]

  /// `nil` if it was stopped.
  package var attribution: Attribution?

  /// Runs the images: the evaluation, the bias checks and the substitutions.
  ///
  /// - Parameters:
  ///   - progress: Called whenever some work is done, on any thread.
  ///   - isStopped: Asked between images; what is done so far is kept.
  /// - Returns: `nil` if it was stopped before the first image.
  package static func measured(
    of context: DiagnosisContext, images: DiagnosisImages,
    progress: @escaping @Sendable (DiagnosisProgress) -> Void = { _ in },
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws -> DiagnosisEvidence? {
    let label = "diagnosed"
    let steps = [context.steps / 4, context.steps / 2, context.steps].filter { $0 > 0 }
    let plan = EvaluationPlan(
      analog: context.analog,
      entries: [
        EvaluationPlan.Entry(
          label: label, title: context.title, packed: context.packed,
          thresholds: context.thresholds, steps: steps)
      ])
    let results = Mutex(EvaluationResults(plan))
    try plan.evaluate(
      Array(0..<images.count), threads: images.threads, image: images.evaluationImage
    ) { result in
      results.withLock { $0.add(result) }
      progress(DiagnosisProgress(task: .images(of: images.count), done: 1))
      return !isStopped()
    }
    let result = results.withLock { $0 }
    guard !result.images.isEmpty else { return nil }
    let report = EvaluationReport(result, plan: plan, requested: images.count, notes: [])
    guard let method = report.methods[label] else { return nil }
    let inputs = try InputSums.measured(of: context, images: images, limit: 64)
    return DiagnosisEvidence(
      context: context, report: method, results: result, inputs: inputs,
      ablationTests: try AblationTest.measured(
        of: context.analog, moments: inputs.moments, images: images, limit: 200,
        progress: progress, isStopped: isStopped),
      attribution: isStopped()
        ? nil
        : try Attribution.measured(
          of: context, images: images, progress: progress, isStopped: isStopped))
  }

  private init(
    context: DiagnosisContext, report: MethodReport, results: EvaluationResults,
    inputs: InputSums, ablationTests: [AblationTest], attribution: Attribution?
  ) {
    self.context = context
    self.report = report
    self.attribution = attribution
    self.ablationTests = ablationTests
    let images = results.images
    let right = { (image: ImageAnswers) in (image.predictions[0].last ?? nil, image) }
    count = images.count
    labelled = images.labelledCount
    analogCorrect = images.analogCorrectCount
    let answers = images.map(right)
    correct = answers.count { $0.1.label != nil && $0.0 == $0.1.label }
    let truth = { (image: ImageAnswers) in image.label ?? image.analog }
    onlyAnalog = answers.count { $0.1.analog == truth($0.1) && $0.0 != truth($0.1) }
    onlySpiking = answers.count { $0.1.analog != truth($0.1) && $0.0 == truth($0.1) }
    (inputMean, inputDeviation) = inputs.moments
    biasChecks = inputs.bias.checks(of: context)
  }

  /// Shares of the labelled images with a right answer, of ANN and SNN; `nil` without labels.
  package var analogAccuracy: Double? { ratio(analogCorrect, of: labelled) }
  package var accuracy: Double? { ratio(correct, of: labelled) }

  /// Accuracy at a T that was read, or agreement with the ANN where nothing has a label.
  package func quality(atStep step: Int) -> Double? {
    (labelled > 0 ? report.accuracy["\(step)"] : report.agreement["\(step)"]) ?? nil
  }

  /// Whether the SNN is worse than the ANN by more than chance (two standard deviations of the
  /// images on which they differ, McNemar) and by more than a point.
  package var fallsShort: Bool {
    let lost = Double(onlyAnalog - onlySpiking)
    return lost > 0.01 * Double(count)
      && lost > 2 * Double(onlyAnalog + onlySpiking).squareRoot()
  }

  /// What the ANN lacks to the promise of its card, on all images on which it was tried alone; 0
  /// for nothing.
  package var analogShortfall: Double {
    guard let promised = context.promisedAccuracy, let (measured, _) = analogTrial else { return 0 }
    return max(promised - measured, 0)
  }

  /// Whether that is more than three standard deviations.
  package var analogFallsShort: Bool {
    guard let promised = context.promisedAccuracy, let (_, images) = analogTrial else {
      return false
    }
    return analogShortfall > 3 * (promised * (1 - promised) / Double(images)).squareRoot()
  }

  /// The accuracy of the ANN on as many images as it was tried on; `nil` without labels.
  package var analogTrial: (accuracy: Double, images: Int)? {
    if let trial = ablationTests.first, trial.images > labelled {
      return (Double(trial.correctBefore) / Double(trial.images), trial.images)
    }
    return analogAccuracy.map { ($0, labelled) }
  }
}

/// What one pass of the analog network over some images sums up.
struct InputSums: Sendable {
  private var sum: [Double]
  private var square: [Double]
  private var values = 0
  fileprivate(set) var bias: BiasSums

  /// On the first images, one after the other, so that sums do not depend on threads.
  static func measured(
    of context: DiagnosisContext, images: DiagnosisImages, limit: Int
  ) throws -> InputSums {
    let channels = statisticalShape(of: context).channels
    var sums = InputSums(
      sum: Array(repeating: 0, count: channels), square: Array(repeating: 0, count: channels),
      bias: BiasSums(layers: context.comparedLayers.count))
    var pass = ForwardPass(context.analog)
    for index in 0..<min(images.count, limit) {
      let image = try images.image(index).0
      sums.add(image, shape: statisticalShape(of: context))
      pass.run(image)
      try pass.check()
      sums.bias.add(context, image: image, pass: pass)
    }
    return sums
  }

  /// A vector is one channel: each of its numbers alone says nothing about the preprocessing.
  private static func statisticalShape(of context: DiagnosisContext) -> MapShape {
    let shape = context.analog.inputShape
    return shape.isVector ? MapShape(channels: 1, height: 1, width: shape.count) : shape
  }

  private mutating func add(_ image: Tensor, shape: MapShape) {
    values += shape.pixels
    for (unit, value) in image.elements.enumerated() {
      sum[unit / shape.pixels] += Double(value)
      square[unit / shape.pixels] += Double(value) * Double(value)
    }
  }

  /// Mean and standard deviation per channel.
  var moments: (mean: [Double], deviation: [Double]) {
    let count = Double(max(values, 1))
    let means = sum.map { $0 / count }
    return (
      means, zip(square, means).map { max($0 / count - $1 * $1, 0).squareRoot() }
    )
  }
}
