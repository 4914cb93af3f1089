import ArgumentParser
import Foundation
import ModelFormats
import Networks
import PlainText
import Runs

/// Which network, and how its images are prepared.
struct ModelOptions: ParsableArguments {
  @Argument(
    help: "The network: a trained one in ONNX or of Keras (.keras, .h5), or a spiking one in NIR.",
    completion: .file(extensions: ModelOptions.extensions))
  var model: String

  @OptionGroup var card: CardOptions
  @OptionGroup var time: TimeOptions
  @OptionGroup var results: ResultOptions

  var request: ModelRequest {
    var request = card.request(for: model, time: time)
    results.add(to: &request)
    return request
  }

  /// How the names of networks end.
  static let extensions = TrainedModelReader.extensions + ["nir"]
}

/// What NIR files leave open.
struct TimeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The time step of a NIR network in seconds, as 0.001. Default: what file or model card say.",
      valueName: "seconds"),
    transform: { try typedNumber($0, of: TimeOptions.unit) })
  var dt: Float?

  private static let unit = "seconds, as 0.001 for a millisecond"

  @Option(
    help: ArgumentHelp(
      "After a spike in a NIR network: soft subtracts the threshold, soft-delayed in the next step "
        + "(snnTorch), hard sets v_reset."))
  var reset: ModelRequest.ResetRule?

  @Option(
    help: "A NIR neuron fires above its threshold (gt) or at it already (ge). Default: gt.")
  var spikeAt: FiringRule?

  @Option(
    help: ArgumentHelp(
      "What a NIR network's quantities decay by in a step: dt/tau (euler) or 1 - exp(-dt/tau) "
        + "(exponential). Default: euler."))
  var integration: ContinuousNeuron.Integration?

  @Option(
    help: "The most spikes of a NIR neuron in a step: one, or several (sinabs). Default: one.")
  var spikesPerStep: ModelRequest.SpikesPerStep?

  @Option(
    help: ArgumentHelp(
      "What a step does to synaptic currents of a NIR network: filter lets them follow the input "
        + "by dt/tau_syn, jump adds the input whole (Norse's LIFCell), jump-delayed does so for "
        + "the next step (Norse's before 1.1). Default: filter."))
  var synapses: SynapseRule?

  func validate() throws {
    if let dt, !dt.isFinite || dt <= 0 {
      throw ValidationError(
        "'--dt' is \(dt), but must be a positive number of \(TimeOptions.unit).")
    }
  }

  func apply(to request: inout ModelRequest) {
    request.timeStep = dt
    request.reset = reset
    request.spikeAt = spikeAt
    request.integration = integration
    request.spikesPerStep = spikesPerStep
    request.synapses = synapses
  }
}

/// What overrides the model card.
struct CardOptions: ParsableArguments {
  @Option(
    help: "The model card. Default: NAME.json beside the model.",
    completion: .file(extensions: ["json"]))
  var card: String?

  @Option(
    help: ArgumentHelp(
      "The size of an image, as 3x224x224, for a file that leaves lengths open. Default: "
        + "that of the model card, or of the first image."))
  var inputShape: LengthList?

  @Option(
    help: "Factor for raw pixels, before mean and std, as 1/255; overrides the model card.")
  var scale: WrittenNumber?

  @Option(help: "Mean per channel after scaling, as 0.49,0.48,0.45; overrides the model card.")
  var mean: NumberList?

  @Option(help: "Standard deviation per channel, as 0.25,0.24,0.26; overrides the model card.")
  var std: NumberList?

  @Option(help: "Class names in the order of the outputs, as cat,dog; overrides the model card.")
  var classes: String?

  func validate() throws {
    if let scale = scale?.value, !(scale.isFinite && scale > 0) {
      throw ValidationError("'--scale' is \(scale), but must be positive and finite.")
    }
    if let mean, !mean.numbers.allSatisfy(\.isFinite) {
      throw ValidationError("'--mean' is \(mean.numbers), but must be finite.")
    }
    if let std, !std.numbers.allSatisfy({ $0.isFinite && $0 > 0 }) {
      throw ValidationError("'--std' is \(std.numbers), but must be positive and finite.")
    }
  }

  func request(for model: String, time: TimeOptions) -> ModelRequest {
    var request = ModelRequest(
      path: model, card: card, scale: scale?.value, mean: mean?.numbers,
      standardDeviation: std?.numbers,
      classNames: classes?.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
    request.inputShape = inputShape?.lengths
    time.apply(to: &request)
    return request
  }
}

extension ModelRequest.ResetRule: ExpressibleByArgument {}
extension ModelRequest.SpikesPerStep: ExpressibleByArgument {}
extension FiringRule: ExpressibleByArgument {}
extension SynapseRule: ExpressibleByArgument {}
extension ContinuousNeuron.Integration: ExpressibleByArgument {}

/// Positive whole numbers with x or commas between.
struct LengthList: ExpressibleByArgument {
  let lengths: [Int]

  init?(argument: String) {
    let parts = argument.split(omittingEmptySubsequences: false) { $0 == "x" || $0 == "," }
    let lengths = parts.compactMap { Int($0) }
    guard (1...3).contains(lengths.count), lengths.count == parts.count,
      lengths.allSatisfy((1...(1 << 20)).contains)
    else { return nil }
    self.lengths = lengths
  }
}

/// A number, which may be written as one by another: `1/255`.
struct WrittenNumber: ExpressibleByArgument {
  let value: Float

  init?(argument: String) {
    guard let number = Float(argument) ?? number(written: argument).map({ Float($0) }) else {
      return nil
    }
    value = number
  }
}

/// Numbers separated by commas.
struct NumberList: ExpressibleByArgument {
  let numbers: [Float]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      WrittenNumber(argument: part.trimmingCharacters(in: .whitespaces))?.value
    }
    guard !numbers.isEmpty, numbers.count == parts.count else { return nil }
    self.numbers = numbers
  }
}
