import Foundation
import Testing

/// The dashboard as a conversation, in a pipe.
@Suite struct LineModeTests {
  private func talk(_ lines: String...) throws -> Program.Outcome {
    let typed = lines.map { $0 + "\\n" }.joined()
    return try Program.shell("printf '\(typed)' | $SPIKETOP demo --line")
  }

  @Test func aConversationFromTheImageToACause() throws {
    let outcome = try talk("until sin(conv2) > 3", "screen sin", "inspect", "cursor-down", "quit")

    #expect(outcome.status == 0)
    #expect(outcome.output.contains("\nreached sin(conv2) > 3 at step "))
    #expect(outcome.output.contains("\nSIN: ") && outcome.output.contains("\nInput 1: "))
    #expect(outcome.output.utf8.allSatisfy { $0 == 10 || (32..<127).contains($0) })
  }

  @Test func theEndOfTheInputIsTheEnd() throws {
    let outcome = try talk("step 3")

    #expect(outcome.status == 0 && outcome.output.contains("\nStep 3 of "))
  }

  @Test func anImageAndAMethodAreLoaded() throws {
    let outcome = try talk("t 5", "image 7", "method max", "image 9999", "speed 3", "")

    #expect(outcome.output.contains("converted by robust 99.9%, image 7 of"))
    #expect(outcome.output.contains("converted by max, image 7 of"))
    #expect(outcome.output.contains("\nError: the images are numbered from 0 to "))
    #expect(outcome.output.contains("\nError: line mode runs as fast as it can"))
    #expect(outcome.output.contains("\nStep 5 of "), "the step stays")
  }

  @Test func anotherNetworkIsOpened() throws {
    let open = "open \(Program.model) --data \(Program.images)"

    let outcome = try talk("open nowhere.onnx", open, "t 3", "demo", "")

    #expect(outcome.output.contains("\nError: nowhere.onnx: there is no such file"))
    #expect(outcome.output.contains("\nStep 3 of "))
    #expect(outcome.output.components(separatedBy: "fashion-lenet converted by").count >= 3)
  }

  @Test func filesAreNotReplacedUnasked() throws {
    let scratch = try Scratch()
    let file = try scratch.file("a.csv", "precious")

    let kept = try talk("t 2", "export \(file)", "n", "t 4", "quit")
    #expect(
      kept.output.contains("exists. Replace it? Type y or n.") && kept.output.contains("Step 4"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
    _ = try talk("t 4", "export \(file)", "y")
    #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("step,layer,"))
  }
}
