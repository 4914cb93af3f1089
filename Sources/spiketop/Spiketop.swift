import ArgumentParser
import CursesTerminal
import Experiments
import Foundation
import PlainText
import SpikingEngine

@main
struct Spiketop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spiketop",
    abstract: "htop and a time-travel debugger for spiking neural networks.",
    discussion: "Without a subcommand it opens the dashboard on the bundled network.",
    version: "0.1.0",
    subcommands: [
      Demo.self, Watch.self, Run.self, Record.self, Replay.self, Attach.self, Export.self,
      DrawFigure.self, Evaluate.self, Diagnose.self, Convert.self, Inspect.self, Card.self,
      Bench.self,
      Config.self, ReadHDF5.self,
    ],
    defaultSubcommand: Demo.self)

  /// What a recording says of who made it.
  static var origin: RunOrigin {
    RunOrigin(
      program: "spiketop \(configuration.version)",
      arguments: Array(CommandLine.arguments.dropFirst()),
      directory: FileManager.default.currentDirectoryPath)
  }

  /// What is in the way before anything is done.
  private static var obstacle: (status: ExitStatus, text: String)? {
    // A reader has what the process that started it has left.
    if !CommandArguments.areOfReader, let lack = LeastResources.lack { return (.unavailable, lack) }
    return CommandArguments.problem.map { (.usage, $0) }
  }

  private static func parsed(_ words: [String]) throws -> any ParsableCommand {
    do {
      return try parseAsRoot(words)
    } catch  where TypedOptions.command(in: words) == Demo.self && exitCode(for: error) != .success
    {
      // What follows an unknown option would be taken for a command that there is none of.
      guard let name = TypedOptions(of: Demo.self).unknownName(in: words) else { throw error }
      throw ValidationError("Unknown option '\(name)'")
    }
  }

  /// Runs the command, and turns an error into one line and the exit status of its kind.
  static func main() {
    StandardStreams.fillPlaces()
    if let problem = obstacle { Ending(problem.status, saying: problem.text).take() }
    Shortage.endsTheProgram()
    CrashGuard.silenceBacktracer()
    CrashGuard.endsOnSignals()
    FreedMemory.leavesAtOnce()
    // A file that may not grow further is an error to be told.
    signal(SIGXFSZ, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    var asked = TypedOptions.command(in: arguments)
    do {
      let options = TypedOptions(of: asked)
      let words = try SessionArguments.expanded(options.joiningNegativeValues(in: arguments))
      var command = try parsed(words)
      asked = type(of: command)
      try command.run()
    } catch {
      Ending(with: error, of: asked).take()
    }
    Ending().take()
  }
}
