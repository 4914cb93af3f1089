import Foundation

/// Which process writes a run file, so that a reader can tell whether more may come.
struct WriterIdentity: Equatable {
  /// Process number, and when it began, in units of the system: numbers are given again.
  let text: String

  static var current: WriterIdentity { WriterIdentity(of: getpid()) }

  private init(of process: pid_t) {
    text = "\(process) \(Self.start(of: process) ?? "")"
  }

  init(_ text: String) {
    self.text = text
  }

  /// Who has written a run file, or still does; `nil` where it cannot be read.
  init?(ofRunFile path: String) {
    guard let file = try? RunFileDatabase(path, isProbe: true) else { return nil }
    let text = try? file.read { database in
      try RunFileMeta(file: file, database: database).value("writer") { try $0.text("value") }
    }
    guard let text else { return nil }
    self.init(text)
  }

  /// Its number; `nil` where nobody says.
  var process: pid_t? { text.split(separator: " ").first.flatMap { pid_t($0) } }

  /// Whether the process still runs on this machine.
  var isRunning: Bool {
    guard let process, kill(process, 0) == 0 || errno == EPERM else { return false }
    return WriterIdentity(of: process) == self
  }

  /// The 22nd field of the process's state, behind a name that may have spaces.
  private static func start(of process: pid_t) -> String? {
    guard let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let end = state.lastIndex(of: ")")
    else { return nil }
    let fields = state[end...].split(separator: " ")
    return fields.count > 20 ? String(fields[20]) : nil
  }
}
