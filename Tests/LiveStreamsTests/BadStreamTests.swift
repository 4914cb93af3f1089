import ExampleNetworks
import Foundation
import LiveStreams
import Networks
import Runs
import SpikingEngine
import Testing
import TimeTravel

/// What is no stream ends in a sentence, never in a crash.
@Suite struct BadStreamTests {
  private static let hello =
    #"{"hello":{"run":"r","populations":[{"id":1,"name":"a","shape":[5]},"#
    + #"{"id":2,"name":"b","shape":[2,3,4]}]}}"# + "\n"

  private func source(_ text: String) throws -> LiveSource {
    try received(Data(text.utf8))
  }

  @Test(arguments: [
    (#"{"frame":{"step":"1","population":9}}"#, "population 9, which was not announced"),
    (#"{"frame":{"step":"1","population":1,"ids":[5]}}"#, "neuron 5 of a population of 5"),
    (#"{"frame":{"step":"1","population":1,"bitmap":"//8="}}"#, "2 bytes of bits for 5 neurons"),
    (#"{"frame":{"step":"1","population":1,"bitmap":"/w=="}}"#, "bits beyond the last of 5"),
    (#"{"frame":{"step":"1","population":1,"potentialF32":"AAAA"}}"#, "3 bytes of potentials"),
    (#"{"frame":{"step":"1","population":1,"ids":[1,2,3],"amounts":[1,2]}}"#, "2 amounts of 3"),
    (
      #"{"frame":{"step":"99999999999999","population":1}}"# + "\n"
        + #"{"frame":{"step":"3","population":1}}"#, "step 3 after step 99999999999999"
    ),
    (
      #"{"frame":{"step":"1","population":1}}"# + "\n"
        + #"{"frame":{"step":"9000000000","population":1}}"#, "step 9000000000 after step 1"
    ),
    (#"{"frame":{"step":"18446744073709551615","population":1}}"#, "step 18446744073709551615"),
    (#"{"frame":{"step":"2","population":1,"ids":[1,1]}}"#, "a neuron twice in step 2"),
    (#"{"frame":{"step":"1","population":1,"ids":[1]}}"#, "two frames with spikes of population 1"),
    (
      #"{"frame":{"step":"2","population":1,"dropped":"9007199254740993"}}"#,
      "9007199254740993 dropped steps"
    ),
    (#"{"frame":{"step":"2","population":1,"ids":[1],"amounts":["NaN"]}}"#, "impossible amount"),
    (
      #"{"frame":{"step":"2","population":1,"ids":[1],"bitmap":"Ag=="}}"#, "both ids and a bitmap"
    ),
    (#"{"frame":{"step":"2","population":1,"ids":[1],"amounts":[-1]}}"#, "-1.0 in step 2"),
    (
      #"{"frame":{"step":"2","population":1,"potentialF32":"AADAfwAAAAAAAAAAAAAAAAAAAAA="}}"#,
      "a potential of nan of population 1 in step 2"
    ),
    ("nonsense", "a line that is no packet: 'nonsense'"),
    (#"{"hello":{}}"#, "the sender has begun another run"),
  ])
  func aBadFrameEndsTheStream(line: String, problem: String) throws {
    let good = #"{"frame":{"step":"1","population":1,"ids":[0]}}"# + "\n"
    let isFirst = line.contains("99999999999999") || line.contains("18446744073709551615")
    let source = try source(Self.hello + (isFirst ? "" : good) + line + "\n")
    #expect(source.report.ending?.contains(problem) == true, "\(source.report)")
    if !isFirst { #expect(source.step(1, of: 0).words == [1]) }
  }

  @Test(arguments: [
    "", "\n\n", #"{"frame":{"step":"1"}}"# + "\n", #"{"hello":{}}"# + "\n", "{nonsense}\n",
    #"{"hello":{"populations":[{"id":1,"shape":[1,2]}]}}"# + "\n",
    #"{"hello":{"populations":[{"id":1,"shape":[0]}]}}"# + "\n",
    #"{"hello":{"populations":[{"id":1,"shape":[4000000000]}]}}"# + "\n",
    #"{"hello":{"populations":[{"id":1,"shape":[1]},{"id":1,"shape":[1]}]}}"# + "\n",
    #"{"hello":{"populations":[{"id":1,"shape":[1]}],"runDescription":"e30="}}"# + "\n",
    #"{"hello":{"populations":[{"id":1,"shape":[1]}],"imageF32":"AAAA"}}"# + "\n",
    #"{"hello":{"populations":[{"id":1,"shape":[2],"activationF32":"AAAAAA=="}]}}"# + "\n",
    #"{"hello":{"populations":[{"id":1,"shape":[67108864]},{"id":2,"shape":[67108864]}]}}"# + "\n",
  ])
  func aStreamWithoutADescriptionIsRefused(text: String) throws {
    let error = try #require(throws: StreamError.self) { try source(text) }
    #expect(error.kind == .malformed)
    #expect(!error.description.contains("\n"))
  }

  /// They would be equal to Swift, but the sender means two.
  @Test func populationsThatLookAlikeAreTwo() throws {
    let populations =
      #""populations":[{"id":1,"name":"\u00e9","shape":[1]},{"id":2,"name":"e\u0301","shape":[1]}]"#
    let run = try source("{\"hello\":{\(populations)}}\n").run

    #expect(run.description.layers.prefix(2).map(\.name) == ["\u{E9}", #"e\u{301}"#])
  }

  private static let impossibleHellos = [
    #""populations":[{"id":1,"shape":[16777217]}]"#,
    #""populations":[{"id":1,"name":"a","shape":[1]},{"id":2,"name":"a","shape":[1]}]"#,
    #""dtMs":"NaN","populations":[{"id":1,"shape":[1]}]"#,
    #""dtMs":-1,"populations":[{"id":1,"shape":[1]}]"#,
    #""dtMs":1e300,"populations":[{"id":1,"shape":[1]}]"#,
    #""populations":[{"id":1,"shape":[1],"preactivationF32":"AADAfw=="}]"#,
  ]

  @Test(arguments: impossibleHellos) func anImpossibleRunIsRefused(fields: String) throws {
    let error = try #require(throws: StreamError.self) {
      try source("{\"hello\":{\(fields)}}\n")
    }
    #expect(error.kind == .malformed && !error.description.contains("\n"))
  }

  /// What is no stream, line by line, and the true cause in full.
  private static let strangers: [(lines: [String], problem: String)] = [
    ([], "has ended before it said anything"),
    (["", " ", ""], "has ended before it said anything"),
    ([#"{"bye":{}}"#, ""], "has ended before its run began, and does not say why"),
    ([#"{"bye":{"reason":"closed"}}"#, ""], "the sender refuses: closed"),
    (["GET / HTTP/1.1", ""], "within its first packet, after 15 bytes, beginning 'GET / HTTP/1.1"),
    (
      ["HTTP/1.1 200 OK", "Server: a", "Date: Thu, 1 Jan 1970 00:00:00", "Connection: close", ""],
      "72 bytes that are no packet, beginning 'HTTP/1.1 200 OK"
    ),
    ([#"{"hello":{"popul"#], "within its first packet, after 16 bytes, beginning '{\"hello\""),
    (
      [#"{"hello":{"populations":[{"id":1,"shape":[1]}],"runDescription":"eA=="}}"#, ""],
      "the description of the run is damaged: it is no JSON"
    ),
    (
      [#"{"hello":{"populations":[{"id":1,"shape":[1]}],"runDescription":"e30="}}"#, ""],
      "the description of the run is damaged: 'program' is missing"
    ),
  ]

  @Test(arguments: strangers.indices) func whatIsNoStreamIsSaid(number: Int) throws {
    let (lines, problem) = Self.strangers[number]
    let error = try #require(throws: StreamError.self) {
      try source(lines.joined(separator: "\n"))
    }
    #expect(error.problem.contains(problem), "\(error)")
  }

  @Test func aSecondRunInAStreamIsAFault() throws {
    let frame = #"{"frame":{"step":"1","population":1,"ids":[0]}}"# + "\n"
    let source = try source(Self.hello + frame + Self.hello + frame)
    #expect(source.report.fault?.kind == .malformed)
    #expect(source.lastStep == 1)
  }

  /// Who asks for more than tables of spikes may hold is told so before any of it is made.
  @Test func populationsAreLimited() throws {
    let populations = (0...PopulationLimits.mostPopulations).map { #"{"id":\#($0),"shape":[1]}"# }
    let error = try #require(throws: StreamError.self) {
      try source(#"{"hello":{"populations":[\#(populations.joined(separator: ","))]}}"# + "\n")
    }
    #expect(error.problem == "the sender names 32769 populations; at most 32768 are taken")
  }

  /// Who waits for nobody any more leaves no file behind.
  @Test func aWaitThatIsCalledOffLeavesNothing() throws {
    let folder = try StreamFolder()
    let address = try #require(StreamAddress("unix:\(folder.path)/s"))
    var isThere = false
    let error = try #require(throws: StreamError.self) {
      try LiveReceiver.attach(
        to: address, rasterBytes: 1 << 20,
        isCalledOff: {
          isThere = FileManager.default.fileExists(atPath: "\(folder.path)/s")
          return isThere
        })
    }
    #expect(isThere && error.kind == .calledOff)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  /// Bytes that only claim to be packets.
  @Test func randomBytesNeverCrash() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<40 {
      let bytes = Data((0..<200).map { _ in UInt8.random(in: 0...255, using: &random) })
      #expect(throws: StreamError.self, "\(bytes.base64EncodedString())") {
        try received(bytes)
      }
    }
  }

  /// A long line is searched once, however many pieces it comes in.
  @Test func aLongLineTakesAsLongAsItIs() throws {
    let start = ContinuousClock.now
    let padding = String(repeating: " ", count: 8 << 20)
    let source = try source(
      Self.hello + padding + #"{"frame":{"step":"1","population":1,"ids":[0]}}"# + "\n")
    #expect(source.step(1, of: 0).words == [1])
    #expect(ContinuousClock.now - start < .seconds(15))
  }

  /// A gap in a wide population takes no more memory than the spikes may take.
  @Test func aGapTakesNoMoreMemoryThanTheRaster() throws {
    let source = try source(
      #"{"hello":{"populations":[{"id":1,"name":"a","shape":[8000000]}]}}"# + "\n"
        + #"{"frame":{"step":"1","population":1,"ids":[3]}}"# + "\n"
        + #"{"frame":{"step":"60000","population":1,"ids":[5]}}"# + "\n")
    #expect(source.lastStep == 60_000)
    #expect(source.step(60_000, of: 0).words[0] == 1 << 5)
  }

  @Test func aStreamThatStopsInTheMiddleSaysSo() throws {
    let source = try source(
      Self.hello + #"{"frame":{"step":"1","population":1,"ids":[0]}}"# + "\n" + #"{"frame":{"st"#)
    #expect(source.report.ending == "the sender has ended in the middle of a packet")
    #expect(source.report.fault != nil)
    #expect(source.lastStep == 1)
  }

  /// Units of maps arrive as PyTorch counts them.
  @Test func neuronsOfMapsAreCountedByChannel() throws {
    let source = try source(
      Self.hello + #"{"frame":{"step":"7","population":2,"ids":[1,13]}}"# + "\n")
    let shape = MapShape(channels: 2, height: 3, width: 4)
    let word = [1, 13].reduce(UInt64(0)) { $0 | 1 << UInt64(shape.populationIndex(ofUnit: $1)) }
    #expect(source.step(1, of: 1).words == [word])
    #expect(source.report.senderStep == 7)
  }
}
