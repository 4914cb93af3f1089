import ArgumentParser
import Assets
import Conversion

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open the dashboard on the bundled network (the default).")

  @OptionGroup var display: DisplayOptions
  @OptionGroup var recording: RecordingOptions

  @Option(help: "The number of the image, from 0 on.")
  var index = 0

  @Option(help: "The conversion method: \(MethodOptions.names).")
  var method = MethodRegistry.usualMethod

  @Option(help: "A second network to run in lock-step, as half or bistable:phases=8.")
  var compare: String?

  func validate() throws {
    guard index >= 0 else {
      throw ValidationError("'--index' is \(index), but must not be negative.")
    }
    let methods = MethodOptions()
    _ = try methods.choice(named: method)
    if let compare {
      _ = try methods.secondRun(compare, of: method, steps: MethodRegistry.usualSteps)
    }
  }

  func run() throws {
    try watch().run()
  }

  /// The same as a command that names the bundled network.
  func watch() throws -> Watch {
    let arguments = try Demo.arguments() + ["--index", "\(index)", "--method", method]
    var watch = try Watch.parse(arguments + (compare.map { ["--compare", $0] } ?? []))
    watch.display = display
    watch.recording = recording
    return watch
  }

  /// What `watch` is told to show the bundled network.
  static func arguments() throws -> [String] {
    guard let model = Assets.url("models/fashion-lenet.onnx"), let data = Assets.url("data") else {
      throw UsageError(description: "the bundled network is not installed beside the program")
    }
    return [model.path, "--data", data.path]
  }
}
