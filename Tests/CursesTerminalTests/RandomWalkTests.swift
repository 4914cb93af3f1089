import ExampleNetworks
import Foundation
import Testing

/// Whatever is pressed, and whenever the user quits: no crash, no silence, the terminal whole.
///
/// `KEY_WALKS=1000` walks more often than usual, `KEY_WALK=258` that walk alone; every walk follows
/// from its number.
@Suite(.serialized, .ownThread) struct RandomWalkTests {
  private static let walks =
    number("KEY_WALK").map { $0..<$0 + 1 } ?? 0..<(number("KEY_WALKS") ?? 100)

  private static func number(_ variable: String) -> Int? {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
  }

  /// The dashboard on the bundled network, in a folder of its own.
  private func start(_ arguments: String = "", in folder: URL) throws -> TerminalProcess {
    let product = URL(filePath: try probePath()).deletingLastPathComponent()
      .appending(path: "spiketop").path
    let process = try #require(
      TerminalProcess(
        ["/bin/sh", "-c", "cd '\(folder.path)' && exec '\(product)' demo \(arguments)"],
        environment: probeEnvironment()))
    #expect(process.read(until: "SIN", seconds: 60), "\(process.output.suffix(300))")
    return process
  }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func randomKeysNeitherCrashNorSilenceTheDashboard() throws {
    var longest = (milliseconds: 0.0, walk: 0)
    for walk in Self.walks {
      try withFolder { folder in
        var random = SeededGenerator(seed: walk)
        let process = try start(Bool.random(using: &random) ? "--paused" : "", in: folder)
        for _ in 0..<5 {
          for _ in 0..<40 { process.send(randomKeys(using: &random)) }
          if Int.random(in: 0..<4, using: &random) == 0 {
            let (rows, columns) = walkSizes.randomElement(using: &random) ?? (24, 80)
            process.resize(rows: rows, columns: columns)
          }
          let time = answerTime(of: process)
          #expect(time != nil, "walk \(walk): no answer within a minute")
          if let time, time > longest.milliseconds { longest = (time, walk) }
        }
        #expect(quit(process) == .exited(0), "walk \(walk)")
        #expect(process.isCooked && process.hasModeOfStart, "walk \(walk)")
        #expect(process.isMouseOff && process.hasLeftAlternateScreen, "walk \(walk)")
      }
    }
    print(
      "\(Self.walks.count) walks; longest answer \(Int(longest.milliseconds)) ms, "
        + "in walk \(longest.walk)")
  }

  /// Closes what is open, asks for a command, and waits until what is typed can be read.
  ///
  /// - Returns: Milliseconds; `nil` where nothing came within a minute.
  private func answerTime(of process: TerminalProcess) -> Double? {
    process.resize(rows: 24, columns: 80)
    let (size, start) = (process.output.unicodeScalars.count, ContinuousClock.now)
    while start.duration(to: .now) < .seconds(60) {
      press(":~", afterClosingIn: process)
      for _ in 0..<200 {
        process.readWhatIsThere(milliseconds: 5)
        guard process.output.unicodeScalars.dropFirst(size).contains("~") else { continue }
        process.send("\u{1b}")
        return start.duration(to: .now) / .milliseconds(1)
      }
    }
    return nil
  }

  /// A key that follows Escape at once would be read as one with Alt.
  private func press(_ keys: String, afterClosingIn process: TerminalProcess) {
    for _ in 0..<3 {
      process.send("\u{1b}")
      process.read(seconds: 0.06)
    }
    process.send(keys)
  }

  /// Quits; again where the keys before were still being read.
  private func quit(_ process: TerminalProcess) -> TerminalProcess.Ending {
    for _ in 0..<20 {
      press("q", afterClosingIn: process)
      let ending = process.waitForEnd(seconds: 3)
      if ending != .running { return ending }
    }
    return .running
  }

  /// A diagnosis, a calibration by another method and the loading of images are in other libraries
  /// while the process ends.
  @Test func quittingDuringBackgroundWorkIsQuiet() throws {
    var longest = 0.0
    for turn in 0..<(Self.number("KEY_QUITS") ?? 60) {
      try withFolder { folder in
        var random = SeededGenerator(seed: 1000 + turn)
        let process = try start(in: folder)
        let work = ["D\u{1b}", "M3", "\u{1b}[6~\u{1b}[6~\u{1b}[6~", ":compare max\rM2", "DM4"]
        process.send(work[turn % work.count])
        process.read(seconds: Double.random(in: 0...0.4, using: &random))
        let start = ContinuousClock.now
        #expect(quit(process) == .exited(0), "turn \(turn)")
        longest = max(longest, start.duration(to: .now) / .milliseconds(1))
        #expect(process.hasModeOfStart && process.hasLeftAlternateScreen, "turn \(turn)")
      }
    }
    print("longest quit \(Int(longest)) ms")
  }
}

private let walkSizes: [(UInt16, UInt16)] = [
  (24, 80), (40, 120), (60, 200), (10, 30), (5, 20), (1, 1), (24, 300), (100, 80),
]

/// What a user may press or type; never what ends the program.
private func randomKeys(using random: inout SeededGenerator) -> String {
  switch Int.random(in: 0..<20, using: &random) {
  case 0: return walkLines.randomElement(using: &random) ?? ""
  case 1, 2: return walkControls.randomElement(using: &random) ?? ""
  case 3:
    let (column, row) = (
      Int.random(in: 1...120, using: &random), Int.random(in: 1...45, using: &random)
    )
    let button = [0, 2, 64, 65].randomElement(using: &random) ?? 0
    return "\u{1b}[<\(button);\(column);\(row)M\u{1b}[<\(button);\(column);\(row)m"
  default:
    let characters = (33...126).map { Character(Unicode.Scalar($0)) }.filter { $0 != "q" } + [" "]
    return String(characters.randomElement(using: &random) ?? " ")
  }
}

private let walkControls = [
  "\u{1b}[A", "\u{1b}[B", "\u{1b}[C", "\u{1b}[D", "\r", "\u{1b}", "\u{7f}", "\t", "\u{1b}[Z",
  "\u{1b}[5~", "\u{1b}[6~", "\u{1b}[H", "\u{1b}[F", "\u{1b}[3~", "\u{0c}", "\u{1b}OP",
]

private let walkLines = [
  ":t 37\r", ":t 99999999999999999999\r", ":until sin(conv2) > 3\r", ":break every spikes(fc1#3)\r",
  ":compare half\r", ":compare bistable8\r", ":compare none\r", ":diagnose\r", ":image 5\r",
  ":open\r", ":demo\r", ":fps 60\r", ":mark a\r", "'a", ":export a.svg\r", ":export a.svg\ry",
  ":export b.csv table\r", ":record r.snn\r", ":record off\r", ":memory\r", ":theme mono\r",
  "gfc1#7\r", "gconv1#999999\r", "/spikes>2 sin\r", "/\u{1b}", "b1", "ma", "M4", "?neuron\r",
  ":\u{1b}[A\r", ":zoom 4\r", ":speed 1000\r", ":speed max\r",
]
