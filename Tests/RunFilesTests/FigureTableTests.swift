import ExampleNetworks
import GRDB
import Networks
import OutputFiles
import RunFiles
import Runs
import SpikeStatistics
import SpikingEngine
import Testing
import TimeTravel

/// Figures beyond those of the table `statistic` have a table of their own, if there are any.
@Suite struct FigureTableTests {
  @Test func aFurtherFigureIsARowPerStepAndLayer() throws {
    let folder = try Folder()
    try record(TinyRun(figures: .standard.adding(.throwaway)), to: folder.file("run.snn"))

    let rows = try DatabaseQueue(path: folder.file("run.snn")).read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM figure WHERE population = 0 ORDER BY step")
    }

    #expect(rows.map { $0["name"] as String } == Array(repeating: "highest_fired", count: 4))
    #expect(rows.map { $0["step"] as Int } == [1, 2, 3, 4])
    #expect(rows.map { $0["value"] as Double? } == [nil, 3, 3, 3])
  }

  @Test func withoutOneThereIsNoSuchTable() throws {
    let folder = try Folder()
    try record(TinyRun(), to: folder.file("run.snn"))

    let hasTable = try DatabaseQueue(path: folder.file("run.snn")).read { database in
      try database.tableExists("figure")
    }

    #expect(!hasTable)
  }

  private func record(_ run: TinyRun, to path: String) throws {
    let network = run.setting.packed.network
    let description = RunDescription(
      program: "tests", method: "none", notes: [], name: network.name,
      inputShape: network.inputShape, coding: network.coding,
      layers: network.layers.map(RunDescription.Layer.init), image: 0, imageCount: 1,
      dataset: "one", label: nil, classNames: ["a", "b"], logits: [], steps: 4)
    let recorder = RunRecorder(
      try RunFileWriter(
        OutputFile(path).stageRun(), description, setting: run.setting, image: [1]))
    var timeline = Timeline(run.simulation, setting: run.setting)
    timeline.advance(by: 4, on: Engine())
    recorder.take(timeline.steps, isPaused: true)
    recorder.end()
    if case .failed(let error, _) = recorder.status { throw error }
  }
}
