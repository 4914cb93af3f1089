import ArgumentParser
import Assets
import Conversion
import CursesTerminal
import Dashboard
import Foundation
import LiveStreams
import Networks
import TerminalUI
import TimeTravel

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

  @Option(
    help: """
      A second network to run in lock-step: a method, and what differs, as half, bistable:phases=8, \
      robust:percentile=99.5,half-charge, or :precision=q15 for the same method. Options that may \
      differ: those of the methods, and precision (fp32, q15, int8).
      """)
  var compare: String?

  func validate() throws {
    guard let compare else { return }
    _ = try context.methods.secondRun(
      compare, of: context.method, steps: context.steps ?? MethodOptions.usualSteps)
  }

  func run() throws {
    let configuration = try display.configuration()
    let work = WorkLine()
    // Who listens to sentences wants no line that changes ten times a second.
    if display.line { work.moveToScreen() }
    let memory = configuration.memory
    let background = BackgroundWork(try source(memory: memory, display: work.display)) {
      try Watch.named($0, data: $1).source(memory: memory, display: work.display)
    }
    try display.watch(
      background, work: work, image: context.index, secondRun: compare,
      channels: RunChannels(
        record: recording.record, server: try serve.map { RunServer(try LiveServer(at: $0)) }),
      configuration: configuration)
  }

  /// The network and its images, ready to be looked at.
  func source(
    memory: MemoryLimits, display: ProgressDisplay
  ) throws -> BackgroundWork.DashboardSource {
    let conversion = try context.conversion(display: display)
    let first = try context.choice()
    let analog = conversion.model.analog
    let choices = try analog.map { try menu(startingWith: first, for: $0) } ?? []
    if compare != nil { _ = try conversion.model.analog(for: "'--compare' needs") }
    let attempts = choices.map { attempt(by: $0, display: display) }
    let loader = RunLoader(
      conversion: conversion, choices: choices, steps: context.steps, methods: context.methods,
      memory: memory, probes: recording.potentials)
    return BackgroundWork.DashboardSource(loader: loader) { method, isStopped in
      guard attempts.indices.contains(method) else {
        throw UsageError(
          description: "diagnose holds a network against its ANN, and there is none")
      }
      return try attempts[method].diagnosed(isStopped: isStopped)
    }
  }

  /// Another network with the usual options; the bundled one for `nil`.
  static func named(_ model: String?, data: String?) throws -> Watch {
    guard let model else { return try Watch.parse(Demo.arguments()) }
    let path = NSString(string: model).expandingTildeInPath
    let images = data.map { ["--data", NSString(string: $0).expandingTildeInPath] } ?? []
    return try Watch.parse([path] + images)
  }

  /// What `:diagnose` diagnoses, as the command of that name by default; a processor is left to the
  /// dashboard.
  private func attempt(by choice: MethodChoice, display: ProgressDisplay) -> DiagnosisAttempt {
    DiagnosisAttempt(
      model: context.model, data: context.data, methods: context.methods, method: choice.label,
      steps: context.steps, count: DiagnosisAttempt.usualCount,
      threads: max(processorCount - 1, 1), display: display)
  }

  /// The chosen method first, then the others in their usual forms.
  private func menu(
    startingWith first: MethodChoice, for network: AnalogNetwork
  ) throws -> [MethodChoice] {
    let trained = Trained.suits(network) ? ["trained", "trained-half"] : []
    let others = try (MethodOptions.usualForms + trained).map { try context.choice(named: $0) }
    return [first] + others.filter { $0.recipe.title != first.recipe.title }
  }
}

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open the dashboard on the bundled network (the default).")

  @OptionGroup var display: DisplayOptions
  @OptionGroup var recording: RecordingOptions

  @Option(help: "The number of the image, from 0 on.")
  var index = 0

  @Option(help: "The conversion method: \(ConversionMethods.names.joined(separator: ", ")).")
  var method = "robust"

  @Option(help: "A second network to run in lock-step, as half or bistable:phases=8.")
  var compare: String?

  func validate() throws {
    guard index >= 0 else {
      throw ValidationError("'--index' is \(index), but must not be negative.")
    }
    let methods = try MethodOptions.parse([])
    _ = try methods.choice(named: method)
    if let compare {
      _ = try methods.secondRun(compare, of: method, steps: MethodOptions.usualSteps)
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

/// How to show the dashboard.
struct DisplayOptions: ParsableArguments {
  @Option(help: "Print the dashboard as text after this many steps, and exit.")
  var plainSteps: Int?

  @Option(help: "Keys to press before the dashboard is printed, as in 'i' or '3'.")
  var plainKeys = ""

  @Option(help: "The size of the printed dashboard, as 80x24.")
  var plainSize: SizeArgument?

  @Flag(help: "Draw with ASCII only.")
  var ascii = false

  @Flag(help: "Draw with Unicode, whatever the locale says.")
  var utf8 = false

  @Option(help: "What dots are drawn with: braille, half-block, octant (new fonts) or ascii.")
  var glyphs: GlyphChoice?

  @Option(help: "How many colours: mono, 8, 16, 256 or truecolor.")
  var colors: ColorDepth?

  @Option(help: "The colours: dark, light or mono.")
  var theme: Theme?

  @Flag(inversion: .prefixedNo, help: "Take clicks and the wheel; Shift still selects text.")
  var mouse: Bool?

  @Option(
    help: "The configuration file; 'spiketop config' prints one.", completion: .file())
  var config: String?

  @Flag(help: "Sentences and typed commands instead of a screen, for screen readers.")
  var line = false

  @Flag(help: "Start paused at step 0.")
  var paused = false

  @OptionGroup var threading: ThreadOptions

  func validate() throws {
    if let plainSteps, plainSteps < 0 {
      throw ValidationError("'--plain-steps' is \(plainSteps), but must not be negative.")
    }
  }

  /// What the configuration file and the options say, the options winning.
  func configuration() throws -> Configuration {
    var configuration = try ConfigurationFile.load(config)
    if let theme { configuration.theme = theme }
    if let colors { configuration.colors = colors }
    if let mouse { configuration.usesMouse = mouse }
    if let glyphs { configuration.dots = glyphs }
    if ascii { configuration.glyphs = .ascii }
    if utf8 { configuration.glyphs = .braille }
    return configuration
  }

  func watch(
    _ background: BackgroundWork, work: WorkLine, image: Int, secondRun: String?,
    channels: RunChannels = RunChannels(), configuration: Configuration
  ) throws {
    if channels.server != nil, line || plainSteps != nil {
      throw UsageError(
        description: "'--serve' needs the dashboard; leave out --line or --plain-steps")
    }
    if channels.record != nil, plainSteps != nil {
      throw UsageError(
        description: "'--plain-steps' only prints a screen; 'spiketop record' writes runs")
    }
    if let plainSteps {
      print(
        try text(
          of: background, image: image, secondRun: secondRun, after: plainSteps,
          configuration: configuration))
      return
    }
    if line {
      try readLines(
        background, image: image, secondRun: secondRun, channels: channels,
        configuration: configuration)
      return
    }
    do {
      var loop = try MainLoop(
        background, work: work, image: image, secondRun: secondRun, startsPaused: paused,
        threads: threading.threads,
        channels: channels, configuration: configuration)
      loop.run()
    } catch TerminalError.dumbTerminal(let name) {
      writeError("spiketop: the terminal '\(name)' (TERM) has lines only, so this is --line\n")
      try readLines(
        background, image: image, secondRun: secondRun, channels: channels,
        configuration: configuration)
    }
    CrashGuard.endByStopSignal()
  }

  private func readLines(
    _ background: BackgroundWork, image: Int, secondRun: String?, channels: RunChannels,
    configuration: Configuration
  ) throws {
    var loop = try LineLoop(
      background, image: image, secondRun: secondRun, channels: channels,
      configuration: configuration)
    try loop.run()
  }

  /// The dashboard without a terminal.
  private func text(
    of background: BackgroundWork, image: Int, secondRun: String?, after steps: Int,
    configuration: Configuration
  ) throws -> String {
    let loaded = try background.loadNow(image: image, method: 0, secondRun: secondRun)
    var state = DashboardState(configuration)
    var engine = EngineStepper(loaded.engine)
    _ = state.update(.loaded(loaded.context))
    engine.seek(to: steps)
    _ = state.update(.engine(engine.status))
    let size = plainSize?.size ?? Size(rows: 24, columns: 80)
    let capabilities = configuration.glyphs == .ascii ? Capabilities.plain : .standard
    for key in plainKeys {
      for effect in state.update(.key(key == "\n" ? .enter : .character(key))) {
        if case .engine(let command) = effect { engine.execute(command) }
        if case .export(let request) = effect {
          let canvas = draw(state, size: size, capabilities: capabilities)
          let outcome = ScreenExport.write(request, state: state, canvas: canvas)
          _ = state.update(.exported(request, outcome))
        }
        _ = state.update(.engine(engine.status))
      }
    }
    return draw(state, size: size, capabilities: capabilities).text
  }
}

extension ColorDepth: ExpressibleByArgument {}

extension GlyphChoice: ExpressibleByArgument {}
extension Theme: ExpressibleByArgument {}

extension DashboardState {
  init(_ configuration: Configuration) {
    self.init()
    keyMap = configuration.keyMap
    theme = configuration.theme
    glyphs = configuration.dots
  }
}

/// Columns and rows, as `80x24`.
struct SizeArgument: ExpressibleByArgument {
  let size: Size

  init?(argument: String) {
    let parts = argument.split(separator: "x").compactMap { Int($0) }
    guard parts.count == 2, parts.allSatisfy({ (1...1000).contains($0) }) else { return nil }
    size = Size(rows: parts[1], columns: parts[0])
  }
}
