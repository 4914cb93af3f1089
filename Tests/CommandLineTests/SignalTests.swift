import Foundation
import Testing

/// A signal that ends programs ends this one, whatever it does, and by that signal.
@Suite struct SignalTests {
  private static let network = [
    Program.model, "--data", Program.images, "--calibration-count", "8",
  ]

  /// Long work, and a place for its files.
  private enum Work: String, CaseIterable {
    case record, evaluate, attach, line

    func arguments(in scratch: Scratch) -> [String] {
      switch self {
      case .record:
        ["record"] + network + ["--steps", "2000000", "-o", scratch.path("x.snn")]
      case .evaluate: ["evaluate"] + network + ["--steps", "100000", "--method", "max"]
      case .attach: ["attach", "unix:" + scratch.path("s")]
      case .line: ["watch"] + network + ["--line"]
      }
    }
  }

  /// A backtracer that shows where it came, and then goes on, would be worse than none.
  @Test(arguments: [SIGQUIT, SIGABRT, SIGSEGV, SIGILL, SIGTERM, SIGHUP, SIGUSR1])
  func endsByTheSignalThatIsSent(signal: Int32) throws {
    for work in Work.allCases {
      let scratch = try Scratch()
      let process = Process()
      process.executableURL = Program.executable
      process.arguments = work.arguments(in: scratch)
      process.environment = ProcessInfo.processInfo.environment
        .filter { $0.key != "SWIFT_BACKTRACE" }
      let (input, errors) = (Pipe(), try scratch.newFile("errors"))
      process.standardInput = input
      process.standardOutput = FileHandle.nullDevice
      process.standardError = try FileHandle(forWritingTo: errors)
      try process.runWithAllSignals()
      Thread.sleep(forTimeInterval: 1)

      kill(process.processIdentifier, signal)
      process.waitUntilExit()

      let text = try String(contentsOf: errors, encoding: .utf8)
      #expect(process.terminationReason == .uncaughtSignal, "\(work): \(text)")
      #expect(process.terminationStatus == signal, "\(work): \(text)")
      #expect(!text.contains("acktrac"), "\(work): \(text)")
    }
  }
}
