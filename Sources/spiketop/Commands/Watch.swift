import ArgumentParser
import LiveStreams
import Runs

struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a network while it spikes: run, step back, inspect, find causes.")

  @OptionGroup var context: RunOptions
  @OptionGroup var display: DisplayOptions
  @OptionGroup var recording: RecordingOptions

  @Option(
    help: """
      Let others watch with 'spiketop attach': unix:PATH, tcp:HOST:PORT, or tcp:PORT for this \
      machine only.
      """)
  var serve: StreamAddress?

  @Option(help: "How many may watch at a time with '--serve'.")
  var viewers = LiveServer.usualLimit

  @Option(
    help: """
      A second network to run in lock-step: a method, and what differs, as half, \
      bistable:phases=8, robust:percentile=99.5,half-charge, or :precision=q15 for the same \
      method. Options that may differ: those of the methods, and precision (fp32, q15, int8).
      """)
  var compare: String?

  func validate() throws {
    guard (1...1024).contains(viewers) else {
      throw ValidationError("'--viewers' is \(viewers), but must be from 1 to 1024.")
    }
    guard let compare else { return }
    _ = try context.methods.secondRun(
      compare, of: context.method, steps: context.steps ?? OptionDefaults.steps)
  }

  func run() throws {
    try display.watch(request(), recording: recording, serve: serve, viewers: viewers)
  }

  func request() -> RunRequest {
    var request = context.request
    request.secondRun = compare
    request.threads = display.threading.threads
    return request
  }
}
