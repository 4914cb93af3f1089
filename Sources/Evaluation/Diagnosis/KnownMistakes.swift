import Foundation
import Networks
import PlainText

/// The known mistakes, each found by its own figure.
package struct KnownMistakes {
  private let evidence: DiagnosisEvidence

  package init(_ evidence: DiagnosisEvidence) {
    self.evidence = evidence
  }

  /// All that were found, in the order in which they are looked for.
  package var findings: [Finding] {
    [
      silentLayer, inputStatistics, biases, thresholdOutlier, resetToZero, lossyMaxPooling,
      unfoldedNormalization, latency,
    ].compactMap(\.self)
  }

  private var context: DiagnosisContext { evidence.context }
  private var lastStep: String { "\(context.steps)" }

  /// The stake of what spoils the ANN.
  private var analogShortfall: Double { evidence.analogShortfall }

  /// What the SNN lacks to the ANN.
  private var shortfall: Double {
    Double(evidence.onlyAnalog - evidence.onlySpiking) / Double(max(evidence.count, 1))
  }

  /// A layer in which no neuron is active on any calibration image, or fires on any image.
  private var silentLayer: Finding? {
    // A part of the network that is silent and not missed is none.
    if let layer = context.silentLayers.first,
      context.isCutOff || evidence.analogFallsShort || shortfall > 0
    {
      return Finding(
        .silentLayer, layer: layer,
        figure:
          "no unit of \(layer) is active on \(context.statistics.imageCount) calibration images",
        reason: "nothing passes through this layer, in the trained network as in the spiking one",
        remedy: "look at weights and biases of \(layer) (spiketop inspect), restore or train them",
        stake: max(analogShortfall, shortfall, 0.01) + 1)
    }
    let silent = evidence.report[.silentShare][lastStep] ?? []
    let layers = evidence.report.layers
    guard let index = silent.indices.first(where: { (silent[$0] ?? 0) >= 1 && hadTime($0) }) else {
      return nil
    }
    return Finding(
      .silentLayer, layer: layers[index],
      figure: "no neuron of \(layers[index]) fires in \(context.steps) steps, on any image",
      reason: "nothing passes through this layer",
      action: .ownThresholds, stake: max(shortfall, 0.01))
  }

  /// Whether T was long enough for a layer to fire; before, its silence says nothing about it.
  ///
  /// At the largest activation of a layer its neurons fire every θ/max steps, and a layer waits for
  /// those before it; twice that, because no image reaches the largest activations everywhere.
  private func hadTime(_ layer: Int) -> Bool {
    if context.packed.network.coding.hasCycles {
      return context.steps >= context.packed.network.firstReadout
    }
    let intervals = zip(context.thresholds, context.statistics.layers).prefix(layer + 1)
      .filter { $1.maximum > 0 }
      .map { threshold, layer in max(Double(threshold / layer.maximum), 1) }
    return Double(context.steps) >= 2 * intervals.reduce(0, +)
  }

  /// Images that do not look like those the network was trained on.
  private var inputStatistics: Finding? {
    let isOff = zip(evidence.inputMean, evidence.inputDeviation).contains { mean, deviation in
      abs(mean) > 1 || !(0.5...2).contains(deviation)
    }
    let trial = evidence.ablationTests.first { $0.change == .standardizedImages && $0.undoesFault }
    // Without a card there is no saying what the network wants.
    guard
      context.preprocessingDifference != nil || trial != nil || isOff && evidence.analogFallsShort
    else { return nil }
    let numbers = { (values: [Double]) in
      values.map { printedDecimal($0, digits: 2) }.joined(separator: ", ")
    }
    let measured =
      "prepared images have mean \(numbers(evidence.inputMean)) and deviation "
      + numbers(evidence.inputDeviation)
    let standardized = trial.map { trial in
      "with mean 0 and deviation 1 the ANN itself is right on \(trial.correct) of "
        + "\(trial.images) images, not \(trial.correctBefore)"
    }
    return Finding(
      .inputStatistics,
      figure: [context.preprocessingDifference, measured, standardized].compactMap(\.self)
        .joined(separator: "; "),
      reason: "the trained network sees other numbers than it was trained on",
      action: context.preprocessingDifference != nil
        ? .cardPreprocessing
        : .standardizedImages(mean: evidence.inputMean, deviation: evidence.inputDeviation),
      stake: analogShortfall)
  }

  /// Biases that are lost, doubled, or out of balance with the mean input.
  private var biases: Finding? {
    if let check = evidence.biasChecks.first(where: { abs(($0.applied ?? 1) - 1) > 0.5 }) {
      // Adding 0 turns -0 into 0.
      let times = printedDecimal(((check.applied ?? 0) * 100).rounded() / 100 + 0, digits: 2)
      return Finding(
        .biases, layer: check.layer,
        figure: "the bias of \(check.layer) flows in \(times) times where it should once",
        reason: "a constant current is missing or too much, in every step",
        action: .ownThresholds,
        remedy: "convert the model again; its bias current is not that of the model",
        stake: max(shortfall, 0.01))
    }
    // Behind a silent layer nothing is in balance, and images of another size than those of the
    // training do to a network what biases of another size do.
    guard context.silentLayers.isEmpty, inputStatistics == nil else { return nil }
    return spoiltBiases ?? unbalancedBiases
  }

  /// Biases of the trained network whose halving makes it much better.
  private var spoiltBiases: Finding? {
    let trials = evidence.ablationTests.filter(\.undoesFault)
    guard let trial = trials.min(by: { $0.lossRatio < $1.lossRatio }),
      case .halvedBiases(let node) = trial.change
    else { return nil }
    return Finding(
      .biases, layer: node,
      figure: String(
        format: "with halved biases in %@ the ANN itself is right on %d of %d images, not %d, and "
          + "its loss is %@ smaller", node, trial.correct, trial.images,
        trial.correctBefore, printedPercent(1 - trial.lossRatio, digits: 0)),
      reason: "the trained network itself is not at its minimum: these biases were changed after "
        + "the training, most likely folded twice",
      remedy: "export the model again, and fold batch normalization once",
      stake: max(
        analogShortfall,
        Double(trial.correct - trial.correctBefore) / Double(max(trial.images, 1)), 0.02))
  }

  /// Biases that take back far more than the mean input of their channels.
  private var unbalancedBiases: Finding? {
    // Sound layers behind batch normalization lie near -1, and a first layer, whose input has a
    // mean of zero, near 0. Layers without batch normalization may lie anywhere, so it takes an ANN
    // that is worse than promised.
    guard evidence.analogFallsShort,
      let check = evidence.biasChecks.first(where: { check in
        (-0.5 ... -0.15).contains(check.balance ?? 0) && (check.fit ?? 0) > 0.1
      }), let balance = check.balance
    else { return nil }
    return Finding(
      .biases, layer: check.layer,
      figure: String(
        format: "the biases of %@ take back %.1f times the mean input of their channels",
        check.layer, -1 / balance),
      reason: "after batch normalization it is about once; these may have been folded twice",
      remedy: "export the model again, and fold batch normalization once",
      stake: max(analogShortfall, 0.02))
  }

  /// A threshold far above what neurons ever reach.
  private var thresholdOutlier: Finding? {
    let ratios = zip(context.thresholds, context.statistics.layers).map { threshold, layer in
      (try? layer.percentile(.init(99.9))).map { $0 > 0 ? Double(threshold / $0) : 1 } ?? 1
    }
    guard let worst = ratios.indices.max(by: { ratios[$0] < ratios[$1] }), ratios[worst] > 3 else {
      return nil
    }
    let layer = context.statistics.layers[worst]
    let isBeyondAll = context.thresholds[worst] > 1.01 * layer.maximum
    return Finding(
      .thresholdOutlier, layer: layer.name,
      figure: String(
        format: "the threshold of %@, %.3g, is %.1f times its 99.9th percentile", layer.name,
        context.thresholds[worst], ratios[worst]),
      reason: "its neurons need so many times more steps for the same rate",
      action: isBeyondAll ? .ownThresholds : .percentileThresholds, stake: shortfall)
  }

  private var resetToZero: Finding? {
    let isHard = context.packed.network.layers.contains { $0.neuron.reset == .toZero }
    guard isHard else { return nil }
    return Finding(
      .resetToZero, figure: "neurons are reset to zero",
      reason:
        "every spike throws away the charge above the threshold, so that rates stay too low "
        + "however long the run",
      action: .resetBySubtraction, stake: shortfall)
  }

  private var lossyMaxPooling: Finding? {
    let pool = context.packed.network.layers.first { $0.neuron.pool?.rule == .gated }
    guard let pool, evidence.fallsShort else { return nil }
    return Finding(
      .lossyMaxPooling, layer: pool.name,
      figure: "\(pool.name) passes on what leads, also before the strongest input is known",
      reason: "what was passed on too early cannot be taken back",
      action: .losslessPooling, stake: shortfall)
  }

  /// A normalization that no weights could take in.
  private var unfoldedNormalization: Finding? {
    let node = context.analog.nodes.first { node in
      if case .channelAffine = node.operation { true } else { false }
    }
    guard let node, evidence.fallsShort else { return nil }
    return Finding(
      .unfoldedNormalization, layer: node.name,
      figure: "'\(node.fileName)' stands alone: no weights before it could take it in",
      reason: "its offset flows in every step, also where no spike arrives",
      remedy: "train with the normalization behind a convolution", stake: 0)
  }

  /// Too few steps: no readout yet, or an accuracy that still rises.
  private var latency: Finding? {
    let network = context.packed.network
    if context.steps < network.firstReadout {
      return Finding(
        .latency,
        figure: "T = \(context.steps) ends before the first readout, T = \(network.firstReadout)",
        reason: "no answer exists yet", action: .steps(network.firstReadout), stake: 1)
    }
    guard evidence.fallsShort, !network.coding.hasCycles,
      let last = evidence.quality(atStep: context.steps)
    else { return nil }
    let half = evidence.quality(atStep: context.steps / 2)
    let missed = (evidence.report[.missedRatio][lastStep] ?? []).compactMap(\.self).max() ?? 0
    guard last - (half ?? 0) > 0.01 || missed > 0.3 else { return nil }
    let name = evidence.labelled > 0 ? "accuracy" : "agreement"
    let before = half.map { "\(printedPercent($0, digits: 1)) at T = \(context.steps / 2), " }
    let now = "\(printedPercent(last, digits: 1)) at T = \(context.steps)"
    return Finding(
      .latency, figure: "\(name) \(before ?? "")\(now)\(lastFirstSpikes ?? "")",
      reason: "rates have not settled: each layer waits for the one before it",
      // Eight steps per layer at least: four times nearly nothing would win nothing.
      action: .steps(max(context.steps * 4, context.comparedLayers.count * 8)), stake: shortfall)
  }
}

