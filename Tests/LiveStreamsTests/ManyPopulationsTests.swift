import Foundation
import LiveStreams
import Testing

/// What a frame costs does not depend on how many populations there are.
@Suite struct ManyPopulationsTests {
  /// With so many, a cost of the square is a minute; the frames come in no particular order.
  @Test func aFrameCostsWhatItSays() throws {
    let count = 8000
    let hello = (0..<count).map { #"{"id":\#($0),"name":"p\#($0)","shape":[1]}"# }
    var lines = [#"{"hello":{"populations":[\#(hello.joined(separator: ","))]}}"#]
    for step in 1...2 {
      for place in 0..<count {
        // Each once, because 3 and the count have no common divisor.
        let population = place * 3 % count
        lines.append(
          #"{"frame":{"step":"\#(step)","population":\#(population),"ids":[0],"#
            + #""potentialF32":"AACAPw=="}}"#)
      }
    }
    let start = ContinuousClock.now
    let source = try #require(
      try LiveSource.received(Data(lines.joined(separator: "\n").utf8) + [10], limit: 1 << 24))
    for step in 1...2 {
      for layer in 0..<count {
        let replayed = source.step(step, of: layer)
        #expect(replayed.words == [1] && replayed.values == [1] && replayed.potentials == [1])
      }
    }
    #expect(ContinuousClock.now - start < .seconds(15))
  }
}
