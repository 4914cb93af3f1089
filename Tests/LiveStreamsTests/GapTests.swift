import Foundation
import LiveStreams
import Testing

/// Steps that a sender has dropped are counted, and are silent, however many there are.
@Suite struct GapTests {
  private static let limit = 1 << 20

  private static func frame(_ step: Int, dropped: Int = 0, unit: Int = 0) -> String {
    #"{"frame":{"step":"\#(step)","population":1,"dropped":"\#(dropped)","ids":[\#(unit)]}}"#
  }

  private func received(_ frames: [String]) throws -> LiveSource {
    let hello = #"{"hello":{"populations":[{"id":1,"name":"a","shape":[5]}]}}"#
    let text = ([hello] + frames).joined(separator: "\n") + "\n"
    return try #require(try LiveSource.received(Data(text.utf8), limit: Self.limit))
  }

  @Test(arguments: [1, 65_536, 65_537, 70_000, 1 << 40, 1 << 53])
  func allThatWasDroppedIsCounted(dropped: Int) throws {
    let source = try received([Self.frame(1), Self.frame(2, dropped: dropped, unit: 3)])
    #expect(source.report.dropped == dropped)
    #expect(source.step(1, of: 0).words == [1] && source.step(2, of: 0).words == [1 << 3])
  }

  /// No sender has come further than the numbers of its steps may.
  @Test func theSumIsNoMoreThanStepsMayBe() throws {
    let half = 1 << 52
    let frames = [1, 2].map { Self.frame($0, dropped: half) }
    #expect(try received(frames).report.dropped == 2 * half)
    let error = #expect(throws: StreamError.self) {
      try received(frames + [Self.frame(3, dropped: 1)])
    }
    #expect(error?.problem == "the stream holds 1 dropped steps after \(2 * half)")
  }

  /// From step to step, sent or dropped, numbers go up by at most 65,536.
  @Test(arguments: 0...3) func aGapIsAsWideAsTheDroppedStepsExplain(dropped: Int) throws {
    let last = 1 + 65_536 * (dropped + 1)
    let source = try received([Self.frame(1), Self.frame(last, dropped: dropped, unit: 4)])
    #expect(source.step(last, of: 0).words == [1 << 4])
    let error = #expect(throws: StreamError.self) {
      try received([Self.frame(1), Self.frame(last + 1, dropped: dropped)])
    }
    #expect(error?.problem == "the stream holds step \(last + 1) after step 1")
  }

  /// Whether what is kept holds a gap or not, it ends at its step and keeps to its memory, at once.
  @Test(arguments: 0...52) func aGapOfAnyWidthIsSilent(exponent: Int) throws {
    let start = ContinuousClock.now
    for step in (1 << exponent)...(1 << exponent) + 2 where step > 1 {
      let source = try received([Self.frame(1), Self.frame(step, dropped: 1 << 37, unit: 2)])
      #expect(source.step(step, of: 0).words == [1 << 2])
      let before = source.step(step - 1, of: 0).words
      #expect(step == 2 ? before == [1] : before == [0])
      let memory = try #require(source.memory)
      #expect(memory.limit == Self.limit && memory.byteCount <= Self.limit)
      #expect(memory.stepCount == step || exponent > 12)
    }
    #expect(ContinuousClock.now - start < .seconds(20))
  }
}
