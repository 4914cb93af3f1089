import ArgumentParser
import PlainText
import SpikeFiles

/// What the user says of spikes of another program.
struct SpikeReadingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The length of a time step in ms, as 0.1, where a file tells times instead of steps; the --dt \
      of 'run' is in seconds. Default: 1, or the longest of 0.5, 0.25, 0.2, 0.1, 0.05, 0.025, 0.02 \
      and 0.01 that keeps all times as they are.
      """, valueName: "ms"),
    transform: { try typedNumber($0, of: SpikeReadingOptions.unit) })
  var dt: Double?

  private static let unit = "ms, as 0.1"

  @Option(
    help: """
      The number of the first step, or of the step that time 0 is in, as the file counts: 0 or 1. \
      Default: what the file says, else 0 where a spike has it, else 1.
      """)
  var firstStep: Int?

  @Option(help: "The number of the first neuron, as the file counts: 0 or 1. Default: 0.")
  var firstId: Int?

  @Option(help: "What times are in: s, ms or us. Default: what the file says.")
  var timeUnit: TimeUnit?

  @Option(
    help: """
      What the axes of rasters are, in their order: t steps, b images of a batch (b2 takes the \
      third), n neurons, or c, h and w of maps; as tn, tbn or tchw.
      """)
  var axes: RasterAxes?

  func validate() throws {
    if let dt, !(dt.isFinite && dt > 0) {
      throw ValidationError(
        "'--dt' is \(dt), but must be a positive number of \(SpikeReadingOptions.unit).")
    }
    for (name, number) in [("--first-step", firstStep), ("--first-id", firstId)] {
      guard let number, !(0...1 << 24).contains(number) else { continue }
      throw ValidationError(
        "'\(name)' is \(number), but must be 0 or 1, or some number below 2^24.")
    }
  }

  var reading: SpikeReading {
    SpikeReading(
      stepLength: dt, firstStep: firstStep, firstNeuron: firstId, timeUnit: timeUnit, axes: axes)
  }

  /// Says how a file was read.
  func report(_ notes: [String], of file: String) {
    for note in notes { StandardError.say("spiketop: \(file): \(note)") }
  }
}

extension TimeUnit: ExpressibleByArgument {
  package init?(argument: String) {
    guard let unit = TimeUnit(rawValue: argument), unit != .steps else { return nil }
    self = unit
  }

  package static var allValueStrings: [String] { ["s", "ms", "us"] }
}

extension RasterAxes: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
