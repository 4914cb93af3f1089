import Conversion
import SpikingEngine

/// A run as somebody asks for it: all that decides its spikes, and nothing of who shows it.
///
/// Files are named as the user named them, so a path may be relative to the folder of the command.
package struct RunRequest: Equatable, Sendable {
  package var model: ModelRequest
  package var data: DataRequest
  package var method: MethodRequest

  /// A second network to run in lock-step, as `half` or `bistable:phases=8`; `nil` for none.
  package var secondRun: String?

  /// The number of the image, from 0 on.
  package var image: Int

  /// T; `nil` for what suits the method.
  package var steps: Int?

  package var precision: Precision

  /// How many threads work on it; the spikes do not depend on it.
  package var threads: Int

  package init(
    model: ModelRequest, data: DataRequest = DataRequest(),
    method: MethodRequest = MethodRequest(OptionDefaults.method),
    secondRun: String? = nil, image: Int = OptionDefaults.image, steps: Int? = nil,
    precision: Precision = OptionDefaults.precision, threads: Int = OptionDefaults.threads
  ) {
    self.model = model
    self.data = data
    self.method = method
    self.secondRun = secondRun
    self.image = image
    self.steps = steps
    self.precision = precision
    self.threads = threads
  }
}
