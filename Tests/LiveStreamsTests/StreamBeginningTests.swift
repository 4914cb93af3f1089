import Foundation
import LiveStreams
import Testing

/// How a stream begins decides how its packets are written, also where a length looks like a blank.
@Suite struct StreamBeginningTests {
  /// As somebody writes who begins a text with empty lines.
  @Test(arguments: 0...5) func blanksBeforeTheFirstLineAreNothing(count: Int) throws {
    let lines =
      #"{"hello":{"populations":[{"id":1,"name":"a","shape":[5]}]}}"# + "\n"
      + #"{"frame":{"step":"1","population":1,"ids":[3]}}"# + "\n \n"
    var beginnings = [""]
    for _ in 0..<count {
      beginnings = beginnings.flatMap { start in [" ", "\n", "\r", "\t"].map { start + $0 } }
    }
    for beginning in beginnings {
      let source = try LiveSource.received(Data((beginning + lines).utf8), limit: 1 << 20)
      #expect(source?.step(1, of: 0).words == [1 << 3], "\(Array(beginning.utf8))")
    }
  }

  /// Some programs write it in front of any text.
  @Test func aByteOrderMarkIsNothing() throws {
    let text =
      "\u{FEFF}" + #"{"hello":{"populations":[{"id":1,"name":"a","shape":[5]}]}}"# + "\n"
      + #"{"frame":{"step":"1","population":1,"ids":[3]}}"# + "\n"
    let source = try LiveSource.received(Data(text.utf8), limit: 1 << 20)
    #expect(source?.step(1, of: 0).words == [1 << 3])
  }

  /// The lengths of the first packet are 9, 10, 13 and 32 among others.
  @Test(arguments: 0...60) func aLengthIsNoBlank(nameLength: Int) throws {
    let name = Array(repeating: UInt8(ascii: " "), count: nameLength)
    let population = [0x12, UInt8(nameLength)] + name + [0x1A, 1, 5]
    let hello = [0x1A, UInt8(population.count)] + population
    let packet = [0x0A, UInt8(hello.count)] + hello
    let frame: [UInt8] = [7, 0x12, 5, 0x08, 1, 0x1A, 1, 3]
    #expect(packet.count == 9 + nameLength)
    let source = try LiveSource.received(
      Data([UInt8(packet.count)] + packet + frame), limit: 1 << 20)
    #expect(source?.step(1, of: 0).words == [1 << 3])
  }

  @Test(arguments: ["", "\n", " \n", "\r\n\r\n \t"]) func blanksAloneAreNoRun(text: String) throws {
    #expect(try LiveSource.received(Data(text.utf8), limit: 1 << 20) == nil)
  }
}
