import ArgumentParser
import Experiments
import Runs

/// How many threads work on one image.
struct ThreadOptions: ParsableArguments {
  @Option(help: "How many threads share a step. The spikes do not depend on it.")
  var threads = OptionDefaults.threads

  func validate() throws {
    guard (1...processorCount).contains(threads) else {
      throw ValidationError(
        "'--threads' is \(threads), but must lie between 1 and \(processorCount), the number of "
          + "processors that this process may use.")
    }
  }
}
