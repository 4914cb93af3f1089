import ExampleNetworks
import Foundation
import LiveStreams
import Testing
import TimeTravel

/// Lines of JSON that say something twice, that end nowhere, or that are no UTF-8.
@Suite struct LineTests {
  private static let hello =
    #"{"hello":{"run":"r","dtMs":1,"populations":[{"id":0,"name":"a","shape":[4]}]}}"#

  private func source(lines: [String]) throws -> LiveSource {
    try received(Data(lines.joined(separator: "\n").utf8))
  }

  /// In either spelling of protobuf's JSON, and with escapes.
  @Test(arguments: [
    (#"{"frame":{"step":1,"population":0,"ids":[1],"ids":[2,3]}}"#, "ids"),
    (#"{"frame":{"step":1,"step":2,"population":0}}"#, "step"),
    (#"{"frame":{"step":1,"population":0,"ids":[1],"\u0069ds":[2]}}"#, "ids"),
    (
      #"{"frame":{"step":1,"population":0,"potentialF32":"","potential_f32":""}}"#, "potential_f32"
    ),
  ])
  func aKeyTwiceInALineIsRefused(line: String, key: String) throws {
    let source = try source(lines: [Self.hello, line, ""])

    #expect(source.report.ending?.contains("the key '\(key)' twice") == true, "\(source.report)")
    #expect(source.report.fault?.kind == .malformed)
    #expect(source.lastStep == 0)
  }

  @Test(arguments: [
    #"{"hello":{"populations":[{"id":0,"name":"a","name":"b","shape":[4]}]}}"#,
    #"{"hello":{"dtMs":1,"dt_ms":2,"populations":[{"id":0,"name":"a","shape":[4]}]}}"#,
  ])
  func aDescriptionWithAKeyTwiceIsRefused(hello: String) throws {
    let error = try #require(throws: StreamError.self) { try source(lines: [hello, ""]) }
    #expect(error.kind == .malformed && error.problem.contains("twice"), "\(error)")
  }

  /// Objects beside each other have the same keys, and texts may hold what looks like one.
  @Test func keysOfDifferentObjectsAreNoRepetition() throws {
    let hello =
      #"{"hello":{"run":"\"id\":1,{\\","populations":[{"id":0,"name":"id","shape":[4]},"#
      + #"{"id":1,"name":"{","shape":[4]}]}}"#
    let frame = #"{"frame":{"step":1,"population":1,"ids":[2]}}"#

    let source = try source(lines: [hello, frame, ""])

    #expect(source.report.fault == nil && source.step(1, of: 1).words == [0b100])
  }

  /// The end of the stream ends the line as well.
  @Test func theLastLineNeedsNoEnd() throws {
    let source = try source(lines: [
      Self.hello, #"{"frame":{"step":1,"population":0,"ids":[2]}}"#,
    ])

    #expect(source.report.fault == nil, "\(source.report)")
    #expect(source.lastStep == 1 && source.step(1, of: 0).words == [0b100])
    #expect(try self.source(lines: [Self.hello]).lastStep == 0)
  }

  @Test(arguments: [
    String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian, .utf32, .utf32BigEndian,
  ])
  func wideTextIsNamed(encoding: String.Encoding) throws {
    let bytes = try #require((Self.hello + "\n").data(using: encoding))
    let error = try #require(throws: StreamError.self) { try received(bytes) }
    #expect(error.problem.contains("UTF-16 or UTF-32; send lines in UTF-8"), "\(error)")
  }

  /// Who says goodbye before a run has sent bad data; who says why refuses.
  @Test func aByeBeforeARunIsNoStream() throws {
    let silent = try #require(throws: StreamError.self) { try source(lines: [#"{"bye":{}}"#, ""]) }
    let refusing = try #require(throws: StreamError.self) {
      try source(lines: [#"{"bye":{"reason":"full"}}"#, ""])
    }

    #expect(silent.kind == .malformed)
    #expect(refusing.kind == .unavailable)
  }
}
