import Foundation
import PlainText

/// Why a file cannot be written: where, what, and what helps.
package struct OutputFileError: Error, Equatable, CustomStringConvertible {
  package enum Reason: Equatable, Sendable {
    /// A file is there, and may not be replaced.
    case exists
    /// Something is there that is never replaced, such as `a pipe`.
    case neverReplaced(kind: String)
    /// It is read by who would write it.
    case isInput
    /// It is what SQLite keeps beside a database of this name.
    case isLog(database: String)
    /// It has the place of another file of the same command.
    case alsoWritten(path: String)
    /// It is `-`, for standard output.
    case standardOutput
    /// A file is there that `author` has not written.
    case foreign(author: String)
    /// Something has come there, or into the place of what was there, since the work began.
    case changed
    /// The path does not name a file.
    case noName
    /// There is no such folder.
    case noFolder
    /// The system lacks what creating it takes: descriptors, memory; with its number.
    case unavailable(Int32)
    /// The system refuses the file; with its number.
    case notCreated(Int32)
    /// The system refuses the content, as a full disk does; with its number.
    case notWritten(Int32)

    /// Why nothing is created.
    static func notCreating(_ code: Int32) -> Reason {
      [EMFILE, ENFILE, ENOMEM].contains(code) ? .unavailable(code) : .notCreated(code)
    }
  }

  package var path: String
  package var reason: Reason

  package init(_ path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  package var description: String { "\(path.isEmpty ? "''" : path): \(problem)" }

  /// What is wrong and what helps, without the path.
  package var problem: String {
    switch reason {
    case .exists:
      "the file exists; replace it with --force, or name another one"
    case .neverReplaced(let kind):
      "is \(kind), which is never replaced; choose another place (convert, export and figure "
        + "write to standard output with '-o -')"
    case .isInput:
      "is read by this command, and what is read is never replaced; choose another place"
    case .isLog(let database):
      "belongs to '\(database)', which may need it, and nothing else is written there; choose "
        + "another place"
    case .alsoWritten(let other):
      "'\(other)' and this name the same file, but each is written by itself; name another one"
    case .standardOutput:
      "is standard output, where this is not written; name a file (./- is one of that name)"
    case .foreign(let author):
      "is no file that \(author) has written; name another one, which need not exist yet"
    case .changed:
      "something has come there since the work began, and was left as it is; name another file"
    case .noName:
      "is no name of a file; add one"
    case .noFolder:
      "there is no such folder; make it first, or choose another place (\(systemReason(ENOENT)))"
    case .unavailable(let code):
      "cannot be created (\(systemReason(code))); let the program have more (ulimit -a)"
    case .notCreated(let code):
      "cannot be created (\(systemReason(code))); choose another place"
    case .notWritten(let code):
      "cannot be written (\(systemReason(code))), and nothing there has changed; choose another "
        + "place"
    }
  }
}
