import AnalogPass
import Conversion
import Evaluation
import ExampleNetworks
import Networks
import SpikingEngine
import Tensors
import Testing

/// A small converted network, to be changed and diagnosed.
struct ExampleDiagnosis {
  let analog: AnalogNetwork
  var spiking: SpikingNetwork
  var thresholds: [Float]
  var steps: Int
  var images: [Tensor]

  /// What the trained network says, unless changed.
  var labels: [Int?]

  /// - Parameter images: In place of random ones.
  init(
    _ analog: AnalogNetwork, recipe: ConversionRecipe = ConversionRecipe(method: Max()),
    steps: Int = 256, thresholds: [Float]? = nil, images: [Tensor]? = nil
  ) throws {
    let images = images ?? (0..<12).map { analog.randomImage(seed: $0) }
    var calibration = Calibration(network: analog, count: images.count, threads: 1) { images[$0] }
    let thresholds = thresholds ?? analog.thresholds(images: images)
    self.analog = analog
    self.thresholds = thresholds
    self.steps = steps
    self.images = images
    spiking = try recipe.converted(analog, calibration: &calibration, thresholds: thresholds)
    labels = images.map { image in
      argmax(AnalogOracle(analog, image: image).logits(of: analog).map { Float($0) })
    }
  }

  func context(statistics: ActivationStatistics? = nil) throws -> DiagnosisContext {
    let images = images
    let own = try ActivationStatistics.collected(
      from: analog, count: images.count, lowestPercentile: 99, threads: 1, image: { images[$0] })
    return DiagnosisContext(
      analog: analog, packed: PackedNetwork(spiking), title: "example", thresholds: thresholds,
      steps: steps, statistics: statistics ?? own)
  }

  func measured(
    threads: Int = 1, isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws -> DiagnosisEvidence? {
    let (images, labels) = (images, labels)
    return try DiagnosisEvidence.measured(
      of: context(),
      images: DiagnosisImages(count: images.count, threads: threads) { (images[$0], labels[$0]) },
      isStopped: isStopped)
  }

  func evidence() throws -> DiagnosisEvidence { try #require(try measured()) }
}

extension DiagnosisEvidence {
  /// What is found, in the order in which it is looked for.
  var found: [Finding] { KnownMistakes(self).findings }

  func finding(_ id: Finding.Kind) -> Finding? { found.first { $0.id == id } }

  var diagnosis: DiagnosisReport {
    DiagnosisReport(self, findings: found, requested: count, notes: [])
  }

  /// As if the trained network were right on some images only.
  func withAnalog(correct: Int, of labelled: Int, promised: Double?) -> DiagnosisEvidence {
    var evidence = self
    evidence.analogCorrect = correct
    evidence.labelled = labelled
    evidence.ablationTests = []
    evidence.context.promisedAccuracy = promised
    return evidence
  }

  /// As if the spiking network lost and won some images.
  func with(lost: Int, won: Int, of count: Int) -> DiagnosisEvidence {
    var evidence = self
    evidence.onlyAnalog = lost
    evidence.onlySpiking = won
    evidence.count = count
    return evidence
  }
}
