import Foundation
import PlainText
import Testing

@Suite struct SystemReasonTests {
  @Test func theSystemHasWordsForItsErrors() {
    #expect(systemReason(ENOSPC) == "No space left on device")
    #expect(systemReason(of: POSIXError(.EACCES)) == "Permission denied")
  }

  /// Foundation's own words name a domain and a number.
  @Test func whatIsBehindAnErrorOfFoundationIsSaid() throws {
    let reading = #expect(throws: (any Error).self) {
      try Data(contentsOf: URL(filePath: "/nowhere/file"))
    }
    let writing = #expect(throws: (any Error).self) {
      try Data().write(to: URL(filePath: "/nowhere/file"))
    }
    let listing = #expect(throws: (any Error).self) {
      try FileManager.default.contentsOfDirectory(atPath: "/nowhere")
    }

    for error in [reading, writing, listing] {
      #expect(try systemReason(of: #require(error)) == "No such file or directory")
    }
  }
}
