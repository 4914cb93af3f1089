import Foundation
import PlainText
import Testing

@Suite struct JSONTextTests {
  private struct Record: Codable, Equatable {
    var fileName: String
    var value: Double?
  }

  @Test func keysAreSorted() {
    #expect(jsonText(["b": 1, "a": 2]) == #"{"a":2,"b":1}"#)
    #expect(jsonText(Record(fileName: "a/b", value: 0.5)) == #"{"fileName":"a/b","value":0.5}"#)
  }

  @Test func aDocumentIsIndented() {
    let text = jsonDocument(Record(fileName: "a", value: 1), isSnakeCase: true)

    #expect(text.split(separator: "\n").count == 4 && text.contains(#"  "file_name" : "a""#))
  }

  @Test func numbersThatAreNoneAreNull() {
    #expect(jsonText([Float.nan, .infinity, -.infinity, 1]) == "[null,null,null,1]")
    #expect(jsonText([Double.nan]) == "[null]")
    #expect(jsonText([1e300, 1e38]).contains("e+300"))
  }

  @Test func filesThatAreReadAgainHaveWordsForThem() {
    let text = jsonText([Double.nan, .infinity, -.infinity], nonFinite: .words)

    #expect(text == #"["nan","inf","-inf"]"#)
  }

  @Test(arguments: [
    "\u{1B}[31m", "\n\r\t", "\u{7F}", "\u{9B}0m", "\u{202E}abc", "a\u{200B}", "\u{E0041}", "層 é 🧠",
    #"quote " and \u{41} "#, "\u{FFFF}",
  ])
  func textComesBackAndIsVisible(text: String) throws {
    for json in [jsonText([text]), jsonDocument([text])] {
      let back = try JSONDecoder().decode([String].self, from: Data(json.utf8))

      #expect(back == [text])
      #expect(json.split(separator: "\n").allSatisfy { visible(String($0)) == $0 })
    }
  }
}
