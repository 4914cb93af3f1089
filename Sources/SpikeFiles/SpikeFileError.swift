import InputFiles

/// Why spikes cannot be read from a file, or written to one: where, and what helps.
package struct SpikeFileError: Error, Equatable, CustomStringConvertible {
  /// Who can help, and with it the exit status.
  package enum Kind: Equatable, Sendable {
    case missing, malformed, unwritable
    /// What is asked for cannot be expressed.
    case unsuitable
    /// The machine lacks what reading takes.
    case unavailable
  }

  /// The file.
  package var path: String
  package var kind: Kind
  /// What is wrong, and what helps.
  package var problem: String

  package init(_ path: String, _ kind: Kind, _ problem: String) {
    self.path = path
    self.kind = kind
    self.problem = problem
  }

  init(_ error: InputFileError) {
    let kind: Kind =
      error.isUnavailable ? .unavailable : error.isMissingInput ? .missing : .malformed
    self.init(error.path, kind, error.reason)
  }

  package var description: String { "\(path): \(problem)" }
}
