import ArgumentParser
import Experiments
import Runs
import SpikeFiles

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open a recorded run in the dashboard, also while it is still being written.",
    discussion: """
      Where the model that was recorded is still there, unchanged, the run is computed again \
      beside the recording, in lock-step: causes and potentials are known, and Compare shows \
      whether every spike is the same. Otherwise, and with --no-model, there is what the file \
      holds.

      Spikes of other programs open too: tables with a header as 'step,layer,neuron', \
      'time_ms,neuron', 'timestamps population node_ids' (BMTK), 't,i' (Brian) or 'sender time_ms' \
      (NEST), NEST's gdf, SONATA, and npz with 't' and 'index' (pynapple) or with rasters as \
      [steps, neurons]. What is guessed and what is lost is said; --first-step, --first-id, \
      --time-unit and --axes say it instead. Behind '--' may stand the network that fired, and \
      before which image, as 'run' takes them: 'replay spikes.npz -- model.onnx --data images \
      --index 3'. SIN, lead and lag are those of its analog network then, and the same run is \
      computed beside, in lock-step.
      """)

  @Argument(
    help: "A file that 'record' has written, or spikes of another program.",
    completion: .file(extensions: ["snn"] + SpikeFileReaders.standard.suffixes))
  var file: String

  @Argument(
    parsing: .postTerminator,
    help: "The network whose spikes another program has written, and its image, as for 'run'.")
  var network: [String] = []

  @Flag(help: "Show only what the file holds, without its model.")
  var noModel = false

  @OptionGroup var damage: DamageOptions
  @OptionGroup var reading: SpikeReadingOptions
  @OptionGroup var display: DisplayOptions

  func validate() throws {
    if !network.isEmpty { _ = try networkOptions() }
  }

  func run() throws {
    let configuration = try display.configuration()
    try display.checkTerminal()
    let work = WorkLine()
    if display.line { work.silence() }
    let known =
      try network.isEmpty
      ? nil
      : KnownNetwork(
        networkOptions().request, by: Spiketop.origin, cache: display.kept.cache,
        display: work.display)
    let run = try ReplayedRun.open(file, reading: reading.reading, of: known)
    reading.report(run.importNotes, of: file)
    let source =
      try known?.source(for: run, memory: configuration.memory, isCompared: !noModel)
      ?? run.shownSource(
        isComputed: !noModel, memory: configuration.memory, cache: display.kept.cache,
        progress: work.display)
    try display.watch(
      BackgroundWork(
        replaying: source, memory: configuration.memory, cache: display.kept.cache,
        display: work.display, refusal: "a recording cannot be diagnosed; open its model with watch"
      ),
      work: work, image: run.description.image, secondRun: nil,
      channels: RunChannels(
        source: run.report, cache: display.kept.cache, command: display.viewCommand(of: .replay)),
      configuration: configuration)
    if display.plainSteps != nil { try damage.report(run.report().damage, of: file) }
  }

  /// What stands behind `--`.
  private func networkOptions() throws -> RunOptions {
    do {
      let options = try RunOptions(typed: network)
      try options.checkReaders()
      return options
    } catch {
      let message = RunOptions.message(for: error)
      let reason = message.hasSuffix(".") ? message.dropLast() : message[...]
      throw ValidationError(
        "behind '--': \(reason); 'spiketop run --help' lists what may "
          + "stand there")
    }
  }
}
