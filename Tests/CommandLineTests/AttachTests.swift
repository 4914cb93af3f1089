import Foundation
import Testing

/// What `attach` leaves when it is ended while it waits.
@Suite struct AttachTests {
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func theSocketGoesWithTheProgram(signal: Int32) throws {
    let scratch = try Scratch()
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = ["attach", "unix:\(scratch.path("s"))", "--plain-steps", "1"]
    process.standardError = FileHandle.nullDevice
    try process.runWithAllSignals()
    let deadline = Date.now + 30
    while !FileManager.default.fileExists(atPath: scratch.path("s")), Date.now < deadline {
      usleep(1000)
    }
    #expect(FileManager.default.fileExists(atPath: scratch.path("s")))
    // From when it is there on, the wait may end.
    usleep(200_000)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()

    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
    #expect(!FileManager.default.fileExists(atPath: scratch.path("s")))
  }
}
