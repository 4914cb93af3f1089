import AnalogPass
import Conversion
import Evaluation
import ExampleNetworks
import Foundation
import Networks
import SpikingEngine
import Testing

/// Each known mistake is found where it was made, and nowhere else.
@Suite struct KnownMistakesTests {
  private let sound: DiagnosisEvidence

  init() throws {
    sound = try ExampleDiagnosis(Example.perceptron.network(seed: 4)).evidence()
  }

  @Test(
    arguments: [
      Example.perceptron, .convolutional, .residual, .projected, .depthwise, .maxPooled,
    ])
  func aSoundNetworkIsCalledSound(example: Example) throws {
    let evidence = try ExampleDiagnosis(example.network(seed: 4), steps: 512).evidence()

    #expect(evidence.found.isEmpty && KnownMistakes(evidence).general == nil)
    #expect(evidence.diagnosis.verdict == .sound)
    #expect(evidence.diagnosis.absent == Finding.Kind.allCases)
  }

  @Test func aLayerThatIsSilentInTheTrainedNetworkIsNamed() throws {
    var evidence = sound.withAnalog(correct: 1, of: 100, promised: 0.9)
    evidence.context.silentLayers = ["fc2"]
    evidence.biasChecks[1].balance = -0.3
    evidence.biasChecks[1].fit = 0.9

    #expect(evidence.found.map(\.id) == [.silentLayer])
    #expect(evidence.found.first?.layer == "fc2")
  }

  @Test(arguments: 0..<3)
  func aLayerThatIsSilencedByTheConversionIsNamed(layer: Int) throws {
    var example = try ExampleDiagnosis(Example.perceptron.network(seed: 4))
    let channels = example.spiking.layers[layer].shape.channels
    example.spiking.layers[layer].biasCurrent = Array(repeating: -100, count: channels)

    let finding = try example.evidence().finding(.silentLayer)

    #expect(finding?.layer == "fc\(layer + 1)")
    #expect(finding?.figure.contains("256 steps") == true)
  }

  /// A spike needs time to pass the layers, and more of it where thresholds are high.
  @Test(arguments: [1, 2, 4])
  func aLayerIsNotCalledSilentBeforeItsTime(steps: Int) throws {
    var example = try ExampleDiagnosis(
      Example.perceptron.network(seed: 4), steps: steps)
    let early = try example.evidence()
    #expect(early.report[.silentShare]["\(steps)"]?.contains(1) == true || steps > 1)
    #expect(early.finding(.silentLayer) == nil)

    example = try ExampleDiagnosis(
      Example.perceptron.network(seed: 4), steps: 64,
      thresholds: example.thresholds.map { $0 * 1000 })
    let high = try example.evidence()
    #expect(high.report[.silentShare]["64"] == [1, 1, 1])
    #expect(high.found.first?.id == .thresholdOutlier)
  }

  /// The moments by their definition: per channel of a map, over all numbers of a vector.
  @Test(arguments: [Example.perceptron, .residual])
  func imagesAreMeasuredByChannel(example: Example) throws {
    let diagnosis = try ExampleDiagnosis(example.network(seed: 4), steps: 8)
    let evidence = try diagnosis.evidence()
    let channels = example == .perceptron ? 1 : 2

    #expect(evidence.inputMean.count == channels && evidence.inputDeviation.count == channels)
    for channel in 0..<channels {
      let values = diagnosis.images.flatMap { image in
        let count = image.count / channels
        return image.elements[channel * count..<(channel + 1) * count].map { Double($0) }
      }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      #expect(abs(evidence.inputMean[channel] - mean) < 1e-9)
      #expect(abs(evidence.inputDeviation[channel] - variance.squareRoot()) < 1e-9)
    }
  }

  @Test func imagesOfAnotherSpreadAreNamedWhereTheTrainedNetworkSuffers() throws {
    var evidence = sound.withAnalog(correct: 50, of: 100, promised: 0.9)
    #expect(evidence.finding(.inputStatistics) == nil)

    for (mean, deviation) in [(0.0, 0.4), (0, 2.5), (1.5, 1), (-1.5, 1)] {
      evidence.inputMean = [mean]
      evidence.inputDeviation = [deviation]
      let finding = try #require(evidence.finding(.inputStatistics))
      #expect(finding.figure.contains(String(format: "%.2f and deviation %.2f", mean, deviation)))
      #expect(abs(finding.stake - 0.4) < 1e-9)
      #expect(evidence.diagnosis.findings.first?.id == .inputStatistics)
    }
    #expect(evidence.withAnalog(correct: 90, of: 100, promised: 0.9).found.isEmpty)
    #expect(evidence.withAnalog(correct: 50, of: 100, promised: nil).found.isEmpty)
  }

  /// What is known to differ from the card is named even if it looks like any other image.
  @Test func preprocessingUnlikeTheCardIsNamed() throws {
    var evidence = sound
    evidence.context.preprocessingDifference = "std is 1.0, in the model card 0.5"

    let finding = try #require(evidence.finding(.inputStatistics))

    #expect(finding.figure.hasPrefix("std is 1.0, in the model card 0.5; prepared images"))
    #expect(finding.action == .cardPreprocessing)
  }

