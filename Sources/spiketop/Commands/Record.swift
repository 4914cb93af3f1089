import ArgumentParser
import Experiments
import Foundation
import PlainText
import RunFiles
import Runs
import SpikingEngine

struct Record: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate one image as fast as possible, and write every step to a file.")

  @OptionGroup var context: RunOptions

  @Option(
    name: .shortAndLong, help: "The file to write.", completion: .file(extensions: ["snn"]))
  var output: String

  @OptionGroup var outputs: OutputOptions

  @Option(
    help: "Layers whose potentials are recorded too, as conv1,fc2, or all.")
  var potentials = LayerList()

  @OptionGroup var threading: ThreadOptions
  @OptionGroup var kept: CacheOptions

  func validate() throws { try context.checkReaders() }

  func request() -> RunRequest {
    var request = context.request
    request.threads = threading.threads
    return request
  }

  func run() throws {
    let request = request()
    let file = try outputs.file(output, reading: request.inputs).stageRun()
    var run = try HeadlessRun(
      request, recordingTo: file, probes: potentials, by: Spiketop.origin,
      cache: kept.cache, display: .standardError)
    let steps = run.steps
    let engine = Engine(threads: request.threads)
    let progress = Progress(
      "recording", unit: "steps", total: steps, display: .standardError)
    let isStopped = InterruptFlag.install()
    let start = ContinuousClock.now
    while run.runState.step < steps, !isStopped() {
      let count = min(32, steps - run.runState.step)
      run.advance(by: count, on: engine)
      progress.advance(by: count)
    }
    progress.finish()
    try run.finish()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0
    StandardOutput.print(
      "\(output): \(run.recordedSteps) of \(steps) steps, "
        + String(
          format: "%.1f MB, %.0f steps/s", Double(size) / 1e6,
          Double(run.recordedSteps) / max(seconds, 1e-9)))
    if isStopped() { throw ExitCode(130) }
  }
}
