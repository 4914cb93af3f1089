import ExampleNetworks
import Foundation
import GRDB
import Networks
import OutputFiles
import Recordings
import RunFiles
import SpikeStatistics
import SpikingEngine
import Testing
import TimeTravel

/// What was recorded is what was run.
@Suite struct RunFileTests {
  /// Every example in every way of firing: plain, in bursts, in digits, and with spikes taken back.
  @Test(arguments: [Example.perceptron, .residual, .maxPooled], Variation.allCases)
  func aReplayEqualsTheRun(example: Example, variation: Variation) throws {
    let run = try ExampleRun(example.network(seed: 1), recipe: variation.recipe, headroom: 0.5)
    let folder = try Folder()
    let recorded = try record(run, steps: 101, to: folder.file("run.snn"))

    let reader = try RunFileReader(folder.file("run.snn"))
    #expect(reader.lastStep == 101)
    #expect(!reader.isGrowing)
    #expect(reader.description == description(of: run))
    #expect(reader.image == run.image.elements)

    var replay = try replay(reader)
    var again = Timeline(run.simulation, setting: run.setting)
    for step in 1...101 {
      replay.advance(on: Engine())
      again.advance(on: Engine())
      #expect(sent(by: replay, at: step) == sent(by: recorded, at: step))
      #expect(replay.runState.simulation.readout == again.runState.simulation.readout)
      #expect(replay.runState.simulation.prediction == again.runState.simulation.prediction)
      for (replayed, known) in zip(
        replay.runState.statistics.layers, again.runState.statistics.layers)
      {
        #expect(replayed.counts.count == known.counts.count)
        #expect(replayed.counts.firstStep == known.counts.firstStep)
        #expect(replayed.counts.lastStep == known.counts.lastStep)
        #expect(replayed.counts.total == known.counts.total)
        #expect(replayed.sin == known.sin)
      }
    }
    #expect(
      replay.runState.statistics.synapticOperations == again.runState.statistics.synapticOperations)
    #expect(reader.damage.isEmpty)
  }

  /// D is computed from whole numbers of spikes in rate coding, so that it is the same to the bit.
  @Test func leadAndLagOfAReplayAreThoseOfTheRun() throws {
    let run = try ExampleRun(Example.residual.network(seed: 2), headroom: 0.5)
    let folder = try Folder()
    let recorded = try record(run, steps: 64, to: folder.file("run.snn"))

    var replay = try replay(RunFileReader(folder.file("run.snn")))
    replay.advance(by: 64, on: Engine())

    for (replayed, known) in zip(
      replay.runState.statistics.layers, recorded.runState.statistics.layers)
    {
      #expect(replayed.phase == known.phase)
    }
  }

  @Test func potentialsAreKnownWhereTheyWereAskedFor() throws {
    let run = try ExampleRun(Example.residual.network(seed: 1), headroom: 0.5)
    let folder = try Folder()
    _ = try record(run, steps: 300, to: folder.file("run.snn"), probes: [1])

    let reader = try RunFileReader(folder.file("run.snn"))
    #expect(reader.layersWithPotentials() == [1, run.network.layers.count - 1])
    var replay = try replay(reader)
    var again = Timeline(run.simulation, setting: run.setting)
    var wholeRunStates: [Int] = []
    for step in 1...300 {
      replay.advance(on: Engine())
      again.advance(on: Engine())
      let (replayed, known) = (
        replay.runState.simulation.populations, again.runState.simulation.populations
      )
      #expect(replayed[1].knowsPotential)
      #expect(replayed[1].membranePotential == known[1].membranePotential)
      if replayed.allSatisfy(\.knowsPotential) {
        wholeRunStates.append(step)
        #expect(replayed.map(\.membranePotential) == known.map(\.membranePotential))
      }
    }
    // Now and then the potentials of all layers are kept.
    #expect(wholeRunStates.count == 1)
  }

  /// A recording that begins late has the steps before it, too.
  @Test func stepsThatWereTakenBeforeAreRecorded() throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 1), headroom: 0.5)
    let folder = try Folder()
    var timeline = Timeline(run.simulation, setting: run.setting)
    timeline.advance(by: 90, on: Engine())
    timeline.seek(to: 10, on: Engine())

    let recorder = RunRecorder(try writer(of: run, to: folder.file("run.snn")))
    recorder.take(timeline.steps, isPaused: true)
    #expect(recorder.status == .recording(steps: 90))
    timeline.seek(to: 120, on: Engine())
    recorder.take(timeline.steps, isPaused: true)
    recorder.end()

    #expect(recorder.status == .finished(steps: 120))
    let reader = try RunFileReader(folder.file("run.snn"))
    var replay = try replay(reader)
    replay.advance(by: 120, on: Engine())
    for step in 1...120 { #expect(sent(by: replay, at: step) == sent(by: timeline, at: step)) }
  }

  /// The table for those who read the file with other programs: what the run knew of each step.
  @Test(arguments: [true, false]) func statisticsOfEveryStepAreInTheFile(hasANN: Bool) throws {
    let run = try ExampleRun(Example.residual.network(seed: 2), headroom: 0.5)
    let folder = try Folder()
    let setting = RunSetting(
      packed: run.packed, fanOut: run.setting.fanOut,
      references: run.setting.references.map { hasANN ? $0 : nil })
    let writer = try RunFileWriter(
      OutputFile(folder.file("run.snn")).stageRun(), description(of: run), setting: setting,
      image: run.image.elements)
    let recorder = RunRecorder(writer)
    var timeline = Timeline(run.simulation, setting: setting)
    timeline.advance(by: 70, on: Engine())
    recorder.take(timeline.steps, isPaused: true)
    recorder.end()

    let rows = try DatabaseQueue(path: folder.file("run.snn")).read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM statistic ORDER BY step, population")
    }
    #expect(rows.count == 70 * run.network.layers.count)
    var (sinSpikes, deviations) = (0, 0)
    for row in rows {
      let (layer, step): (Int, Int) = (row["population"], row["step"])
      let entry = try #require(timeline.history.entry(of: layer, at: step))
      #expect(row["spikes"] as Int == entry.spikes)
      #expect(row["spikes"] as Int == sent(by: timeline, at: step)[layer].count { $0 != 0 })
      let isCompared = setting.references[layer] != nil
      #expect(row["sin_spikes"] as Int? == (isCompared ? entry.sinSpikes : nil))
      #expect(row["sin_neurons"] as Int32? == (isCompared ? entry.sinNeurons : nil))
      let deviation: Float? = row["mean_deviation"]
      #expect(deviation == (entry.meanDeviation.isNaN ? nil : entry.meanDeviation))
      #expect((row["leading"] as Int32?) == deviation.map { _ in entry.leading })
      #expect((row["lagging"] as Int32?) == deviation.map { _ in entry.lagging })
      sinSpikes += row["sin_spikes"] as Int? ?? 0
      deviations += deviation == nil ? 0 : 1
    }
    let known = timeline.runState.statistics.layers.compactMap(\.sin).reduce(0) { $0 + $1.spikes }
    #expect(sinSpikes == known && (known > 0) == hasANN && (deviations > 0) == hasANN)
  }

  @Test func eventsAreKept() throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 1))
    let folder = try Folder()
    let writer = try writer(of: run, to: folder.file("run.snn"))
    let events = [
      RunFileEvent(step: 3, kind: "mark", text: "a live 0 1"),
      RunFileEvent(step: 2, kind: "mark", text: "b live 0 2"),
    ]
    for event in events { try writer.write(event) }
    try writer.finish()

    #expect(try RunFileReader(folder.file("run.snn")).events == events)
  }

  /// What lies in the file is one file: nothing beside it is needed to read it.
  @Test func aFinishedRunIsOneFile() throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 1))
    let folder = try Folder()
    _ = try record(run, steps: 40, to: folder.file("run.snn"))

    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["run.snn"])
  }
}

