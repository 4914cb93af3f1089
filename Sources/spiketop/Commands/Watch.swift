import ArgumentParser
import Conversion
import Dashboard
import Foundation
import LiveStreams
import Networks

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
      A second network to run in lock-step: a method, and what differs, as half, \
      bistable:phases=8, robust:percentile=99.5,half-charge, or :precision=q15 for the same \
      method. Options that may differ: those of the methods, and precision (fp32, q15, int8).
      """)
  var compare: String?

  func validate() throws {
    guard let compare else { return }
    _ = try context.methods.secondRun(
      compare, of: context.method, steps: context.steps ?? MethodRegistry.usualSteps)
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
      conversion: conversion, choices: choices, steps: context.steps,
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
      model: context.model, data: context.data, request: choice.request,
      steps: context.steps, count: DiagnosisAttempt.usualCount,
      threads: max(processorCount - 1, 1), display: display)
  }

  /// The chosen method first, then the others in their usual forms.
  private func menu(
    startingWith first: MethodChoice, for network: AnalogNetwork
  ) throws -> [MethodChoice] {
    let forms = MethodOptions.registry.menu(for: network)
    let others = try forms.map { try context.choice(named: $0) }
    return [first] + others.filter { $0.recipe.title != first.recipe.title }
  }
}
