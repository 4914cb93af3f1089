import Foundation
import RunFiles
import Testing

/// A recorder that is killed at any moment has lost next to nothing.
///
/// `KILLS=50` in the environment kills each kind of recorder so many times.
@Suite struct KilledRecorderTests {
  private static let kills = ProcessInfo.processInfo.environment["KILLS"].flatMap { Int($0) }

  /// Killed without warning at 50 random moments: the file is intact, holds what was run, and lacks
  /// at most the last 64 steps that were taken.
  @Test func killedAtRandomMomentsTheFileIsWhole() throws {
    let scratch = try Scratch()
    let whole = scratch.path("whole.snn")
    _ = try Program.run([
      "record", Program.model, "--data", Program.images, "--steps", "3000", "-o", whole,
    ])
    let expected = try RunFileReader(whole)
    var lengths: Set<Int> = []
    for round in 0..<(Self.kills ?? 50) {
      let path = scratch.path("killed-\(round).snn")
      let taken = try takenWhenKilled(path, after: Double.random(in: 0...0.4))
      let reader = try RunFileReader(path)
      #expect(!reader.isGrowing)
      #expect(reader.lastStep <= 3000)
      #expect(taken - reader.lastStep <= 64, "round \(round): \(taken) steps were taken")
      lengths.insert(reader.lastStep)
      for step in stride(from: 1, through: reader.lastStep, by: 7) {
        for layer in expected.description.layers.indices {
          let (replayed, known) = (reader.step(step, of: layer), expected.step(step, of: layer))
          #expect(replayed.words == known.words)
          #expect(replayed.values == known.values)
        }
      }
      #expect(reader.damage.isEmpty)
    }
    #expect(lengths.count > 5)
  }

  /// - Returns: How many steps the run had printed.
  private func takenWhenKilled(_ path: String, after seconds: Double) throws -> Int {
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = [
      "run", Program.model, "--data", Program.images, "--steps", "3000", "--record", path,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.runWithAllSignals()
    var output = Data()
    while !output.contains(Data("step  prediction".utf8)) {
      let bytes = pipe.fileHandleForReading.availableData
      guard !bytes.isEmpty else { break }
      output += bytes
    }
    let killer = Thread {
      Thread.sleep(forTimeInterval: seconds)
      kill(process.processIdentifier, SIGKILL)
    }
    killer.start()
    output += pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
    return lines.compactMap { Int($0.split(separator: " ").first ?? "") }.max() ?? 0
  }

  /// `record` says on a terminal how far it is.
  @Test func aKilledRecordLosesNextToNothing() throws {
    let scratch = try Scratch()
    for round in 0..<(Self.kills ?? 20) {
      let path = scratch.path("record-\(round).snn")
      let terminal = try Terminal()
      let process = try start(
        ["record", Program.model, "--data", Program.images, "--steps", "200000", "-o", path],
        on: terminal)
      #expect(terminal.waits(for: "recording ", seconds: 60))
      Thread.sleep(forTimeInterval: Double.random(in: 0...0.3))
      let told = terminal.rest().matches(of: /recording (\d+) of/).compactMap { Int($0.1) }.max()
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      try expectWhole(path, taken: told ?? 0)
    }
  }

  /// A recorder that is killed before it has recorded leaves nothing, or a run without steps.
  @Test func aKilledCreationLeavesNothingOrAnEmptyRun() throws {
    for _ in 0..<(Self.kills ?? 30) {
      let scratch = try Scratch()
      let folder = try scratch.directory("runs")
      let process = try start(
        [
          "record", Program.model, "--data", Program.images, "--steps", "200000", "-o",
          "\(folder)/run.snn",
        ], on: Terminal())
      // Until there is something, and a little longer.
      let end = Date.now + 60
      while try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty, Date.now < end {
        usleep(200)
      }
      usleep(UInt32.random(in: 0...3000))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()

      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(
        Set(names).isSubset(of: ["run.snn", "run.snn-wal", "run.snn-shm", "run.snn-journal"]))
      #expect(try RunFileReader("\(folder)/run.snn").lastStep >= 0)
    }
  }

  /// The dashboard shows the step that it has reached.
  @Test(.enabled(if: TmuxSession.isAvailable)) func aKilledDashboardLosesNextToNothing() throws {
    let scratch = try Scratch()
    for round in 0..<(Self.kills ?? 10) {
      let path = scratch.path("watch-\(round).snn")
      let session = try TmuxSession(
        "watch '\(Program.model)' --data '\(Program.images)' --record '\(path)'", rows: 40,
        columns: 120)
      _ = try session.screen(with: "t=")
      Thread.sleep(forTimeInterval: Double.random(in: 0.2...1))
      let screen = try session.screen(with: "t=").joined()
      let shown = screen.matches(of: /t=(\d+)\//).compactMap { Int($0.1) }.first ?? 0
      let recorder = try #require(try process(recordingTo: path))
      kill(recorder, SIGKILL)
      while kill(recorder, 0) == 0 { usleep(1000) }
      try expectWhole(path, taken: shown)
    }
  }

  private func expectWhole(_ path: String, taken: Int) throws {
    let reader = try RunFileReader(path)
    #expect(!reader.isGrowing)
    #expect(taken - reader.lastStep <= 64, "\(taken) steps were taken")
    let layers = Array(reader.description.layers.indices)
    guard reader.lastStep > 0 else { return }
    #expect(reader.findDamage(in: 1...reader.lastStep, of: layers).isEmpty)
  }

  private func start(_ arguments: [String], on terminal: Terminal) throws -> Process {
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["TERM": "xterm"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = terminal.handle
    try process.runWithAllSignals()
    return process
  }

  /// The program itself, not the shell that a multiplexer has started it with.
  private func process(recordingTo path: String) throws -> pid_t? {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.first {
      guard let line = try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8) else {
        return false
      }
      let words = line.split(separator: "\0")
      return words.first.map { $0 == Program.executable.path } == true
        && words.contains { $0 == path }
    }
  }
}

extension Data {
  fileprivate func contains(_ other: Data) -> Bool { range(of: other) != nil }
}
