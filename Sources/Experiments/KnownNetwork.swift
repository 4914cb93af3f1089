import RunFiles
import Runs
import SpikeFiles
import SpikingEngine

/// The network, and the image before it, whose spikes another program has written.
package struct KnownNetwork {
  /// What a recording of the run would say.
  package let header: RunHeader

  /// The network before its image, at step 0.
  private let simulation: Simulation

  private let request: RunRequest
  private let conversion: ConversionContext
  private let origin: RunOrigin

  package init(
    _ request: RunRequest, by origin: RunOrigin, cache: CalibrationCache, display: ProgressDisplay
  ) throws {
    self.request = request
    self.origin = origin
    var conversion = try ConversionContext(request, cache: cache, display: display)
    let session = try Session(request, in: &conversion)
    header = RunHeader(
      session, of: request, steps: request.steps ?? session.converted.defaultSteps,
      conversion: conversion, by: origin)
    self.conversion = conversion
    simulation = session.simulation
  }

  /// In so many steps spikes are held against those of the network, to see how a file counts.
  private static let comparedSteps = 128

  /// How many of some spikes, in their first steps, the network fires itself.
  func share(of spikes: ImportedSpikes) -> (own: Int, of: Int) {
    let steps = min(spikes.source.lastStep, Self.comparedSteps)
    var (own, all) = (0, 0)
    var simulation = simulation
    simulation.advance(by: steps, on: Engine()) { layer, population, step in
      let told = spikes.source.step(step, of: layer).words
      all += told.reduce(0) { $0 + $1.nonzeroBitCount }
      for unit in population.output.indices
      where told[Int(unit) >> 6] >> UInt64(unit & 63) & 1 == 1 {
        own += 1
      }
    }
    return (own, all)
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
