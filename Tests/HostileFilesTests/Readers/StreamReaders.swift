import Foundation
import LiveStreams
import SwiftProtobuf

private typealias Packet = Spiketop_Live_V1_Packet

private let attach = ReadingCommand("attach - --plain-steps 3", isStream: true, named: "-: ")

extension HostileReader {
  /// Packets behind their lengths.
  static let packets = HostileReader(
    name: "packets", fileName: "stream.bin", commands: [attach],
    honest: { _ in HostileFile("honest", delimited(honest)) },
    files: { _ in
      let whole = delimited(honest)
      return cases().map { HostileFile($0, delimited($1), $2) } + regular(strangers()) + [
        HostileFile("a length of 2^28", [0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
        HostileFile("a length that does not end", [UInt8](repeating: 0xFF, count: 99)),
        HostileFile("a length of 64 MB of nothing", [0x80, 0x80, 0x80, 0x20]),
        HostileFile("100,000 empty packets", [UInt8](repeating: 0, count: 100_000)),
        HostileFile("groups in groups", [0x80, 0x20] + [UInt8](repeating: 0x0B, count: 4096)),
      ] + cuts(whole, at: [1, 2, 5, 10]) + changes(whole, count: 60, seed: 29)
    })

  /// A line of JSON each.
  static let jsonLines = HostileReader(
    name: "JSON lines", fileName: "stream.json", commands: [attach],
    honest: { _ in HostileFile("honest", json(honest)) },
    files: { _ in
      let hello = #"{"hello":{"run":"r","populations":[{"id":1,"name":"a","shape":[4]}]}}"# + "\n"
      func after(_ name: String, _ lines: String, _ right: Right = .refused) -> HostileFile {
        HostileFile(name, hello + lines, right)
      }
      return cases().map { HostileFile($0, json($1), $2) } + [
        after("no JSON", "{frame}\n"), after("arrays", #"{"frame":[]}"# + "\n"),
        after("100,000 arrays", #"{"frame":"# + String(repeating: "[", count: 100_000) + "\n"),
        after("100,000 objects", String(repeating: #"{"frame":"#, count: 50_000) + "\n"),
        after("a step of text", #"{"frame":{"step":"one","population":1}}"# + "\n"),
        after("a step below zero", #"{"frame":{"step":-1,"population":1}}"# + "\n"),
        after("a step of 1e38", #"{"frame":{"step":1e38,"population":1}}"# + "\n"),
        after("ids of fractions", #"{"frame":{"step":1,"population":1,"ids":[1.5]}}"# + "\n"),
        after("ids below zero", #"{"frame":{"step":1,"population":1,"ids":[-1]}}"# + "\n"),
        after(
          "bits that are no base64", #"{"frame":{"step":1,"population":1,"bitmap":"%%%"}}"# + "\n"),
        after("an unknown key", #"{"frame":{"step":1,"population":1,"colour":7}}"# + "\n"),
        after("a line with escapes", "{\"\u{1B}[2J\":1}\n"),
        after(
          "a line of 5 MB",
          #"{"frame":{"step":1,"population":1,"ids":["# + String(repeating: "1,", count: 5 << 19)
            + "\n"),
        after("a line that does not end", #"{"frame":{"step":1"#),
      ] + cuts(json(honest), at: [1, 10, 30])
    })

  /// What comes by a socket or a pipe is not refused for being one; a folder cannot be read at all.
  private static func regular(_ files: [HostileFile]) -> [HostileFile] {
    files.filter { if case .bytes = $0.content { true } else { false } }
  }

  private static var honest: [Packet] {
    [hello([(1, "a", [4]), (2, "b", [2, 3, 3])])]
      + (1...4).flatMap { step in [frame(step, 1, [0, 2]), frame(step, 2, [17])] } + [bye]
  }

  private static let bye = Packet.with { $0.bye.reason = "done" }

  private static func hello(
    _ populations: [(UInt32, String, [UInt32])],
    _ change: (inout Spiketop_Live_V1_Hello) -> Void = { _ in }
  ) -> Packet {
    .with { packet in
      packet.hello.run = "run"
      packet.hello.dtMs = 1
      packet.hello.populations = populations.map { id, name, shape in
        .with { ($0.id, $0.name, $0.shape) = (id, name, shape) }
      }
      change(&packet.hello)
    }
  }

  private static func frame(
    _ step: Int, _ population: UInt32, _ ids: [UInt32],
    _ change: (inout Spiketop_Live_V1_Frame) -> Void = { _ in }
  ) -> Packet {
    .with { packet in
      packet.frame.step = UInt64(step)
      packet.frame.population = population
      packet.frame.ids = ids
      change(&packet.frame)
    }
  }

  private static func delimited(_ packets: [Packet]) -> [UInt8] {
    let stream = OutputStream.toMemory()
    stream.open()
    for packet in packets {
      try? BinaryDelimited.serialize(message: packet, to: stream)
    }
    return Array(stream.property(forKey: .dataWrittenToMemoryStreamKey) as? Data ?? Data())
  }

  private static func json(_ packets: [Packet]) -> [UInt8] {
    packets.flatMap { Array(((try? $0.jsonUTF8Data()) ?? Data()) + [10]) }
  }

  /// Packets that lie.
  private static func cases() -> [(String, [Packet], Right)] {
    hellos() + frames() + [
      ("a frame before the hello", [frame(1, 1, [0])], .refused),
      ("only a bye", [bye], .unavailable),
      (
        "two hellos", [hello(all), hello(all)],
        .either(because: "the second one begins another run")
      ),
      ("an empty packet", [hello(all), Packet()], .either(because: "it says nothing")),
      (
        "nothing behind the bye", [hello(all), bye, frame(1, 1, [0])],
        .either(because: "the bye was the end")
      ),
      (
        "a bye with escapes",
        [hello(all), frame(1, 1, [0]), frame(4, 1, [0]), .with { $0.bye.reason = "\u{1B}[2J\n" }],
        .accepted
      ),
    ]
  }

  private static let all: [(UInt32, String, [UInt32])] = [(1, "a", [4])]
  private static let bytes = Data(count: 7)

  private static func hellos() -> [(String, [Packet], Right)] {
    func hellos(
      _ name: String, _ populations: [(UInt32, String, [UInt32])], _ right: Right = .refused,
      _ change: (inout Spiketop_Live_V1_Hello) -> Void = { _ in }
    ) -> (String, [Packet], Right) {
      (
        "a hello with \(name)",
        [hello(populations, change), frame(1, 1, [0]), frame(4, 1, [1]), bye], right
      )
    }
    return [
      hellos("no populations", []), hellos("no shape", [(1, "a", [])]),
      hellos("a shape of none", [(1, "a", [0])]),
      hellos("a shape of two", [(1, "a", [2, 2])]), hellos("a shape of 2^32", [(1, "a", [.max])]),
      hellos("a shape that overflows", [(1, "a", [.max, .max, .max])]),
      hellos("one number twice", [(1, "a", [4]), (1, "b", [4])]),
      hellos("40 populations of 2^26", (1...40).map { ($0, "p\($0)", [1 << 26]) }),
      hellos(
        "10,000 populations", (1...10_000).map { ($0, "p\($0)", [4]) },
        .either(because: "a limit on populations is lawful")),
      hellos("names with escapes", [(1, "\u{1B}[2J\n", [4])], .accepted),
      hellos(
        "names alike", [(1, "a", [4]), (2, "a", [4])]),
      hellos("no name", [(1, "", [4])], .either(because: "a number is enough")),
      hellos(
        "a name of 1 MB", [(1, String(repeating: "n", count: 1 << 20), [4])],
        .either(because: "a name is a name")),
      hellos("a step of NaN", all) { $0.dtMs = .nan },
      hellos("a step below zero", all) { $0.dtMs = -1 },
      hellos("a step of 1e300", all) { $0.dtMs = 1e300 },
      hellos("100,000 populations", (1...100_000).map { ($0, "p\($0)", [4]) }),
      hellos("60 million neurons", [(1, "a", [60_000_000])]),
      hellos("activations of infinity", all) {
        $0.populations[0].activationF32 = Data([UInt8](floats: [.infinity, 1, 1, 1]))
      },
      hellos("a description that ends too early", all) { $0.runDescription = Data("{".utf8) },
      hellos("a description that is none", all) { $0.runDescription = Data("x".utf8) },
      hellos("a description of null", all) { $0.runDescription = Data("null".utf8) },
      hellos("a description of arrays", all) {
        $0.runDescription = Data(String(repeating: "[", count: 100_000).utf8)
      },
      hellos("an image of seven bytes", all) { $0.imageF32 = bytes },
      hellos("activations of seven bytes", all) { $0.populations[0].activationF32 = bytes },
    ]
  }

  private static func frames() -> [(String, [Packet], Right)] {
    func frames(_ name: String, _ frames: [Packet], _ right: Right = .refused) -> (
      String, [Packet], Right
    ) {
      ("a frame with \(name)", [hello(all)] + frames, right)
    }
    return [
      frames("an unknown population", [frame(1, 9, [0])]),
      frames("a neuron that is not there", [frame(1, 1, [4])]),
      frames("neuron 2^32", [frame(1, 1, [.max])]),
      frames("a neuron twice", [frame(1, 1, [1, 1])]),
      frames(
        "neurons descending", [frame(1, 1, [2, 1]), frame(4, 1, [0]), bye],
        .either(because: "a set has no order")),
      frames("bits of another number", [frame(1, 1, []) { $0.bitmap = bytes }]),
      frames("bits beyond the last", [frame(1, 1, []) { $0.bitmap = Data([0xF0]) }]),
      frames(
        "numbers and bits", [frame(1, 1, [0]) { $0.bitmap = Data([1]) }, frame(4, 1, []), bye]),
      frames("potentials of seven bytes", [frame(1, 1, [0]) { $0.potentialF32 = bytes }]),
      frames(
        "potentials of NaN",
        [
          frame(1, 1, [0]) { $0.potentialF32 = Data([UInt8](floats: [.nan, 1, 1, 1])) },
          frame(4, 1, []), bye,
        ]),
      frames("amounts below zero", [frame(1, 1, [0]) { $0.amounts = [-1] }]),
      frames("amounts of another number", [frame(1, 1, [0, 1]) { $0.amounts = [1, 1, 1] }]),
      frames("amounts of NaN", [frame(1, 1, [0]) { $0.amounts = [.nan] }]),
      frames("amounts of infinity", [frame(1, 1, [0]) { $0.amounts = [.infinity] }]),
      frames("step 2^63", [frame(1, 1, [0]) { $0.step = .max }]),
      frames("a step back", [frame(3, 1, [0]), frame(2, 1, [0])]),
      frames("a step of 2^40 on", [frame(1, 1, [0]), frame(1 << 40, 1, [0])]),
      frames("a step twice", [frame(1, 1, [0]), frame(1, 1, [0])]),
      frames("2^63 dropped", [frame(1, 1, [0]) { $0.dropped = .max }]),
      frames("2^53 and one dropped", [frame(1, 1, [0]) { $0.dropped = 1 << 53 + 1 }]),
    ]
  }
}
