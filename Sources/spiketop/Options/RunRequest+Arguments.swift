import ArgumentParser
import Experiments
import Runs

extension RunRequest {
  /// What the command of a run file asked for that says no more, as those of spiketop 0.1.0.
  ///
  /// - Parameter arguments: Those of the command.
  package init(recordedArguments arguments: [String]) throws(RecordedModel.Absence) {
    let words = TypedOptions(ofCommandIn: arguments).joiningNegativeValues(in: arguments)
    guard let command = try? Spiketop.parseAsRoot(words) as? any RunCommand,
      let request = try? command.request()
    else {
      throw RecordedModel.Absence(
        description: "this spiketop does not know the command that ran it")
    }
    self = request
  }
}

/// A command that runs one image before one network.
private protocol RunCommand {
  func request() throws -> RunRequest
}

extension Watch: RunCommand {}

extension Run: RunCommand {
  fileprivate func request() -> RunRequest { context.request }
}

extension Record: RunCommand {}

extension Demo: RunCommand {}
