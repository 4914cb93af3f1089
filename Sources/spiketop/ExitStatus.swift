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
    case let error as OutputFileError: self = ExitStatus(of: error)
    case let error as InputFileError: self = ExitStatus(of: error)
    case is ConversionError, is ModelError, is ActivationOverflow: self = .badData
    case is UsageError, is RunPlotError: self = .usage
    case let error as RunFileError: self = ExitStatus(of: error.reason)
    case let error as StreamError: self = error.kind == .malformed ? .badData : .unavailable
    case let error as SpikeFileError: self = ExitStatus(of: error.kind)
    case let error as ConfigurationError: self = error.isMissingInput ? .noInput : .badData
    case is TerminalError, is InstallationError, is ChartError: self = .unavailable
    case is OutputError: self = .inputOutput
    default: self = .generalError
    }
  }

  private init(of error: FormatError) {
    self =
      error.isUnavailable
      ? .unavailable
      : error.isMissingInput ? .noInput : error.isMissingOption ? .usage : .badData
  }

  private init(of error: InputFileError) {
    self = error.isUnavailable ? .unavailable : error.isMissingInput ? .noInput : .badData
  }

  private init(of error: OutputFileError) {
    switch error.reason {
    case .noName, .standardOutput, .alsoWritten: self = .usage
    case .exists, .neverReplaced, .isInput, .isLog, .changed, .noFolder, .notCreated:
      self = .cannotCreate
    case .foreign: self = .badData
    case .unavailable: self = .unavailable
    case .notWritten: self = .inputOutput
    }
  }

  private init(of reason: RunFileError.Reason) {
    switch reason {
    case .missing, .unreadable: self = .noInput
    case .unavailable: self = .unavailable
    case .malformed, .newer: self = .badData
    case .occupied, .badName: self = .cannotCreate
    case .unwritable: self = .inputOutput
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
    case .unavailable: self = .unavailable
    }
  }
}
