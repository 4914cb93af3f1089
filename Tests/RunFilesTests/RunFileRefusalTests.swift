import ExampleNetworks
import Foundation
import GRDB
import OutputFiles
import RunFiles
import SpikingEngine
import Testing
import TimeTravel

/// What is not a run file is refused in one line, and what is damaged says where.
@Suite struct RunFileRefusalTests {
  @Test func aMissingFileIsNamed() throws {
    #expect(throws: RunFileError("/nowhere/run.snn", .missing)) {
      try RunFileReader("/nowhere/run.snn")
    }
  }

  @Test(arguments: ["", "no database", "SQLite format 3\0 but then nothing"])
  func anotherFileIsRefused(content: String) throws {
    let folder = try Folder()
    try Data(content.utf8).write(to: URL(filePath: folder.file("other.snn")))

    let error = try #require(throws: RunFileError.self) {
      try RunFileReader(folder.file("other.snn"))
    }
    guard case .malformed = error.reason else {
      Issue.record("\(error)")
      return
    }
    #expect(!error.description.contains("\n"))
  }

  @Test func aLaterVersionIsRefused() throws {
    let folder = try Folder()
    try change(folder, "PRAGMA user_version = 7")

    let error = try #require(throws: RunFileError.self) {
      try RunFileReader(folder.file("run.snn"))
    }
    #expect(error.reason == .newer(version: 7))
  }

  /// Each piece that a reader needs, taken away or spoilt.
  @Test(arguments: [
    "DELETE FROM meta WHERE key = 'run'", "UPDATE meta SET value = '{' WHERE key = 'run'",
    "DELETE FROM population WHERE id = 1", "UPDATE population SET units = 1 WHERE id = 0",
    "UPDATE population SET activation = x'00' WHERE activation IS NOT NULL",
    "UPDATE meta SET value = replace(value, '[20,1,1]', '[-1,0,1]') WHERE key = 'run'",
  ])
  func aSpoiltDescriptionIsRefused(statement: String) throws {
    let folder = try Folder()
    try change(folder, statement)

    let error = try #require(throws: RunFileError.self) {
      try RunFileReader(folder.file("run.snn"))
    }
    guard case .malformed = error.reason else {
      Issue.record("\(error)")
      return
    }
  }

  /// A spoilt step is silent, and the reader says so; the others are as they were.
  @Test(arguments: [
    "UPDATE chunk SET spikes = x'00' WHERE population = 0 AND step0 = 1",
    "UPDATE chunk SET encoding = 9 WHERE population = 0 AND step0 = 1",
    "UPDATE chunk SET amounts = x'FFFFFFFF' WHERE population = 0 AND step0 = 1",
    "UPDATE chunk SET encoding = 1, spikes = x'FFFFFFFF' WHERE population = 0 AND step0 = 1",
    "DELETE FROM batch WHERE step0 = 1",
    "UPDATE batch SET steps = 1000000000 WHERE step0 = 1",
  ])
  func spoiltStepsAreSilent(statement: String) throws {
    let folder = try Folder()
    try change(folder, statement)
    let reader = try RunFileReader(folder.file("run.snn"))

    #expect(reader.step(2, of: 0).values.isEmpty)
    #expect(!reader.damage.isEmpty)
    var timeline = try replay(reader)
    timeline.seek(to: reader.lastStep, on: Engine())
    #expect(timeline.step == 40)
  }

  /// Potentials that are spoilt silence their own layer, and leave the others as they are.
  @Test func aSpoiltLayerLeavesTheOthersWhole() throws {
    let folder = try Folder()
    try change(folder, "UPDATE potential SET v = x'00' WHERE step0 = 1")
    let reader = try RunFileReader(folder.file("run.snn"))

    let readout = reader.description.layers.count - 1
    #expect(reader.step(2, of: readout).potentials == nil)
    #expect(!reader.step(2, of: 0).values.isEmpty)
    #expect(
      reader.damage.sentence.hasPrefix("\(reader.description.layers[readout].name) in steps 1 "))
  }

  @Test func anExistingFileIsNotReplaced() throws {
    let folder = try Folder()
    let run = try ExampleRun(Example.perceptron.network(seed: 1))
    try Data("precious".utf8).write(to: URL(filePath: folder.file("run.snn")))

    #expect(throws: OutputFileError(folder.file("run.snn"), .exists)) {
      try writer(of: run, to: folder.file("run.snn"))
    }
    #expect(try Data(contentsOf: URL(filePath: folder.file("run.snn"))) == Data("precious".utf8))
  }

  /// A disk that becomes full ends the recording; what was written before can be replayed.
  @Test func aFullDiskLeavesAValidFile() throws {
    let folder = try Folder()
    let run = try ExampleRun(Example.residual.network(seed: 1), headroom: 0.5)
    let recorder = RunRecorder(
      try writer(of: run, to: folder.file("run.snn"), maximumPages: 30))
    var timeline = Timeline(
      run.simulation, setting: run.setting, probes: Set(run.network.layers.indices))
    for _ in 0..<4000 where !recorder.status.isOver {
      timeline.advance(by: 8, on: Engine())
      recorder.take(timeline.steps, isPaused: false)
    }

    guard case .failed(let error, let steps) = recorder.status else {
      Issue.record("\(recorder.status)")
      return
    }
    #expect(error.description.hasSuffix("the disk is full"))
    #expect(steps > 0)
    recorder.end()
    #expect(recorder.status == .failed(error, steps: steps))
    let reader = try RunFileReader(folder.file("run.snn"))
    #expect(reader.lastStep == steps)
    var replay = try replay(reader)
    replay.advance(by: steps, on: Engine())
    for step in 1...steps { #expect(sent(by: replay, at: step) == sent(by: timeline, at: step)) }
  }

  /// A run file of 40 steps on which a statement was executed.
  private func change(_ folder: Folder, _ statement: String) throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 1), headroom: 0.5)
    _ = try record(run, steps: 40, to: folder.file("run.snn"))
    let queue = try DatabaseQueue(path: folder.file("run.snn"))
    try queue.write { try $0.execute(sql: statement) }
    try queue.close()
  }
}
