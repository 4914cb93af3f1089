import Foundation
import PlainText

/// Why a file cannot be opened or read.
package enum InputFileError: Error, Equatable {
  /// Nothing has this name.
  case absent(path: String)
  /// Something else than a regular file, such as `a pipe`.
  case notRegular(path: String, kind: String)
  /// The operating system refuses to read it.
  case unreadable(path: String, reason: String)
  /// The system lacks what opening it takes: descriptors, memory.
  case unavailable(path: String, reason: String)
  /// More than is read of such a file; both numbers count bytes.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// The file lost its end while it was read.
  case shrunk(path: String)

  init(_ path: String, error: Int32) {
    switch error {
    case ENOENT, ENOTDIR: self = .absent(path: path)
    case EMFILE, ENFILE, ENOMEM: self = .unavailable(path: path, reason: systemReason(error))
    default: self = .unreadable(path: path, reason: systemReason(error))
    }
  }

  /// Whether there is no input at all (exit status 66), instead of bad data (65).
  package var isMissingInput: Bool {
    switch self {
    case .absent, .notRegular, .unreadable, .unavailable: true
    case .tooLarge, .shrunk: false
    }
  }

  /// Whether the machine lacks something (exit status 69), which comes before all else.
  package var isUnavailable: Bool {
    if case .unavailable = self { true } else { false }
  }

  /// What else than a regular file a mode says; `nil` for a regular file.
  package static func kind(ofMode mode: mode_t) -> String? {
    switch mode & S_IFMT {
    case S_IFREG: nil
    case S_IFLNK: "a symbolic link"
    case S_IFDIR: "a directory"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    case S_IFCHR, S_IFBLK: "a device"
    default: "no file"
    }
  }

  /// What is wrong, without the name of the file.
  package var reason: String {
    switch self {
    case .absent: "there is no such file; check the name"
    case .notRegular(_, let kind): "is \(kind), not a regular file; name the file itself"
    case .unreadable(_, let reason): "cannot be read (\(reason)); name a file that can"
    case .unavailable(_, let reason):
      "cannot be opened (\(reason)); let the program have more (ulimit -a)"
    case .tooLarge(_, let bytes, let limit):
      "has \(bytes) bytes, but at most \(limit) are read of such a file; shrink it"
    case .shrunk: "has become shorter while it was read; copy it again"
    }
  }

  package var path: String {
    switch self {
    case .absent(let path), .notRegular(let path, _), .unreadable(let path, _),
      .unavailable(let path, _), .tooLarge(let path, _, _), .shrunk(let path):
      path
    }
  }
}

extension InputFileError: CustomStringConvertible {
  package var description: String { "\(path): \(reason)" }
}
