import AnalogPass
import ArgumentParser
import Conversion
import CursesTerminal
import Datasets
import Experiments
import Foundation
import InputFiles
import LiveStreams
import ModelFormats
import RunFiles
import SpikeFiles

/// The exit statuses of the program: those of sysexits.h, as far as it knows the cause.
enum ExitStatus: Int32 {
  case generalError = 1
  case usage = 64
  case badData = 65
  case noInput = 66
  case unavailable = 69
  case cannotCreate = 73
  case inputOutput = 74

  init(of error: any Error) {
    switch error {
    case let error as FormatError: self = ExitStatus(of: error)
    case let error as DatasetError: self = ExitStatus(of: error.kind)
    case let error as ThresholdError: self = error.isMissingInput ? .noInput : .badData
    case let error as ResumeError: self = error.isOtherEvaluation ? .usage : .badData
    case let error as InputFileError: self = error.isMissingInput ? .noInput : .badData
    case is ConversionError, is ModelError, is ActivationOverflow: self = .badData
    case is UsageError: self = .usage
    case let error as RunFileError: self = ExitStatus(of: error.reason)
    case let error as StreamError: self = error.kind == .malformed ? .badData : .unavailable
    case let error as SpikeFileError: self = ExitStatus(of: error.kind)
    case let error as ConfigurationError: self = error.isMissingInput ? .noInput : .badData
    case is TerminalError: self = .unavailable
    case is OutputError: self = .inputOutput
    default: self = .generalError
    }
  }

  private init(of error: FormatError) {
    self =
      error.isMissingInput
      ? .noInput
      : error.isMissingOption
        ? .usage
        : error.isOutput ? .cannotCreate : error.isUnavailable ? .unavailable : .badData
  }

  private init(of reason: RunFileError.Reason) {
    switch reason {
    case .missing, .unreadable: self = .noInput
    case .malformed, .newer: self = .badData
    case .exists, .unwritable: self = .cannotCreate
    }
  }

  private init(of kind: SpikeFileError.Kind) {
    switch kind {
    case .missing: self = .noInput
    case .malformed: self = .badData
    case .unwritable: self = .cannotCreate
    case .unsuitable: self = .usage
    case .unavailable: self = .unavailable
    }
  }

  private init(of kind: DatasetError.Kind) {
    switch kind {
    case .noInput: self = .noInput
    case .badData: self = .badData
    case .usage: self = .usage
    case .noOutput: self = .cannotCreate
    }
  }
}

/// What was printed did not get through.
struct OutputError: Error, CustomStringConvertible {
  let reason: String

  var description: String { "standard output cannot be written (\(reason)); choose another place" }
}

/// Prints what still waits in a buffer; `print` itself says nothing of a full disk.
func flushOutput() throws(OutputError) {
  guard fflush(nil) == 0 else { throw OutputError(reason: String(cString: strerror(errno))) }
}

/// Ends the process at once, with all output written.
///
/// `exit` would run the destructors of libraries beside threads that are still inside them, as a
/// diagnosis is inside OpenBLAS while the user quits.
func leave(_ status: Int32) -> Never {
  fflush(nil)
  _exit(status)
}

extension ParsableCommand {
  /// Ends the program with one line on standard error.
  static func exit(reporting error: any Error) -> Never {
    switch error {
    case is FormatError, is DatasetError, is InputFileError, is ConversionError, is ThresholdError,
      is ModelError, is UsageError, is TerminalError, is OutputError, is ResumeError,
      is ConfigurationError, is RunFileError, is SpikeFileError, is StreamError,
      is ActivationOverflow:
      writeError("spiketop: \(error)\n")
      leave(ExitStatus(of: error).rawValue)
    case let error as OptionError:
      exit(withError: ValidationError(error.description))
    case let error as MethodError:
      exit(withError: ValidationError(error.description))
    default:
      exit(withError: error)
    }
  }
}

/// Writes to standard error.
func writeError(_ text: String) {
  FileHandle.standardError.write(Data(text.utf8))
}
