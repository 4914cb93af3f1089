import ArgumentParser
import Foundation
import Runs

/// Which network, and how its images are prepared.
struct ModelOptions: ParsableArguments {
  @Argument(
    help: "The network: a trained one in ONNX, or a spiking one in NIR.",
    completion: .file(extensions: ["onnx", "nir"]))
  var model: String

  @OptionGroup var card: CardOptions
  @OptionGroup var time: TimeOptions

  var request: ModelRequest { card.request(for: model, time: time) }
}

/// What NIR files leave open.
struct TimeOptions: ParsableArguments {
  @Option(
    help: "The time step of a NIR network in seconds. Default: what file or model card say.")
  var dt: Float?

  @Option(
    help: "After a spike in a NIR network: soft subtracts the threshold, hard sets v_reset.")
  var reset: ModelRequest.ResetRule?

  func validate() throws {
    if let dt, !dt.isFinite || dt <= 0 {
      throw ValidationError("'--dt' is \(dt), but must be positive and finite.")
    }
  }
}

/// What overrides the model card.
struct CardOptions: ParsableArguments {
  @Option(help: "Factor for raw pixels, before mean and std; overrides the model card.")
  var scale: Float?

  @Option(help: "Mean per channel after scaling, as 0.49,0.48,0.45; overrides the model card.")
  var mean: NumberList?

  @Option(help: "Standard deviation per channel, as 0.25,0.24,0.26; overrides the model card.")
  var std: NumberList?

  @Option(help: "Class names in the order of the outputs, as cat,dog; overrides the model card.")
  var classes: String?

  func validate() throws {
    if let scale, !scale.isFinite || scale == 0 {
      throw ValidationError("'--scale' is \(scale), but must be finite and not zero.")
    }
    if let mean, !mean.numbers.allSatisfy(\.isFinite) {
      throw ValidationError("'--mean' is \(mean.numbers), but must be finite.")
    }
    if let std, !std.numbers.allSatisfy({ $0.isFinite && $0 > 0 }) {
      throw ValidationError("'--std' is \(std.numbers), but must be positive and finite.")
    }
  }

  func request(for model: String, time: TimeOptions) -> ModelRequest {
    ModelRequest(
      path: model, scale: scale, mean: mean?.numbers, standardDeviation: std?.numbers,
      classNames: classes?.split(separator: ",", omittingEmptySubsequences: false).map(String.init),
      timeStep: time.dt, reset: time.reset)
  }
}

extension ModelRequest.ResetRule: ExpressibleByArgument {}

/// Numbers separated by commas.
struct NumberList: ExpressibleByArgument {
  let numbers: [Float]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Float($0.trimmingCharacters(in: .whitespaces)) }
    guard !numbers.isEmpty, numbers.count == parts.count else { return nil }
    self.numbers = numbers
  }
}
