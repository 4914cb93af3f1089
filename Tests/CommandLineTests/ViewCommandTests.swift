import Foundation
import Testing

/// `Y` gives a command line that opens the same view when it is pasted into a shell.
@Suite struct ViewCommandTests {
  /// The folder has a name that a shell would take apart.
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  /// What a command says of where it is, and the line that `Y` gives there.
  private func talk(_ command: String, _ lines: String...) throws -> (said: String, line: String) {
    let typed = (lines + ["Y"]).map { $0 + "\\n" }.joined()
    let outcome = try Program.shell("printf '\(typed)' | \(command)")
    let line = try #require(outcome.outputLines.last, "\(outcome)")
    #expect(line.hasPrefix("spiketop "), "\(outcome)")
    return (outcome.output, String(line))
  }

  /// Pastes a line; only the program's own name stands for where it lies.
  private func paste(_ line: String) throws -> Program.Outcome {
    try Program.shell("spiketop() { \"$SPIKETOP\" \"$@\"; }; \(line) < /dev/null")
  }

  @Test(arguments: [
    ("demo", "spiketop demo --line --screen sin --at "),
    ("demo --index 2 --method half", "spiketop demo --method half --index 2 --line --screen sin"),
    ("demo --compare :precision=q15 --theme light", "spiketop demo --compare :precision=q15"),
    ("", "spiketop demo --line --screen sin"),
  ])
  func theBundledNetworkIsTheDemo(arguments: String, beginning: String) throws {
    let (_, line) = try talk("$SPIKETOP \(arguments) --line", "go conv3#7", "t 5", "screen sin")

    #expect(line.hasPrefix(beginning), "\(line)")
    #expect(!line.contains(".onnx") && line.contains("@5"))
    #expect(arguments.contains("--theme") == line.contains("--theme light"))
    let pasted = try paste(line)
    #expect(pasted.status == 0 && pasted.output.contains("Step 5 of "), "\(pasted)")
    #expect(pasted.output.contains("SIN: "), "\(pasted)")
  }

  /// A method that was chosen in the dashboard is that of the command.
  @Test func whatWasChosenThereIsInTheCommand() throws {
    let (_, line) = try talk("$SPIKETOP demo --line", "image 3", "method max", "t 4")

    #expect(line.hasPrefix("spiketop demo --method max --index 3 "), "\(line)")
    #expect(try paste(line).output.contains("converted by max, image 3 of"))
  }

  /// What a key has chosen on a screen is in the command, and in what the command shows.
  @Test func whatWasChosenOnAScreenIsInTheCommand() throws {
    let (_, line) = try talk("$SPIKETOP demo --line", "t 12", "v", "set sin.filter=spikes>1 sin")

    #expect(line.contains(" --set live.view=why") && line.contains("'sin.filter=spikes>1 sin'"))
    let pasted = try paste(line)
    #expect(pasted.status == 0, "\(pasted)")
  }

  /// A setting that there is not is refused before anything is computed.
  @Test(arguments: ["live.colour=red", "beauty=1", "live.view"])
  func settingsThatThereAreNotAreRefused(text: String) throws {
    let outcome = try Program.run(["demo", "--line", "--set", text])
    #expect(outcome.status == 64 && outcome.errors.contains("--set \(text)"), "\(outcome)")
  }

  @Test func namesAreQuoted() throws {
    let folder = try scratch.directory("a b'c $HOME")
    for (file, name) in [(Program.model, "-n.onnx"), (Program.card, "-n.json")] {
      try FileManager.default.copyItem(atPath: file, toPath: "\(folder)/\(name)")
    }
    let quoted = folder.replacing("'", with: "'\\''")
    let (_, line) = try talk(
      "{ cd '\(quoted)'; $SPIKETOP watch ./-n.onnx --data $IMAGES --calibration-count 8 --line; }",
      "t 3")

    let pasted = try Program.shell(
      "spiketop() { \"$SPIKETOP\" \"$@\"; }; cd '\(quoted)'; \(line) < /dev/null")
    #expect(pasted.status == 0 && pasted.output.contains("Step 3 of "), "\(line)\n\(pasted)")
  }

  /// What is replayed is opened by the same file and options, in front of another command's.
  @Test func aRecordingIsReplayed() throws {
    let file = scratch.path("my run.snn")
    let recorded = try Program.shell(
      "$SPIKETOP record $MODEL --data $IMAGES --calibration-count 8 --steps 12 -o '\(file)'")
    #expect(recorded.status == 0, "\(recorded)")
    let replay = "$SPIKETOP replay '\(file)' --no-model --line --paused --screen log"
    let (_, line) = try talk(replay, "t 7", "screen layer")
    #expect(line.hasPrefix("spiketop replay '"), "\(line)")
    #expect(line.contains(" --no-model --line --screen layer --at ") && !line.contains("--paused"))
    let pasted = try paste(line)
    #expect(pasted.status == 0 && pasted.output.contains("Step 7 of "), "\(pasted)")

    let spikes = scratch.path("spikes.npz")
    _ = try Program.shell("$SPIKETOP export '\(file)' --format npz -o '\(spikes)'")
    let (_, other) = try talk(
      "$SPIKETOP replay '\(spikes)' --line -- $MODEL --data $IMAGES --calibration-count 8", "t 2")
    #expect(other.contains("@2' -- "), "\(other)")
    #expect(try paste(other).output.contains("Step 2 of "))
  }
}
