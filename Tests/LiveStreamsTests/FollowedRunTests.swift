import ExampleNetworks
import Foundation
import LiveStreams
import Networks
import Runs
import SpikingEngine
import Testing
import TimeTravel

/// Who watches goes on to the next run of the sender.
@Suite struct FollowedRunTests {
  private func address(_ folder: StreamFolder) throws -> StreamAddress {
    try #require(StreamAddress("unix:\(folder.path)/s"))
  }

  private func liveRun(_ run: ExampleRun, image: Int = 0) -> LiveRun {
    var description = RunDescription(
      program: "tests", method: "robust", name: run.network.name,
      inputShape: run.network.inputShape, coding: run.network.coding,
      layers: run.network.layers.map(RunDescription.Layer.init))
    description.image = image
    return LiveRun(description, image: run.image.elements, references: run.references)
  }

  private static func hello(_ name: String) -> String {
    #"{"hello":{"run":"\#(name)","populations":[{"id":1,"name":"a","shape":[5]}]}}"# + "\n"
  }

  private static func frame(_ step: Int, _ unit: Int) -> String {
    #"{"frame":{"step":"\#(step)","population":1,"ids":[\#(unit)]}}"# + "\n"
  }

  /// Connects once for each text, and sends it.
  private func send(_ texts: [String], to path: String) {
    let thread = Thread {
      for text in texts {
        guard let client = try? RawClient(path: path, patience: 10) else { return }
        client.write(Data(text.utf8))
        client.close()
      }
    }
    thread.start()
  }

  /// A server that shows another run: the viewer is offered it, and loses no step of it.
  @Test func anotherRunOfAServerIsFollowed() throws {
    let run = try ExampleRun(Example.residual.network(seed: 1), headroom: 0.5)
    let folder = try StreamFolder()
    let server = try LiveServer(at: address(folder))
    let first = server.begin(liveRun(run))
    let runs = try LiveReceiver.follow(address(folder), rasterBytes: 1 << 20)
    defer { runs.end() }
    let shown = runs.current

    let second = server.begin(liveRun(run, image: 7))
    first.end()
    try wait { runs.next != nil }
    #expect(!shown.isGrowing && runs.current === shown && runs.number == 1)
    #expect(runs.next?.description.image == 7)
    var timeline = Timeline(run.simulation, setting: run.setting)
    timeline.advance(by: 12, on: Engine())
    second.take(timeline.steps, isPaused: false)
    let next = try #require(runs.takeNext())
    next.wait(forStep: 11)

    #expect(runs.current === next && runs.number == 2 && runs.next == nil)
    #expect(next.lastStep >= 11 && next.report.dropped == 0)
    for step in 1...11 {
      #expect(next.step(step, of: 0).words == Array(timeline.raster.events(of: 0, at: step).words))
    }
    second.end()
    try wait { runs.isAwaited }
  }

  /// A second description in one stream begins another run, too.
  @Test func anotherRunOfAStreamIsFollowed() throws {
    let folder = try StreamFolder()
    let path = "\(folder.path)/s"
    send([Self.hello("one") + Self.frame(1, 2) + Self.hello("two") + Self.frame(1, 3)], to: path)
    let runs = try LiveReceiver.follow(address(folder), rasterBytes: 1 << 20)
    defer { runs.end() }
    try wait { runs.next != nil }
    #expect(runs.current.step(1, of: 0).words == [4])
    #expect(runs.current.report.ending == "the sender has begun another run")
    let next = try #require(runs.takeNext())
    try wait { !next.isGrowing }
    #expect(next.run.description.name == "two" && next.step(1, of: 0).words == [8])
  }

  /// A sender that connects again is listened for; whoever ends leaves nothing behind.
  @Test func aSenderComesBack() throws {
    let folder = try StreamFolder()
    let path = "\(folder.path)/s"
    send([Self.hello("one") + Self.frame(1, 0)], to: path)
    let runs = try LiveReceiver.follow(address(folder), rasterBytes: 1 << 20)
    // One sender at a time: who connects while another one is let in is turned away.
    try wait { runs.isAwaited && FileManager.default.fileExists(atPath: path) }
    send([Self.hello("two") + Self.frame(1, 0)], to: path)
    try wait { runs.next != nil }
    #expect(runs.next?.description.name == "two")
    _ = runs.takeNext()
    try wait { runs.isAwaited && FileManager.default.fileExists(atPath: path) }
    runs.end()
    try wait { !FileManager.default.fileExists(atPath: path) }
  }

  /// What is no run ends that, and says why; the run at hand stays.
  @Test func whatIsNoRunIsSaid() throws {
    let folder = try StreamFolder()
    let path = "\(folder.path)/s"
    send([Self.hello("one") + Self.frame(1, 0) + #"{"hello":{}}"# + "\n"], to: path)
    let runs = try LiveReceiver.follow(address(folder), rasterBytes: 1 << 20)
    defer { runs.end() }
    try wait { runs.fault != nil }
    #expect(runs.fault?.problem == "the sender names no population")
    #expect(runs.next == nil && runs.current.lastStep == 1)
  }
}
