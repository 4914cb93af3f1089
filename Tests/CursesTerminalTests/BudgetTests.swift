import Foundation
import Proofs
import Testing

/// What the dashboard costs: bytes, which are a matter of what it draws, and times, which are
/// printed and left to the reader, because they are a matter of the machine.
@Suite(.serialized, .ownThread) struct BudgetTests {
  private static let frame = "\u{1b}[?2026h"
  /// More steps than pass while something is measured.
  private static let longRun = ["--steps", "1000"]

  private func start(_ arguments: [String], rows: UInt16, columns: UInt16) throws -> TerminalProcess
  {
    let product = URL(filePath: try probePath()).deletingLastPathComponent()
      .appending(path: "spiketop").path
    let process = try #require(
      TerminalProcess(
        [product, "demo"] + arguments, environment: probeEnvironment(), rows: rows,
        columns: columns))
    #expect(process.read(until: "SIN", seconds: 60))
    return process
  }

  private func quit(_ process: TerminalProcess) {
    process.send("q")
    #expect(process.waitForEnd() == .exited(0))
    expectUsableTerminal(process)
  }

  /// In steady state a frame is at most 2 kB in the mean, and one write.
  @Test(arguments: [(0, "sweep"), (1, "waterfall")])
  func aFrameIsSmall(presses: Int, mode: String) throws {
    let process = try start(Self.longRun, rows: 50, columns: 200)
    for _ in 0..<presses { process.send("w") }
    process.read(seconds: 1)
    let (bytes, frames) = (process.output.count, process.count(of: Self.frame))
    let writes = try #require(process.writeCount, "needs /proc")

    process.read(seconds: 4)

    let newFrames = process.count(of: Self.frame) - frames
    let perFrame = Double(process.output.count - bytes) / Double(max(newFrames, 1))
    let newWrites = try #require(process.writeCount) - writes
    #expect(newFrames > 10 && perFrame <= 2048)
    // One before the frame, the frame, and one after it; a frame may be under way at both ends.
    #expect(newWrites <= 3 * (newFrames + 2))
    print(
      "\(mode) at 200x50, 16 steps/s: \(Int(perFrame)) bytes per frame, \(newFrames) frames in 4 s")
    quit(process)
  }

  @Test func keysAndFramesAreTimed() throws {
    let process = try start(["--paused"], rows: 60, columns: 200)
    process.read(seconds: 0.5)
    var delays: [Double] = []
    for press in 0..<41 {
      let (size, start) = (process.output.count, ContinuousClock.now)
      process.send(press % 2 == 0 ? "j" : "k")
      while process.output.count == size, start.duration(to: .now) < .seconds(2) {
        process.readWhatIsThere(milliseconds: 1)
      }
      delays.append(start.duration(to: .now) / .milliseconds(1))
      process.read(seconds: 0.05)
    }
    let median = delays.sorted()[delays.count / 2]
    #expect(median < 2000, "every key was answered")
    print("key to screen at 200x60, local: median \((median * 10).rounded() / 10) ms")
    quit(process)
  }

  @Test func theLargestFrameRateIsMeasured() throws {
    let process = try start(["--paused"] + Self.longRun, rows: 60, columns: 200)
    process.read(seconds: 0.5)
    process.send(":fps 60\r>> ")
    process.read(seconds: 0.2)
    let (frames, start) = (process.count(of: Self.frame), ContinuousClock.now)

    process.read(seconds: 1.2)

    let newFrames = process.count(of: Self.frame) - frames
    let rate = Double(newFrames) / (start.duration(to: .now) / .seconds(1))
    #expect(newFrames > 5)
    print("at 200x60 and 64 steps/s, :fps 60: \(Int(rate.rounded())) frames per second")
    quit(process)
  }

  /// How long a step back takes, from the key to the last byte of the screen.
  @Test func stepsBackAreTimed() throws {
    guard let model = Proofs.shared("models/cifar-vgg16.onnx", for: "steps back on cifar-vgg16"),
      let data = Proofs.shared("data/cifar10", for: "steps back on cifar-vgg16")
    else { return }
    let product = URL(filePath: try probePath()).deletingLastPathComponent()
      .appending(path: "spiketop").path
    let process = try #require(
      TerminalProcess(
        [
          product, "watch", model.path, "--data", data.path, "--calibration-count", "50",
          "--steps", "1000", "--paused",
        ], environment: probeEnvironment(), rows: 24, columns: 80))
    #expect(process.read(until: "SIN", seconds: 120))
    process.send(":t 1000\r")
    // On the way nothing is shown.
    while !process.isQuiet(seconds: 10) {}

    for (name, steps) in [
      ("the last 256", (0..<24).map { 1000 - 11 * $0 }), ("1,000", (0..<24).map { 980 - 40 * $0 }),
    ] {
      var ticks = 0
      let delays = steps.map { step in
        process.send(":t \(step)\r")
        while !process.isQuiet(seconds: 0.2) {}
        ticks -= process.processorTicks ?? 0
        defer { ticks += process.processorTicks ?? 0 }
        return process.delayOfLastByte(afterSending: ",")
      }.sorted()
      #expect(delays[0] > 0, "every key changed the screen")
      print(
        "step back on cifar-vgg16, anywhere in \(name) steps: median \(Int(delays[12])) ms, "
          + "at most \(Int(delays[23])) ms; \(10 * ticks / 24) ms of a processor each")
    }
    quit(process)
  }

  @Test func theShareOfAProcessorIsMeasured() throws {
    let process = try start(Self.longRun, rows: 50, columns: 200)
    process.read(seconds: 1)
    let (frames, ticks) = (process.count(of: Self.frame), try #require(process.processorTicks))

    process.read(seconds: 4)

    let spent = Double(try #require(process.processorTicks) - ticks) / 100 / 4
    let rate = Double(process.count(of: Self.frame) - frames) / 4
    #expect(rate > 5)
    print("at 200x50 and 16 steps/s: \(Int((spent * 100).rounded())) % of a processor, \(rate) fps")
    quit(process)
  }
}
