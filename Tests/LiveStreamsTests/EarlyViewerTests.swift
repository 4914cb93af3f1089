import ExampleNetworks
import Foundation
import LiveStreams
import Networks
import Runs
import SpikingEngine
import Synchronization
import Testing

/// Who comes before there is a run to show.
@Suite struct EarlyViewerTests {
  private func liveRun(_ run: ExampleRun, classNames: [String] = []) -> LiveRun {
    LiveRun(
      RunDescription(
        program: "tests", method: "robust", name: run.network.name,
        inputShape: run.network.inputShape, coding: run.network.coding,
        layers: run.network.layers.map(RunDescription.Layer.init), classNames: classNames),
      image: run.image.elements, references: run.references)
  }

  /// A program that listens before its run begins refuses nobody for that; the next run ends the
  /// stream as ever.
  @Test func theRunIsAwaited() throws {
    let run = try ExampleRun(Example.residual.network(seed: 1), headroom: 0.5)
    let folder = try StreamFolder()
    let address = try #require(StreamAddress("unix:\(folder.path)/s"))
    let server = try LiveServer(at: address)
    let viewer = Mutex<Result<LiveSource, any Error>?>(nil)
    let isDone = DispatchGroup()
    DispatchQueue.global().async(group: isDone) {
      let result = Result { try LiveReceiver.attach(to: address, rasterBytes: 1 << 20) }
      viewer.withLock { $0 = result.mapError { $0 as any Error } }
    }
    try wait { server.viewerCount == 1 }

    let first = server.begin(liveRun(run))
    #expect(server.viewerCount == 1)
    isDone.wait()
    let result = viewer.withLock { $0 }
    let source = try #require(result).get()
    #expect(source.run.network.layers.map(\.name) == run.network.layers.map(\.name))

    let second = server.begin(liveRun(run))
    #expect(server.viewerCount == 0)
    try wait { !source.isGrowing }
    #expect(source.report.ending == "the sender's run has ended: another run is shown")
    first.end()
    second.end()
  }

  /// Who connects to a program that says nothing is told what is waited for, and can end it.
  @Test func silenceIsSaid() throws {
    let folder = try StreamFolder()
    let address = try #require(StreamAddress("unix:\(folder.path)/s"))
    let server = try LiveServer(at: address)
    defer { server.end() }
    var waits: [LiveReceiver.Wait] = []

    let error = #expect(throws: StreamError.self) {
      try LiveReceiver.attach(
        to: address, rasterBytes: 1 << 20, waiting: { waits.append($0) },
        isCalledOff: { waits == [.description] })
    }

    #expect(error?.kind == .calledOff && waits == [.description])
  }

  /// Names of another number than that of the classes would stand at the wrong ones.
  @Test func namesOfAnotherNumberAreRefused() throws {
    let run = try ExampleRun(Example.residual.network(seed: 1), headroom: 0.5)
    let folder = try StreamFolder()
    let address = try #require(StreamAddress("unix:\(folder.path)/s"))
    let server = try LiveServer(at: address)
    defer { server.end() }
    _ = server.begin(liveRun(run, classNames: (1...40).map { "class \($0)" }))

    let error = #expect(throws: StreamError.self) {
      try LiveReceiver.attach(to: address, rasterBytes: 1 << 20)
    }

    #expect(error?.kind == .malformed)
    #expect(error.map { "\($0)".contains("40 names") } == true)
  }
}
