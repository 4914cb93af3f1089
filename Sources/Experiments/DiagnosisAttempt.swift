import AnalogPass
import Conversion
import Evaluation
import Networks
import Runs
import SpikingEngine
import Tensors

/// One way to convert and run a model: that of the user, or one with a remedy.
package struct DiagnosisAttempt: Sendable {
  /// T is `nil` for 256 steps, or for as many as the method is made for.
  var request: RunRequest
  let count: Int
  let cache: CalibrationCache
  let display: ProgressDisplay

  /// - Parameter count: How many images, from the first on.
  package init(_ request: RunRequest, count: Int, cache: CalibrationCache, display: ProgressDisplay)
  {
    self.request = request
    self.count = count
    self.cache = cache
    self.display = display
  }

  /// The same at another T.
  func at(steps: Int) -> DiagnosisAttempt {
    var attempt = self
    attempt.request.steps = steps
    return attempt
  }

  /// Loads, calibrates and converts.
  func prepared() throws -> Prepared {
    let loaded = try LoadedModel(request.model, images: request.data.images)
    let analog = try loaded.analog(for: "a diagnosis needs")
    guard loaded.task.isClassification else {
      throw UsageError(
        description: "a diagnosis holds classes against classes, and '\(request.model.path)' gives "
          + "none; 'evaluate' tells how good its answers are over T, and SIN layer by layer")
    }
    let data = try LoadedData(request.data, for: loaded)
    var conversion = try ConversionContext(
      model: loaded, data: data, options: request.method.values, threads: request.threads,
      cache: cache, display: display)
    let choice = try request.choice()
    let statistics = try conversion.statistics()
    let silent = statistics.layers.filter { $0.maximum == 0 }.map(\.name)
    let converted: ConversionContext.Converted
    do {
      converted = try conversion.converted(by: choice)
    } catch ConversionError.silentLayer {
      converted = try conversion.converted(by: choice, stopgap: statistics.stopgapThresholds())
    }
    let context = DiagnosisContext(
      analog: analog, packed: converted.packed, title: choice.recipe.title,
      thresholds: converted.thresholds,
      steps: request.steps ?? choice.recipe.steps
        ?? max(OptionDefaults.diagnosisSteps, converted.packed.network.firstReadout),
      statistics: statistics, promisedAccuracy: loaded.card?.testAccuracy.map { Double($0) },
      preprocessingDifference: loaded.preprocessingDifference, silentLayers: silent)
    let images = DiagnosisImages(
      count: min(count, data.images.count), available: data.images.count,
      threads: request.threads,
      image: { (try data.images.input(at: $0, for: loaded), data.images.label(at: $0)) })
    conversion.sayWarnings()
    return Prepared(context: context, images: images, notes: conversion.notes)
  }

  struct Prepared {
    var context: DiagnosisContext
    var images: DiagnosisImages
    var notes: [String]

    /// Right answers of the ANN and of the SNN at T, or agreement where there are no labels.
    ///
    /// - Returns: `nil` if it was stopped.
    func accuracies(
      display: ProgressDisplay, isStopped: @escaping @Sendable () -> Bool
    ) throws -> (ann: Double?, snn: Double)? {
      let plan = EvaluationPlan(
        analog: context.analog,
        entries: [
          EvaluationPlan.Entry(
            label: "tried", packed: context.packed, thresholds: context.thresholds,
            steps: [context.steps])
        ])
      let progress = Progress(
        "trying a remedy", unit: "images", total: images.count, display: display)
      defer { progress.finish() }
      let results = try plan.evaluated(
        count: images.count, threads: images.threads, image: images.evaluationImage,
        goOn: {
          progress.advance(by: 1)
          return !isStopped()
        })
      guard !isStopped() else { return nil }
      let answers = results.images
      let count = Double(max(answers.labelledCount, 1))
      guard answers.labelledCount > 0 else {
        let agreeing = answers.count { $0.analog == $0.predictions[0][0] }
        return (nil, Double(agreeing) / Double(max(answers.count, 1)))
      }
      return (
        Double(answers.analogCorrectCount) / count,
        Double(answers.correctCount(entry: 0, step: 0)) / count
      )
    }
  }

  /// The same with a remedy; `nil` where it is the same already.
  func applying(_ remedy: Remedy) throws -> DiagnosisAttempt? {
    var attempt = self
    switch remedy {
    case .cardPreprocessing:
      attempt.request.model.mean = nil
      attempt.request.model.standardDeviation = nil
      attempt.request.model.scale = nil
    case .standardizedImages(let mean, let deviation):
      guard let model = try standardizing(mean: mean, deviation: deviation) else { return nil }
      attempt.request.model = model
    case .ownThresholds:
      guard request.method.values[ConversionRecipe.thresholds] != nil else { return nil }
      attempt.request.method.values[ConversionRecipe.thresholds] = nil
    case .percentileThresholds:
      attempt.request.method.values[ConversionRecipe.thresholds] = nil
      attempt.request.method.name = Robust.descriptor.name
      attempt.request.method.values[Percentile.percentOption] = nil
    case .resetBySubtraction:
      attempt.request.method.name = Robust.descriptor.name
    case .losslessPooling:
      attempt.request.method.values[ConversionRecipe.maxPool] = .text(MaxPoolRule.lossless.rawValue)
    case .steps(let steps):
      attempt.request.steps = steps
    case .method(let name, let steps):
      guard request.method.name != name else { return nil }
      attempt.request.method.name = name
      attempt.request.steps = steps
    case .calibration:
      attempt.request.method.name = Advanced.descriptor.name
      attempt.request.method.values[ConversionRecipe.thresholds] = nil
    }
    return attempt
  }

  /// The request that makes the prepared images have mean 0 and deviation 1; `nil` where images are
  /// not prepared, because they are numbers already.
  private func standardizing(mean: [Double], deviation: [Double]) throws -> ModelRequest? {
    let loaded = try LoadedModel(request.model, images: request.data.images)
    guard try LoadedData(request.data, for: loaded).images.pixels == .raw else { return nil }
    let (oldMean, oldDeviation) = (
      loaded.preprocessing.mean, loaded.preprocessing.standardDeviation
    )
    let rounded = { (value: Float) in (value * 1000).rounded() / 1000 }
    var model = request.model
    model.mean = mean.indices.map { channel in
      let at = min(channel, oldMean.count - 1)
      return rounded(oldMean[at] + Float(mean[channel]) * oldDeviation[at])
    }
    model.standardDeviation = deviation.indices.map { channel in
      let old = oldDeviation[min(channel, oldDeviation.count - 1)]
      let new = rounded(old * Float(deviation[channel]))
      return new > 0 ? new : old
    }
    return model
  }

  /// What to type for it.
  var commandLine: String {
    (["spiketop", "evaluate"] + request.evaluationWords(count: count)).shellLine
  }
}

extension ActivationStatistics {
  /// The 99.9th percentile of each layer, and 1 for silent ones, so that the rest can be run.
  fileprivate func stopgapThresholds() throws -> [Float] {
    try layers.map { layer in
      let threshold = try layer.percentile(Percentile(99.9))
      return threshold > 0 ? threshold : 1
    }
  }
}
