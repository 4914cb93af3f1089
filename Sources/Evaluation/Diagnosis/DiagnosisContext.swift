import AnalogPass
import Networks
import SpikingEngine
import Tensors

/// A conversion to be diagnosed, with what is known about it.
package struct DiagnosisContext: Sendable {
  package var analog: AnalogNetwork
  package var packed: PackedNetwork

  /// As shown to people.
  package var title: String

  /// The threshold of each spiking layer, in the order of `AnalogNetwork.activations`.
  package var thresholds: [Float]

  /// T.
  package var steps: Int

  /// How large the activations are on the calibration images.
  package var statistics: ActivationStatistics

  /// What the model card promises on the test set, from 0 to 1.
  package var promisedAccuracy: Double?

  /// In which way the images are prepared unlike the card says; `nil` if they are as it says.
  package var preprocessingDifference: String?

  /// The layers that were silent on all calibration images, which therefore have a stand-in for a
  /// threshold.
  package var silentLayers: [String]

  package init(
    analog: AnalogNetwork, packed: PackedNetwork, title: String, thresholds: [Float], steps: Int,
    statistics: ActivationStatistics, promisedAccuracy: Double? = nil,
    preprocessingDifference: String? = nil, silentLayers: [String] = []
  ) {
    self.analog = analog
    self.packed = packed
    self.title = title
    self.thresholds = thresholds
    self.steps = steps
    self.statistics = statistics
    self.promisedAccuracy = promisedAccuracy
    self.preprocessingDifference = preprocessingDifference
    self.silentLayers = silentLayers
  }

  /// Whether no output depends on the image, for the layers that were silent.
  var isCutOff: Bool {
    let silent = zip(analog.activations, statistics.layers).filter { $1.maximum == 0 }.map(\.0)
    return !analog.reachesOutputs(around: Set(silent))
  }

  /// The positions of the layers that stand for an activation.
  var comparedLayers: [Int] {
    packed.network.layers.indices.filter { packed.network.layers[$0].activationNode != nil }
  }
}

/// The images of a diagnosis.
package struct DiagnosisImages: Sendable {
  package var count: Int

  /// How many there are; the analog network alone is tried on more than `count`.
  package var available: Int
  package var threads: Int

  /// A preprocessed image and its class, if it is known.
  package var image: @Sendable (Int) throws -> (Tensor, Int?)

  package init(
    count: Int, available: Int? = nil, threads: Int,
    image: @escaping @Sendable (Int) throws -> (Tensor, Int?)
  ) {
    self.count = count
    self.available = available ?? count
    self.threads = threads
    self.image = image
  }

  /// The same as one.
  @Sendable package func evaluationImage(_ index: Int) throws -> EvaluationImage {
    let (input, label) = try image(index)
    return EvaluationImage(input, label: label)
  }
}
