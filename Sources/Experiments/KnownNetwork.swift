import RunFiles
import Runs

/// The network, and the image before it, whose spikes another program has written.
package struct KnownNetwork {
  /// What a recording of the run would say.
  package let header: RunHeader

  private let request: RunRequest
  private let conversion: ConversionContext
  private let origin: RunOrigin

  package init(_ request: RunRequest, by origin: RunOrigin, display: ProgressDisplay) throws {
    self.request = request
    self.origin = origin
    var conversion = try ConversionContext(request, display: display)
    let session = try Session(request, in: &conversion)
    header = RunHeader(
      session, of: request, steps: request.steps ?? session.converted.defaultSteps,
      conversion: conversion, by: origin)
    self.conversion = conversion
  }

  /// The spikes, beside those of our own simulation if these shall be compared.
  package func source(
    for run: ReplayedRun, memory: MemoryLimits, isCompared: Bool
  ) throws -> any RunSource {
    let recorded = RecordedSource(run, memory: memory)
    guard isCompared else { return recorded }
    var request = request
    let choice = try request.choice()
    request.steps = run.source.lastStep
    let computed = RunLoader(
      request, conversion: conversion, choices: [choice], memory: memory, by: origin)
    return VerifiedSource(computed: computed, recorded: recorded)
  }
}