  @Test(arguments: 0..<3)
  func aThresholdFarAboveTheActivationsIsNamed(layer: Int) throws {
    let percentile = try sound.context.statistics.layers[layer].percentile(Percentile(99.9))
    var evidence = sound

    evidence.context.thresholds[layer] = 2.9 * percentile
    #expect(evidence.finding(.thresholdOutlier) == nil)
    evidence.context.thresholds[layer] = 3.1 * percentile
    let finding = try #require(evidence.finding(.thresholdOutlier))

    #expect(finding.layer == "fc\(layer + 1)" && finding.figure.contains("is 3.1 times"))
    #expect(finding.action == .ownThresholds)
  }

  /// The largest activation is an outlier; the remedy is another percentile.
  @Test func aThresholdThatFollowsOneOutlierIsNamed() throws {
    let example = try ExampleDiagnosis(Example.perceptron.network(seed: 4))
    var statistics = ActivationStatistics(
      for: example.analog, lowestPercentile: 99, imageCount: 100)
    for (layer, count) in [20, 16, 14].enumerated() {
      for image in 0..<100 {
        var values = Array(repeating: Float(1), count: count)
        if layer == 1 && image == 7 { values[3] = 10 }
        statistics.add(layer: layer, activations: values)
      }
    }
    var evidence = sound
    evidence.context = try example.context(statistics: statistics)
    evidence.context.thresholds = [1, 10, 1]

    let finding = try #require(evidence.finding(.thresholdOutlier))

    #expect(finding.layer == "fc2" && finding.action == .percentileThresholds)
  }

  @Test func resetToZeroIsNamed() throws {
    let hard = try ExampleDiagnosis(
      Example.perceptron.network(seed: 4), recipe: ConversionRecipe(method: Hard()))

    #expect(try hard.evidence().finding(.resetToZero)?.action == .resetBySubtraction)
    #expect(sound.finding(.resetToZero) == nil)
  }

  @Test(arguments: [MaxPoolRule.gated, .lossless])
  func lossyMaxPoolingIsNamedWhereItHurts(rule: MaxPoolRule) throws {
    let pooled = try ExampleDiagnosis(
      Example.maxPooled.network(seed: 4), recipe: ConversionRecipe(method: Max(), maxPool: rule))
    let evidence = try pooled.evidence()
    let short = evidence.with(lost: 50, won: 0, of: 100).finding(.lossyMaxPooling)

    #expect(short?.layer == (rule == .gated ? "maxpool1" : nil))
    #expect(evidence.with(lost: 0, won: 0, of: 100).finding(.lossyMaxPooling) == nil)
  }

  @Test func anUnfoldedNormalizationIsNamedWhereItHurts() throws {
    let evidence = try ExampleDiagnosis(Example.preactivation.network(seed: 4)).evidence()

    #expect(evidence.with(lost: 50, won: 0, of: 100).finding(.unfoldedNormalization) != nil)
    #expect(evidence.with(lost: 0, won: 0, of: 100).finding(.unfoldedNormalization) == nil)
    #expect(sound.with(lost: 50, won: 0, of: 100).finding(.unfoldedNormalization) == nil)
  }

  @Test func latencyIsAnAccuracyThatStillRises() throws {
    var evidence = sound.with(lost: 50, won: 0, of: 100)
    evidence.report[.missedRatio]["256"] = [0.1, 0.1, 0.1]
    evidence.report.accuracy["128"] = 0.5
    evidence.report.accuracy["256"] = 0.505
    #expect(evidence.finding(.latency) == nil)

    evidence.report.accuracy["256"] = 0.52
    let finding = try #require(evidence.finding(.latency))
    #expect(finding.figure.hasPrefix("accuracy 50.0% at T = 128, 52.0% at T = 256"))
    #expect(finding.action == .steps(1024))

    evidence.context.steps = 2
    evidence.report.accuracy["2"] = 0.1
    #expect(evidence.finding(.latency)?.action == .steps(24))

    evidence.context.steps = 256
    evidence.report.accuracy["256"] = 0.5
    evidence.report[.missedRatio]["256"] = [0.1, 0.31, 0.1]
    #expect(evidence.finding(.latency) != nil)
    #expect(evidence.with(lost: 4, won: 0, of: 100).finding(.latency) == nil)
  }

  /// The first readout is the remedy, and no layer is called silent before it.
  @Test func anEndBeforeTheFirstReadoutIsLatency() throws {
    let example = try ExampleDiagnosis(
      Example.perceptron.network(seed: 4),
      recipe: ConversionRecipe(method: Bistable(phases: 8)), steps: 9)

    let found = try example.evidence().found

    #expect(found.map(\.id) == [.latency])
    #expect(found.first?.action == .steps(example.spiking.firstReadout))
  }

  @Test func whatNoMistakeExplainsIsSaid() throws {
    let short = KnownMistakes(sound.with(lost: 50, won: 0, of: 100)).general
    #expect(short?.id == .conversionError && short?.action == .calibration)
    #expect(short?.figure.contains("loses 50 images and wins 0") == true)

    let poor = KnownMistakes(sound.withAnalog(correct: 50, of: 100, promised: 0.9)).general
    #expect(poor?.id == .analogNetwork)
    #expect(poor?.figure == "the ANN is right on 50.0% of 100 images, its card promises 90.0%")
  }
}