extension KnownMistakes {
  /// When the last layer that fires at all begins to.
  private var lastFirstSpikes: String? {
    let first = evidence.report.firstSpike
    guard let index = first.lastIndex(where: { $0 != nil }), let step = first[index] else {
      return nil
    }
    return String(
      format: "; the neurons of %@ that fire begin at t = %.0f (median)",
      evidence.report.layers[index], step)
  }
}

// What is said where no mistake is known.
extension KnownMistakes {
  /// The trained network or the conversion as a whole; `nil` for a sound network.
  package var general: Finding? {
    if evidence.analogFallsShort {
      return Finding(
        .analogNetwork,
        figure: "the ANN is right on "
          + "\(printedPercent(evidence.analogTrial?.accuracy ?? 0, digits: 1)) of "
          + "\(evidence.analogTrial?.images ?? 0) images, its card promises "
          + printedPercent(context.promisedAccuracy ?? 0, digits: 1),
        reason: "a converted network is not better than the trained one",
        remedy: "compare data, labels and preprocessing with those of the training",
        stake: analogShortfall)
    }
    guard evidence.fallsShort else { return nil }
    // Not the layer whose replacement removes most: that also removes what came before it, so that
    // the last one would always be blamed.
    let worst = evidence.attribution?.layers.max { $0.errorAlone < $1.errorAlone }
    let share = worst.map {
      String(format: "; of layers that spike alone, %@ errs most, %.3f", $0.layer, $0.errorAlone)
    }
    return Finding(
      .conversionError, layer: worst?.layer,
      figure: String(
        format: "the SNN loses %d images and wins %d; output error %.3f", evidence.onlyAnalog,
        evidence.onlySpiking, evidence.attribution?.error ?? 0) + (share ?? ""),
      reason: "clipping, quantisation and uneven spikes add up over the layers",
      action: .calibration, stake: shortfall)
  }
}
