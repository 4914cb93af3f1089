import Conversion
import SpikingEngine

/// What holds where the user says nothing: for options, their help, and requests.
///
/// The options of conversion methods have theirs where the methods declare them.
package enum OptionDefaults {
  package static let method = MethodRegistry.usualMethod
  package static let image = 0
  package static let precision = Precision.fp32

  /// T of a method that is made for one, and of a benchmark.
  package static let steps = MethodRegistry.usualSteps

  /// T of a run without cycles, by a method that is made for none.
  package static let rateCodingSteps = 128

  /// T of a diagnosis, at least.
  package static let diagnosisSteps = 256

  /// Where an evaluation reads accuracy.
  package static let evaluationSteps = [16, 32, 64, 128]

  package static let calibrationCount = 1000

  /// How many images a diagnosis takes.
  package static let diagnosisCount = 100

  /// How many threads share the steps of one image.
  package static let threads = 1

  /// How many seconds lie between two savings of an evaluation.
  package static let saveEvery = 5.0

  /// The length of a time step in ms, where a file tells times instead of steps.
  package static let stepMilliseconds = 1.0
}
