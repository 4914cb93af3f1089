import ExampleNetworks
import Foundation
import LiveStreams
import Networks
import Runs
import SpikingEngine
import Testing
import TimeTravel

/// Who watches sees what is computed.
@Suite struct LiveStreamTests {
  private func address(_ folder: StreamFolder) throws -> StreamAddress {
    try #require(StreamAddress("unix:\(folder.path)/s"))
  }

  private func liveRun(_ run: ExampleRun) -> LiveRun {
    LiveRun(
      RunDescription(
        program: "tests", method: "robust", name: run.network.name,
        inputShape: run.network.inputShape, coding: run.network.coding,
        layers: run.network.layers.map(RunDescription.Layer.init), label: 1,
        logits: run.logits.map { Float($0) }),
      image: run.image.elements, references: run.references)
  }

  /// In every way of firing: the spikes, what they delivered, the outputs, and what is inactivated.
  @Test(arguments: [Example.residual, .maxPooled], Variation.allCases)
  func aViewerSeesTheRun(example: Example, variation: Variation) throws {
    let run = try ExampleRun(example.network(seed: 1), recipe: variation.recipe, headroom: 0.5)
    let folder = try StreamFolder()
    let server = try LiveServer(at: address(folder))
    let sink = server.begin(liveRun(run))
    let viewer = try LiveReceiver.attach(to: address(folder), rasterBytes: 1 << 20)
    try wait { server.viewerCount == 1 }

    var timeline = Timeline(run.simulation, setting: run.setting)
    while timeline.step < 60 {
      timeline.advance(by: 6, on: Engine())
      sink.take(timeline.steps, isPaused: false)
    }
    sink.end()
    viewer.wait(forStep: 60)
    try wait { !viewer.isGrowing }

    #expect(viewer.lastStep == 60)
    #expect(viewer.report.dropped == 0)
    #expect(viewer.report.ending == "the sender's run has ended")
    #expect(viewer.run.description.layers.map(\.neuron) == run.network.layers.map(\.neuron))
    let packed = PackedNetwork(replaying: viewer.run.network)
    var seen = Timeline(
      Simulation(replaying: viewer, of: packed), setting: viewer.run.setting(of: packed))
    var again = Timeline(run.simulation, setting: run.setting)
    for step in 1...60 {
      seen.advance(on: Engine())
      again.advance(on: Engine())
      for (layer, description) in run.network.layers.enumerated() {
        let (replayed, known) = (
          seen.raster.events(of: layer, at: step), timeline.raster.events(of: layer, at: step)
        )
        let units = 0..<description.shape.count
        #expect(units.map { replayed.value(of: $0) } == units.map { known.value(of: $0) })
      }
      #expect(seen.runState.simulation.readout == again.runState.simulation.readout)
      #expect(
        seen.runState.statistics.layers.map(\.sin) == again.runState.statistics.layers.map(\.sin))
    }
  }

  /// A viewer that comes late sees what is computed from then on; its step 1 is where it came.
  @Test func aLateViewerBeginsWhereTheRunIs() throws {
    let run = try ExampleRun(Example.residual.network(seed: 1), headroom: 0.5)
    let folder = try StreamFolder()
    let server = try LiveServer(at: address(folder))
    let sink = server.begin(liveRun(run))
    var timeline = Timeline(run.simulation, setting: run.setting)
    timeline.advance(by: 20, on: Engine())
    sink.take(timeline.steps, isPaused: false)

    let viewer = try LiveReceiver.attach(to: address(folder), rasterBytes: 1 << 20)
    try wait { server.viewerCount == 1 }
    timeline.advance(by: 10, on: Engine())
    sink.take(timeline.steps, isPaused: false)
    sink.end()
    try wait { !viewer.isGrowing }

    #expect(viewer.lastStep == 10)
    #expect(viewer.report.senderStep == 21)
    for step in 1...10 {
      let known = timeline.raster.events(of: 0, at: 20 + step)
      #expect(viewer.step(step, of: 0).words == Array(known.words))
    }
  }

  /// A viewer that does not read holds nobody up, and what it misses is counted, also at the end.
  @Test(arguments: [0, 10])
  func aSlowViewerMissesStepsAndIsToldHowMany(further: Int) throws {
    let run = try ExampleRun(
      randomPerceptron(widths: [4, 4000, 4000, 2], seed: 1), headroom: 0.5)
    let folder = try StreamFolder()
    let server = try LiveServer(at: address(folder))
    let sink = server.begin(liveRun(run))
    let slow = try RawClient(path: "\(folder.path)/s")
    try wait { server.viewerCount == 1 }
    var timeline = Timeline(
      run.simulation, setting: run.setting, rasterBytes: 1 << 30, probes: [0, 1])
    timeline.advance(by: 400, on: Engine())
    sink.take(timeline.steps, isPaused: false)
    slow.readInBackground()
    try wait { server.waitingByteCount == 0 }
    for _ in 0..<further { timeline.advance(on: Engine()) }
    sink.take(timeline.steps, isPaused: false)
    sink.end()

    let bytes = slow.readToEnd()
    let source = try received(bytes, rasterBytes: 1 << 28)
    let report = source.report
    #expect(report.dropped > 0)
    #expect(report.ending == "the sender's run has ended")
    // The numbers of the steps go on where some are missing; those that came are as they were.
    #expect(source.lastStep == 400 + further)
    var missing = 0
    for step in 1...400 + further {
      let replayed = source.step(step, of: 0).words
      let known = Array(timeline.raster.events(of: 0, at: step).words)
      if replayed != known {
        #expect(replayed.allSatisfy { $0 == 0 })
        missing += 1
      }
    }
    #expect(missing > 0)
    #expect(missing <= report.dropped)
  }

  @Test func anAddressInUseIsRefused() throws {
    let folder = try StreamFolder()
    let server = try LiveServer(at: address(folder))
    let error = try #require(throws: StreamError.self) { try LiveServer(at: address(folder)) }
    #expect(error.problem.contains("another program listens there"))
    withExtendedLifetime(server) {}
  }

  @Test func aFileIsNotReplacedByASocket() throws {
    let folder = try StreamFolder()
    try Data("precious".utf8).write(to: URL(filePath: "\(folder.path)/s"))
    let error = try #require(throws: StreamError.self) { try LiveServer(at: address(folder)) }
    #expect(error.problem.contains("a file that is no socket"))
    #expect(try Data(contentsOf: URL(filePath: "\(folder.path)/s")) == Data("precious".utf8))
  }

  /// What a program that was killed has left is no obstacle.
  @Test func theSocketOfADeadProgramIsReplaced() throws {
    let folder = try StreamFolder()
    let remains = try RawClient.bind("\(folder.path)/s")
    close(remains)
    #expect(throws: Never.self) { try LiveServer(at: address(folder)) }
  }

  @Test(arguments: [
    ("unix:/a/b", "unix:/a/b"), ("tcp:4000", "tcp:127.0.0.1:4000"),
    ("tcp:host:80", "tcp:host:80"), ("tcp:[::1]:80", "tcp:::1:80"), ("-", "-"),
    ("unix:", nil), ("tcp:", nil), ("tcp:x", nil), ("tcp:h:0", nil), ("tcp:h:70000", nil),
    ("http://x", nil), ("", nil),
  ])
  func addresses(text: String, meaning: String?) {
    #expect(StreamAddress(text)?.description == meaning)
  }
}
