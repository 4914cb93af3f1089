import ArgumentParser
import Experiments
import Foundation
import ModelFormats
import SpikeFiles

/// Reads a file and forgets it: what `IsolatedFileCheck` starts.
struct ReadFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: IsolatedFileCheck.readCommand, abstract: "Read an HDF5 file and say nothing.",
    shouldDisplay: false)

  @Argument var path: String

  func run() {
    let core = rlimit(rlim_cur: 0, rlim_max: 0)
    _ = withUnsafePointer(to: core) { setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), $0) }
    if path.hasSuffix(".nir") {
      _ = try? NIRReader.model(
        at: path, options: NIROptions(timeStep: nil, reset: .toZero, usualTimeStep: 1))
    } else {
      _ = try? SpikeReader.spikes(at: path, stepLength: 1)
    }
  }
}
