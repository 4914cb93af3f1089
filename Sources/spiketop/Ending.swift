import AnalogPass
import ArgumentParser
import Charts
import Conversion
import CursesTerminal
import Datasets
import Experiments
import Foundation
import InputFiles
import LiveStreams
import ModelFormats
import OutputFiles
import PlainText
import RunFiles
import RunPlots
import SpikeFiles

/// How the program ends: what it still says, and its exit status.
struct Ending {
  /// For standard output: help, where it was asked for.
  private let output: String
  /// For standard error.
  private let messages: [String]
  private let status: Int32

  /// - Parameter status: 0 where everything is done.
  init(_ status: Int32 = 0, output: String = "", messages: [String] = []) {
    self.output = output
    self.messages = messages
    self.status = status
  }

  /// With one message.
  init(_ status: ExitStatus, saying message: String) {
    self.init(status.rawValue, messages: ["spiketop: \(message)"])
  }

  /// - Parameter command: Which one was asked for, for errors of usage.
  init(with error: any Error, of command: any ParsableCommand.Type) {
    switch error {
    case is FormatError, is DatasetError, is InputFileError, is ConversionError, is ThresholdError,
      is ModelError, is UsageError, is TerminalError, is OutputError, is ResumeError,
      is ConfigurationError, is OutputFileError, is RunFileError, is SpikeFileError, is StreamError,
      is ActivationOverflow, is InstallationError, is RunPlotError, is ChartError:
      self.init(ExitStatus(of: error).rawValue, messages: ["spiketop: \(error)"])
    case let error as OptionError:
      self.init(parsing: ValidationError(error.description), of: command)
    case let error as MethodError:
      self.init(parsing: ValidationError(error.description), of: command)
    default:
      self.init(parsing: error, of: command)
    }
  }

  /// With what ArgumentParser says: help, or an error of usage.
  private init(parsing error: any Error, of command: any ParsableCommand.Type) {
    let status = command.exitCode(for: error)
    if status == .success {
      self.init(output: command.fullMessage(for: error) + "\n")
    } else if status == .validationFailure {
      self.init(.usage, saying: UsageMessage(error, of: command).line)
    } else {
      let messages = error is ExitCode ? [] : ["spiketop: \(systemReason(of: error))"]
      self.init(status.rawValue, messages: messages)
    }
  }

  /// Ends the process at once, with all output written.
  ///
  /// `exit` would run the destructors of libraries beside threads that are still inside them, as a
  /// diagnosis is inside OpenBLAS while the user quits. Of output that does not get through is told
  /// where nothing else is.
  func take() -> Never {
    StandardOutput.write(output.utf8)
    do {
      try StandardOutput.flush()
    } catch {
      if messages.isEmpty {
        StandardError.say("spiketop: \(error)")
        _exit(ExitStatus.inputOutput.rawValue)
      }
    }
    StandardError.say(lines: messages)
    _exit(status)
  }
}
