import ArgumentParser
import Benchmarks
import Conversion
import Experiments
import Foundation
import PlainText
import Runs
import SpikingEngine

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how fast a network is simulated, against what the machine could do.",
    discussion: """
      Synthetic networks have seeded random weights, thresholds for a wanted mean spike rate, and \
      images of uniform noise: \(SyntheticNetwork.names). Those up to vgg16 take the small images \
      of MNIST and CIFAR-10, the others 224x224 pixels; they have the pools, strides and \
      activations of the networks that people download.

      A run simulates the whole batch from step 0. The roofline is the time in which one core per \
      thread reads the weights of all synaptic operations from its level-2 cache. Bandwidths are \
      measured once and kept in $XDG_CACHE_HOME/spiketop.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  @Argument(
    help: "A synthetic network, \(SyntheticNetwork.names), or a trained one, an ONNX or NIR file.",
    completion: .file(extensions: ModelOptions.extensions))
  var model = "vgg16"

  @OptionGroup var context: BenchNetworkOptions

  @Option(
    help: "The number of time steps T of a run. Default: 32, or what a NIR network was trained for."
  )
  var steps: Int?

  @Option(help: "How many threads. The spikes do not depend on it.")
  var threads = processorCount

  @Option(help: "The numbers that stand for weights and potentials.")
  var precision = Precision.fp32

  @Option(help: "How many runs are timed, after one to warm up.")
  var repetitions = 5

  @Flag(
    help: """
      Measure at T = 8 to 1024, and for a synthetic network at spike rates of 1 to 40 %, to see \
      that the cost grows with steps and spikes.
      """)
  var sweep = false

  @Flag(
    help: """
      Tell also of each layer what it takes: its time, the spikes that arrive, the synaptic \
      operations, the share of the roofline, and the kernels.
      """)
  var layers = false

  @Flag(help: "Measure the machine's read bandwidths again.")
  var measureBandwidth = false

  @Option(help: "How to print.")
  var format = Format.table

  func validate() throws {
    try checkSteps(steps)
    guard (1...processorCount).contains(threads) else {
      throw ValidationError(
        "'--threads' is \(threads), but must lie between 1 and \(processorCount), the number of "
          + "processors that this process may use.")
    }
    guard (1...1000).contains(repetitions) else {
      throw ValidationError("'--repetitions' is \(repetitions), but must lie between 1 and 1000.")
    }
    try validateSize()
    try context.validate(for: model, steps: steps ?? OptionDefaults.steps)
    if sweep { try validateSweep() }
  }

  func run() throws {
    let network = try context.load(model, steps: steps ?? OptionDefaults.steps)
    let isInterrupted = InterruptFlag.install()
    let measurement = BenchMeasurement(
      threads: threads, precision: precision, repetitions: repetitions, timesLayers: layers,
      isStopped: isInterrupted)
    let points =
      sweep
      ? try measurement.sweep(network)
      : try measurement.point(network, steps: steps ?? network.steps ?? OptionDefaults.steps)
    guard !points.isEmpty else { throw ExitCode(128 + SIGINT) }
    // Measured last, for its memory must not count as that of the simulation.
    let machine = Machine()
    let bandwidth = BandwidthFile().bandwidth(
      of: machine.key(threads: threads), renews: measureBandwidth,
      measure: { ReadBandwidth.measured(threads: threads, caches: machine.caches) })
    let setting = BenchSetting(
      network: network.facts, processor: machine.processor, bandwidth: bandwidth,
      precision: precision, threads: threads, repetitions: repetitions)
    report(points.map { BenchReport($0, setting: setting) })
    if isInterrupted() { throw ExitCode(128 + SIGINT) }
  }

  private func report(_ reports: [BenchReport]) {
    switch format {
    case .json where sweep: StandardOutput.print(text: jsonDocument(reports))
    case .json: for report in reports { StandardOutput.print(text: jsonDocument(report)) }
    case .table where sweep: StandardOutput.print(lines: BenchSweepTable(reports).lines)
    case .table: for report in reports { StandardOutput.print(lines: BenchTable(report).lines) }
    }
  }

  private func validateSize() throws {
    let steps = sweep ? BenchMeasurement.sweepSteps.max() ?? 1 : steps ?? OptionDefaults.steps
    let (work, isHuge) = steps.multipliedReportingOverflow(by: context.batch)
    guard !isHuge, work <= 1 << 20 else {
      throw ValidationError(
        "\(context.batch) images of \(steps) steps are more than the \(1 << 20) steps that a run "
          + "may take; lower '--batch' or '--steps'.")
    }
  }

  private func validateSweep() throws {
    let given = [("--steps", steps != nil), ("--rate", context.rate != nil)].filter(\.1).map(\.0)
    guard given.isEmpty else {
      throw ValidationError(
        "'\(given[0])' cannot be given with '--sweep', which goes through many of them.")
    }
    if layers {
      throw ValidationError("'--layers' cannot be given with '--sweep', which tells of networks.")
    }
  }
}

extension SyntheticNetwork {
  /// All of them, for help and messages.
  static let names = allCases.map(\.rawValue).joined(separator: ", ")
}
