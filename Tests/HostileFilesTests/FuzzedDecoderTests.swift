import FuzzedDecoders
import Testing

/// What is fuzzed at length elsewhere runs here once, so that it stays of use.
struct FuzzedDecoderTests {
  @Test(arguments: Decoder.all.map(\.name))
  func takesAnyBytes(name: String) throws {
    let decoder = try #require(Decoder.all.first { $0.name == name })
    let inputs =
      [[], [0], Array("{\"a\": 1}".utf8), Array("SQLite format 3\0".utf8)]
      + (1...20).map { seed in
        (1...200).map { UInt8(truncatingIfNeeded: ($0 &* $0 &* 2_654_435_761 &* seed) >> 16) }
      }

    // An input that ends the process ends this test, too.
    for input in inputs { decoder.decode(input) }

    #expect(Decoder.all.count { $0.name == name } == 1)
  }
}
