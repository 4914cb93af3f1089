import Foundation
import Testing

/// The executable in a terminal multiplexer: keys go in, what a user sees comes out.
final class TmuxSession {
  static let isAvailable = ["/usr/bin/tmux", "/bin/tmux", "/usr/local/bin/tmux"]
    .contains(where: FileManager.default.isExecutableFile(atPath:))

  /// A server of its own, so that no other session is met.
  private let socket = "spiketop-walk-\(UUID())"

  /// - Parameter arguments: As a shell reads them.
  init(_ arguments: String, rows: Int, columns: Int) throws {
    let program =
      "LC_ALL=C.UTF-8 XDG_STATE_HOME=/dev/null/none '\(Program.executable.path)' \(arguments)"
    let start = Process()
    start.executableURL = URL(filePath: "/bin/sh")
    start.arguments = [
      "-c", command("new-session -d -x \(columns) -y \(rows) \"\(program)\""),
    ]
    start.standardInput = FileHandle.nullDevice
    // Not waited for: the server inherits what Foundation knows the end of a process by.
    try start.runWithAllSignals()
  }

  deinit { _ = try? tmux("kill-server") }

  /// - Parameter keys: Letters, or names of keys as tmux has them.
  func press(_ keys: String...) throws {
    let quoted = keys.map { "'\($0)'" }.joined(separator: " ")
    try #require(try tmux("send-keys \(quoted)").status == 0)
  }

  /// What is on the screen, row by row, once all words are on it.
  func screen(
    with words: String..., seconds: Double = 60, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    let end = Date.now + seconds
    var text = ""
    repeat {
      text = try tmux("capture-pane -p").output
      if words.allSatisfy(text.contains) { return text.components(separatedBy: "\n") }
      Thread.sleep(forTimeInterval: 0.1)
    } while Date.now < end
    Issue.record("\(words) are not all on the screen:\n\(text)", sourceLocation: sourceLocation)
    throw NotSeen(words: words)
  }

  struct NotSeen: Error {
    var words: [String]
  }

  private func tmux(_ command: String) throws -> Program.Outcome {
    try Program.shell(self.command(command))
  }

  private func command(_ words: String) -> String {
    "unset TMUX; tmux -u -L \(socket) -f /dev/null \(words)"
  }
}
