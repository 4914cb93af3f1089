import Foundation
import PlainText
import SpikeFiles
import Testing

/// Names of layers in tables of spikes.
@Suite struct TableNameTests {
  private func names(_ lines: String...) throws -> [String] {
    let folder = try SpikeFolder()
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: folder.file("a.csv")))
    return try SpikeReader.spikes(at: folder.file("a.csv")).populations.map(\.name)
  }

  @Test func namesComeBackAsTheyWere() throws {
    let written = [
      "a", "fc, 2", "say \"so\"", "\"", " blanks ", "=1+1", "'=1", "'", "@\u{1B}[2J", "two\nlines",
      #"\u{41}"#, "層", "\u{202E}", "-1", "-a", "a,\"b\",c", "",
      "a\"\u{301},=1+1", "'\u{301}", " \u{301}a", "a \u{301}", "\u{E9}",
    ]
    let lines = written.enumerated().map { "1,1.0,\(csvField($1)),\($0)" }

    let read = try names((["step,time_ms,layer,neuron"] + lines).joined(separator: "\n"))

    #expect(Set(read.map { Array($0.utf8) }) == Set(written.map { Array($0.utf8) }))
  }

  /// To Swift they would be equal, but a file means two.
  @Test func namesThatLookAlikeAreTwo() throws {
    #expect(
      try names("step,time_ms,layer,neuron", "1,1,\u{E9},0", "1,1,e\u{301},0", "2,2,\u{E9},1")
        == ["\u{E9}", #"e\u{301}"#])
    #expect(
      try names("step,layer,neuron", "1,e\u{301},0", "1,\u{E9},0") == [#"e\u{301}"#, "\u{E9}"])
  }

  /// What other programs write has other rules.
  @Test func namesOfOthersStayAsTheyAre() throws {
    #expect(try names("step,layer,neuron", "1,'=a,0") == ["'=a"])
    #expect(try names("step,layer,neuron", #"1,"a ""b"", c" ,0"#) == [#"a "b", c"#])
    #expect(try names("step layer neuron", #"1 "a b" 0"#) == ["a b"])
    #expect(try names("step;layer;neuron", #"1; "a;b" ;0"#) == ["a;b"])
  }
}
