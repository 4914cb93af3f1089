import Foundation
import Testing

/// The dashboard over a slow link: 250 kB/s, 50 ms to the terminal and back.
@Suite(.serialized, .ownThread) struct SlowLinkTests {
  /// However much there is to draw, one frame is under way at most, so that a key never waits for
  /// more than the frame before its own.
  @Test(arguments: [(0, "sweep"), (1, "waterfall"), (2, "scroll")])
  func aKeyWaitsForOneFrameAtMost(presses: Int, mode: String) throws {
    let folder = URL(filePath: try probePath()).deletingLastPathComponent()
    let assets = folder.appending(path: "spiketop_Assets.resources")
    let command = [
      folder.appending(path: "spiketop").path, "watch",
      assets.appending(path: "models/fashion-lenet.onnx").path, "--data",
      assets.appending(path: "data").path, "--steps", "1000000",
    ]
    let process = try #require(
      TerminalProcess(command, environment: probeEnvironment(), rows: 60, columns: 200))
    let link = SlowLink(process, bytesPerSecond: 250_000, roundTrip: 0.05)
    while link.frameCount < 3, link.now < 60 { link.pass(seconds: 0.05) }
    link.type(String(repeating: "w", count: presses) + ">>:")
    link.pass(seconds: 2)

    // Letters that nothing else on the screen has, and no control sequence.
    var delays: [Double] = []
    for letter in Array("QWVYQWVYQWVYQWVYQWVY".utf8) {
      link.forget()
      let start = link.now
      link.type(String(UnicodeScalar(letter)))
      #expect(link.pass(seconds: 5, until: letter))
      delays.append(1000 * (link.now - start))
      link.pass(seconds: 0.13)
    }

    #expect(link.mostOpenQuestions <= 1)
    #expect(link.mostBytesUnderWay <= link.largestFrame)
    let sorted = delays.sorted()
    print(
      "\(mode) at 200x60 over 250 kB/s and 50 ms: key to screen \(Int(sorted[10])) ms in the "
        + "median, \(Int(sorted[19])) ms at most; frames up to \(link.largestFrame) bytes")
    link.type("\u{1b}")
    link.pass(seconds: 0.5)
    link.type("q")
    while process.waitForEnd(seconds: 0) == .running, link.now < 120 { link.pass(seconds: 0.05) }
    #expect(process.waitForEnd() == .exited(0))
  }
}
