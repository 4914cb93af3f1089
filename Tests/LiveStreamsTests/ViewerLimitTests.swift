import Foundation
import LiveStreams
import Networks
import Runs
import Testing

/// How many may watch, what the others are told, and who may connect at all.
@Suite struct ViewerLimitTests {
  private func address(_ folder: StreamFolder) throws -> StreamAddress {
    try #require(StreamAddress("unix:\(folder.path)/s"))
  }

  private func refusal(at address: StreamAddress) -> StreamError? {
    do {
      _ = try LiveReceiver.attach(to: address, rasterBytes: 1 << 20)
      return nil
    } catch {
      return error
    }
  }

  /// What is received from a sender that writes some lines and leaves, within 1 MiB.
  private func source(sending lines: [String], in folder: StreamFolder) throws -> LiveSource {
    let bytes = Data((lines.joined(separator: "\n") + "\n").utf8)
    let path = "\(folder.path)/s"
    let thread = Thread {
      guard let client = try? RawClient(path: path, patience: 10) else { return }
      client.write(bytes)
      client.close()
    }
    thread.start()
    return try LiveReceiver.attach(to: address(folder), rasterBytes: 1 << 20)
  }

  @Test func whoComesWhenAllPlacesAreTakenIsToldSo() throws {
    let folder = try StreamFolder()
    let server = try LiveServer(at: address(folder), viewers: 3)
    var viewers = try (0..<3).map { _ in try RawClient(path: "\(folder.path)/s") }
    try wait { server.viewerCount == 3 }

    for _ in 0..<20 {
      let error = try #require(refusal(at: address(folder)))
      #expect(error.kind == .unavailable)
      #expect(error.problem.contains("refuses: 3 watch already"))
    }
    #expect(server.viewerCount == 3)

    // One who left makes room, though nothing was sent that would have shown it.
    viewers.removeLast().close()
    let next = try RawClient(path: "\(folder.path)/s")
    next.readInBackground()
    try wait { server.viewerCount == 3 }
    #expect(try #require(refusal(at: address(folder))).problem.contains("3 watch already"))
    for viewer in viewers { viewer.close() }
  }

  /// Others on the machine cannot look, whatever the folder allows.
  @Test func aSocketIsItsOwnersAlone() throws {
    let folder = try StreamFolder()
    let server = try LiveServer(at: address(folder))
    var status = stat()
    try #require(lstat("\(folder.path)/s", &status) == 0)

    #expect(status.st_mode & 0o777 == 0o600)
    withExtendedLifetime(server) {}
  }

  /// What is kept of potentials follows from the steps, not from how many frames have come.
  @Test func potentialsOfOldStepsGoAlsoWhereStepsAreMissing() throws {
    let folder = try StreamFolder()
    let frames = (0..<300).map { number in
      #"{"frame":{"step":"\#(1 + number * 97)","population":1,"ids":[0],"#
        + #""potentialF32":"AACAPwAAgD8="}}"#
    }
    let hello = #"{"hello":{"run":"r","populations":[{"id":1,"name":"a","shape":[2]}]}}"#
    let source = try source(sending: [hello] + frames, in: folder)
    try wait { !source.isGrowing }

    #expect(source.lastStep == 1 + 299 * 97)
    for number in 0..<300 {
      let step = 1 + number * 97
      let isKept = step > source.lastStep - 256
      #expect((source.step(step, of: 0).potentials != nil) == isKept, "step \(step)")
    }
  }

  /// What a sender says of potentials takes no more than its share, and spikes stay.
  @Test func whatHasComeKeepsToItsMemory() throws {
    let folder = try StreamFolder()
    let width = 1000
    let potentials = Data(repeating: 0, count: 4 * width).base64EncodedString()
    let frames = (1...400).map { step in
      #"{"frame":{"step":"\#(step)","population":1,"ids":[\#(step)],"#
        + #""potentialF32":"\#(potentials)"}}"#
    }
    let hello = #"{"hello":{"run":"r","populations":[{"id":1,"name":"a","shape":[\#(width)]}]}}"#
    let source = try source(sending: [hello] + frames, in: folder)
    try wait {
      guard let memory = source.memory, let limit = memory.limit else { return false }
      #expect(memory.byteCount <= limit && limit == 1 << 20)
      return !source.isGrowing
    }

    let kept = (1...400).filter { source.step($0, of: 0).potentials != nil }
    #expect(kept.last == 400 && kept == Array((400 - kept.count + 1)...400))
    #expect((50...70).contains(kept.count), "a quarter of the memory, at 4 kB for each step")
    #expect((1...400).allSatisfy { source.step($0, of: 0).values.count == 1 })
  }
}
