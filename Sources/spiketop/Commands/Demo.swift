import ArgumentParser
import Experiments
import Runs

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open the dashboard on the bundled network (the default).")

  @OptionGroup var methods: MethodOptions
  @OptionGroup var display: DisplayOptions
  @OptionGroup var recording: RecordingOptions
  @OptionGroup var serving: ServeOptions

  @Option(help: "The number of the image, from 0 on.")
  var index = OptionDefaults.image

  @Option(help: "The conversion method: \(MethodOptions.names).")
  var method = OptionDefaults.method

  @Option(help: "The number of time steps. Default: as of 'spiketop watch'.")
  var steps: Int?

  @Option(help: "A second network to run in lock-step, as half or bistable:phases=8.")
  var compare: String?

  /// What stands where a command should, since this one is the default.
  @Argument(help: .private)
  var strays: [String] = []

  func validate() throws {
    if let stray = strays.first {
      throw ValidationError(
        "'\(stray)' is no command; 'spiketop watch \(stray)' shows a network of that name, and "
          + "'spiketop --help' lists the commands.")
    }
    guard index >= 0 else {
      throw ValidationError("'--index' is \(index), but must not be negative.")
    }
    try checkSteps(steps)
    let steps = steps ?? OptionDefaults.steps
    _ = try methods.choice(named: method, steps: steps)
    if let compare { _ = try methods.secondRun(compare, of: method, steps: steps) }
  }

  func run() throws {
    try display.watch(request(), recording: recording, serving: serving)
  }

  /// The same as that of a command which names the bundled network.
  func request() throws -> RunRequest {
    var request = try RunRequest.bundled()
    request.image = index
    request.method = methods.request(method)
    request.steps = steps
    request.secondRun = compare
    request.threads = display.threading.threads
    return request
  }
}
