import ArgumentParser
import Conversion
import CursesTerminal
import Datasets
import Foundation
import ModelFormats

/// The exit statuses of the program: those of sysexits.h, as far as it knows the cause.
enum ExitStatus: Int32 {
  case generalError = 1
  case usage = 64
  case badData = 65
  case noInput = 66
  case unavailable = 69
  case cannotCreate = 73

  init(of error: any Error) {
    switch error {
    case let error as FormatError: self = error.isMissingInput ? .noInput : .badData
    case let error as DatasetError: self = ExitStatus(of: error.kind)
    case is ConversionError, is ThresholdError: self = .badData
    case is UsageError: self = .usage
    case is TerminalError: self = .unavailable
    default: self = .generalError
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

/// A request that cannot be meant, found after the arguments were parsed.
struct UsageError: Error, CustomStringConvertible {
  let description: String
}

extension ParsableCommand {
  /// Ends the program with one line on standard error.
  static func exit(reporting error: any Error) -> Never {
    switch error {
    case is FormatError, is DatasetError, is ConversionError, is ThresholdError, is UsageError,
      is TerminalError:
      writeError("spiketop: \(error)\n")
      Foundation.exit(ExitStatus(of: error).rawValue)
    default:
      exit(withError: error)
    }
  }
}

/// Writes to standard error.
func writeError(_ text: String) {
  FileHandle.standardError.write(Data(text.utf8))
}
