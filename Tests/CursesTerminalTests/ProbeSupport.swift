import Foundation
import Testing

/// The location of the probe, beside the running test bundle.
func probePath() throws -> String {
  let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  let path = URL(filePath: tests).deletingLastPathComponent().appending(path: "TerminalProbe").path
  try #require(FileManager.default.isExecutableFile(atPath: path), "no probe at \(path)")
  return path
}

/// A plain environment with changes; `nil` removes a variable.
func probeEnvironment(_ changes: [String: String?] = [:]) -> [String: String] {
  var environment: [String: String] = [
    "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
    "SWIFT_BACKTRACE": "enable=no",
  ]
  environment["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
  for (name, value) in changes { environment[name] = value }
  return environment
}

/// The probe on a terminal, after its first frame.
func startProbe(
  _ arguments: [String] = [], environment: [String: String?] = [:], answers: Bool = true
) throws -> TerminalProcess {
  let process = try #require(
    TerminalProcess([probePath()] + arguments, environment: probeEnvironment(environment)))
  process.answers = answers
  #expect(process.read(until: "segfault"))
  return process
}

/// What must hold however the program ended.
func expectUsableTerminal(
  _ process: TerminalProcess, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(process.isCooked && process.hasModeOfStart, sourceLocation: sourceLocation)
  #expect(process.isMouseOff, sourceLocation: sourceLocation)
  #expect(process.hasLeftAlternateScreen, sourceLocation: sourceLocation)
  #expect(process.isCursorVisible, sourceLocation: sourceLocation)
}