/// A run file while it is written.
@Suite struct GrowingRunFileTests {
  @Test func aReaderFollowsTheWriter() throws {
    let run = try ExampleRun(Example.residual.network(seed: 1), headroom: 0.5)
    let folder = try Folder()
    let recorder = RunRecorder(try writer(of: run, to: folder.file("run.snn")))
    let reader = try RunFileReader(folder.file("run.snn"))
    #expect(reader.isGrowing)
    #expect(reader.lastStep == 0)

    var timeline = Timeline(run.simulation, setting: run.setting)
    var replay = try replay(reader)
    for round in 1...10 {
      timeline.advance(by: 7, on: Engine())
      recorder.take(timeline.steps, isPaused: true)
      Thread.sleep(forTimeInterval: 0.03)
      #expect(reader.lastStep == 7 * round)
      replay.seek(to: 7 * round, on: Engine())
      #expect(sent(by: replay, at: 7 * round) == sent(by: timeline, at: 7 * round))
    }

    recorder.end()
    Thread.sleep(forTimeInterval: 0.03)
    #expect(!reader.isGrowing)
  }

  /// An engine that has come to the end of what is there waits, and goes on as soon as there is
  /// more.
  @Test func aRunWaitsForTheWriter() throws {
    let run = try ExampleRun(Example.perceptron.network(seed: 1), headroom: 0.5)
    let folder = try Folder()
    let recorder = RunRecorder(try writer(of: run, to: folder.file("run.snn")))
    var timeline = Timeline(run.simulation, setting: run.setting)
    timeline.advance(by: 20, on: Engine())
    recorder.take(timeline.steps, isPaused: true)

    let reader = try RunFileReader(folder.file("run.snn"))
    let engine = EngineThread(
      EngineLoad(timeline: try replay(reader), horizon: 1), speed: .infinity)
    defer { engine.send(.stop) }
    engine.send(.run)
    let waiting = try status(of: engine) { $0.runState.step == 20 }
    #expect(waiting.activity == .running)
    #expect(waiting.isGrowing)

    timeline.advance(by: 30, on: Engine())
    recorder.take(timeline.steps, isPaused: true)
    _ = try status(of: engine) { $0.runState.step == 50 }

    recorder.end()
    let ended = try status(of: engine) { $0.activity == .paused }
    #expect(ended.runState.step == 50)
    #expect(ended.horizon == 50)
  }

  private func status(
    of engine: EngineThread, where fits: (EngineStatus) -> Bool
  ) throws -> EngineStatus {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
      if let status = engine.takeStatus(), fits(status) { return status }
      Thread.sleep(forTimeInterval: 0.002)
    }
    throw RunFileError("the engine", .malformed("did not get there in 20 seconds"))
  }
}
