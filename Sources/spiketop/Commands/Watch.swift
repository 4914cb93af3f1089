import ArgumentParser
import PlainText
import Runs

struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a network while it spikes: run, step back, inspect, find causes.",
    discussion: """
      With --session the network, its images and all options are those that ':save' has kept, and \
      what is typed besides overrides them.
      """)

  @OptionGroup var context: RunOptions
  @OptionGroup var output: ShortOutputChoice
  @OptionGroup var display: DisplayOptions
  @OptionGroup var recording: RecordingOptions

  @OptionGroup var serving: ServeOptions

  @Option(
    help: """
      A second network to run in lock-step: a method, and what differs, as half, \
      bistable:phases=8, robust:percentile=99.5,half-charge, or :precision=q15 for the same \
      method. Options that may differ: those of the methods, and precision (fp32, q15, int8).
      """)
  var compare: String?

  @Option(
    help: "Go on with a session that ':save FILE.toml' has kept, in place of naming a network.",
    completion: .file(extensions: ["toml"]))
  var session: String?

  /// The network that is typed beside the one of a session.
  @Argument(help: .private)
  var others: [String] = []

  func validate() throws {
    guard others.count <= (session == nil ? 0 : 1) else {
      throw ValidationError("Unexpected argument '\(others.last ?? "")'")
    }
    guard let compare else { return }
    _ = try context.methods.secondRun(
      compare, of: context.method, steps: context.steps ?? OptionDefaults.steps)
  }

  func run() throws {
    let saved = try session.map { try SessionFile(contentsOf: $0) }
    for warning in saved?.warnings ?? [] { StandardError.say("spiketop: warning: \(warning)") }
    let resumed = saved.map { ResumedSession(view: $0.view, path: session ?? "") }
    try display.watch(request(), recording: recording, serving: serving, resuming: resumed)
  }

  func request() -> RunRequest {
    var request = context.request
    output.apply(to: &request.model)
    if let model = others.first { request.model.path = model }
    request.secondRun = compare
    request.threads = display.threading.threads
    return request
  }
}
