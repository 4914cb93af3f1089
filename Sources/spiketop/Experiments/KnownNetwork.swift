import ArgumentParser
import Dashboard
import RunFiles

/// The network, and the image before it, whose spikes another program has written.
struct KnownNetwork {
  /// What a recording of the run would say.
  let header: RunHeader

  private let context: RunOptions
  private let conversion: ConversionContext

  /// - Parameter arguments: As `run` takes them.
  init(_ arguments: [String], display: ProgressDisplay) throws {
    context = try RunOptions.parse(arguments)
    var conversion = try context.conversion(display: display)
    let session = try Session(context, in: &conversion)
    header = RunHeader(
      session, steps: context.steps ?? session.converted.defaultSteps, conversion: conversion)
    self.conversion = conversion
  }

  /// The spikes, beside those of our own simulation if these shall be compared.
  func source(
    for run: ReplayedRun, memory: MemoryLimits, isCompared: Bool
  ) throws -> any RunSource {
    let recorded = RecordedSource(run, memory: memory)
    guard isCompared else { return recorded }
    let computed = RunLoader(
      conversion: conversion, choices: [try context.choice()], steps: run.source.lastStep,
      memory: memory)
    return VerifiedSource(computed: computed, recorded: recorded)
  }
}
