import AnalogPass
import Conversion
import Evaluation
import Foundation
import Networks
import SpikingEngine
import Tensors

/// One way to convert and run a model: that of the user, or one with a remedy.
struct DiagnosisAttempt {
  var model: ModelOptions
  var data: DataOptions
  var request: MethodRequest

  /// T; `nil` for 256 steps, or for as many as the method is made for.
  var steps: Int?
  var count: Int
  var threads: Int
  var display = ProgressDisplay.standardError

  private static let usualSteps = 256

  /// The number of images where the user does not say.
  static let usualCount = 100

  /// Loads, calibrates and converts.
  func prepared() throws -> Prepared {
    let loaded = try model.load()
    let analog = try loaded.analog(for: "a diagnosis needs")
    let data = try data.load(for: loaded)
    var conversion = try ConversionContext(
      model: loaded, data: data, options: request.values, threads: threads, display: display)
    let choice = try MethodRegistry.standard.choice(
      request, steps: steps ?? MethodRegistry.usualSteps)
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
      steps: steps ?? choice.recipe.method.steps
        ?? max(DiagnosisAttempt.usualSteps, converted.packed.network.firstReadout),
      statistics: statistics, promisedAccuracy: loaded.card?.testAccuracy.map { Double($0) },
      preprocessingDifference: loaded.preprocessingDifference, silentLayers: silent)
    let images = DiagnosisImages(
      count: min(count, data.images.count), available: data.images.count, threads: threads,
      image: { (try data.images.input(at: $0, for: loaded), data.images.label(at: $0)) })
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
        count: images.count, threads: images.threads, image: { try images.image($0) },
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
      attempt.model.card.mean = nil
      attempt.model.card.std = nil
      attempt.model.card.scale = nil
    case .standardizedImages(let mean, let deviation):
      guard let card = try standardizing(mean: mean, deviation: deviation) else { return nil }
      attempt.model.card = card
    case .ownThresholds:
      guard request.values[ConversionRecipe.thresholds] != nil else { return nil }
      attempt.request.values[ConversionRecipe.thresholds] = nil
    case .percentileThresholds:
      attempt.request.values[ConversionRecipe.thresholds] = nil
      attempt.request.name = Robust.descriptor.name
      attempt.request.values[Percentile.percentOption] = nil
    case .resetBySubtraction:
      attempt.request.name = Robust.descriptor.name
    case .losslessPooling:
      attempt.request.values[ConversionRecipe.maxPool] = .text(MaxPoolRule.lossless.rawValue)
    case .steps(let steps):
      attempt.steps = steps
    case .calibration:
      attempt.request.name = Advanced.descriptor.name
      attempt.request.values[ConversionRecipe.thresholds] = nil
    }
    return attempt
  }

  /// The options that make the prepared images have mean 0 and deviation 1; `nil` where images are
  /// not prepared, because they are numbers already.
  private func standardizing(mean: [Double], deviation: [Double]) throws -> CardOptions? {
    let loaded = try model.load()
    guard try data.load(for: loaded).images.pixels == .raw else { return nil }
    let (oldMean, oldDeviation) = (
      loaded.preprocessing.mean, loaded.preprocessing.standardDeviation
    )
    let rounded = { (value: Float) in (value * 1000).rounded() / 1000 }
    var card = model.card
    card.mean = NumberList(
      mean.indices.map { channel in
        let at = min(channel, oldMean.count - 1)
        return rounded(oldMean[at] + Float(mean[channel]) * oldDeviation[at])
      })
    card.std = NumberList(
      deviation.indices.map { channel in
        let old = oldDeviation[min(channel, oldDeviation.count - 1)]
        let new = rounded(old * Float(deviation[channel]))
        return new > 0 ? new : old
      })
    return card
  }

  /// What to type for it.
  var commandLine: String {
    var words = ["spiketop", "evaluate", model.model] + model.card.words + data.words
    words += ["--method", request.name] + MethodRegistry.standard.words(for: request.values)
    words += option("--steps", steps)
    return (words + ["--count", "\(count)"]).map(\.quotedForShell).joined(separator: " ")
  }
}

// What was given on the command line, as words that give the same.
extension CardOptions {
  fileprivate var words: [String] {
    option("--scale", scale) + option("--mean", mean) + option("--std", std)
  }
}

extension DataOptions {
  fileprivate var words: [String] {
    option("--data", data) + option("--calibration", calibration)
      + option("--calibration-count", calibrationCount, unless: 1000)
      + option("--calibration-indices", calibrationIndices)
  }
}

private func option<Value: Equatable>(
  _ name: String, _ value: Value?, unless usual: Value? = nil
) -> [String] {
  guard let value, value != usual else { return [] }
  if let list = value as? NumberList {
    // With = because the first number may be negative.
    return [name + "=" + list.numbers.map { "\($0)" }.joined(separator: ",")]
  }
  return [name, "\(value)"]
}

extension String {
  /// As one word for a shell.
  fileprivate var quotedForShell: String {
    let isPlain = allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "-_=+,./:@%".contains($0))
    }
    return isPlain && !isEmpty ? self : "'" + replacing("'", with: "'\\''") + "'"
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
