import Foundation
import PlainText
import Testing

@Suite struct JSONValueTests {
  private func place(_ text: String) throws(JSONError) -> JSONPlace {
    try JSONPlace(Array(text.utf8))
  }

  /// What reading a document says, or what the reader of one of its values says.
  private func refusal(
    _ text: String, _ read: (JSONPlace) throws(JSONError) -> Void = { _ in }
  ) -> String {
    do throws(JSONError) {
      try read(try place(text))
      return "no refusal"
    } catch {
      return error.description
    }
  }

  @Test func valuesAreReadAsTheyAreSpelled() throws {
    let text = "\u{FEFF} {\"a\": [1, -0.50, 2E+3, true, false, null], \"b\": {\"\": \"x\"}} \n"
    let list: [JSONValue] = [
      .number("1"), .number("-0.50"), .number("2E+3"), .boolean(true), .boolean(false), .null,
    ]

    #expect(
      try place(text).value
        == .object([
          JSONValue.Member(key: "a", value: .list(list)),
          JSONValue.Member(
            key: "b", value: .object([JSONValue.Member(key: "", value: .text("x"))])),
        ]))
  }

  /// Keys are as different as their bytes.
  @Test func keysThatLookAlikeAreTwo() throws {
    #expect(try place(#"{"\u00e9": 1, "e\u0301": 2}"#).keys == ["\u{E9}", #"e\u{301}"#])
  }

  @Test func escapesAreCharacters() throws {
    let text = #""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00é😀""#

    #expect(try place(text).text() == "\"\\/\u{8}\u{C}\n\r\té😀é😀")
  }

  /// What Python's and Swift's encoders write is read as they mean it.
  @Test(arguments: [0, 1, -1, 0.1, 1e-30, 123_456.75, -2.5e20, 1e15])
  func numbersComeBack(number: Double) throws {
    let text = jsonText([number])

    #expect(try place(text).elements()[0].double() == number)
    #expect(try place(text).elements()[0].float() == Float(number))
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,", "[1,]", "[,1]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "{'a':1}",
    "{\"a\":}", "nul", "True", "NaN", "Infinity", "-", "01", "-01", "1.", ".5", "1e", "1e+", "+1",
    "0x1", "\"", "\"a", "\"\\x\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\u{1}\"",
    "\"a\nb\"", "1 2", "{} {}", "// c\n1", "1 // c", "[1 2]",
  ])
  func whatIsNoJSONIsRefusedWithItsPlace(text: String) {
    let words = refusal(text)

    #expect(words.contains("is not valid JSON: line ") && words.contains(", column "), "\(words)")
  }

  @Test func textThatIsNotUTF8IsRefused() {
    #expect(throws: JSONError.self) { try JSONPlace([0x22, 0xFF, 0x22]) }
    #expect(throws: JSONError.self) { try JSONPlace([0xFF, 0xFE, 0x31, 0]) }
  }

  @Test func theLineAndTheColumnAreThoseOfTheMistake() {
    #expect(refusal("{\n  \"a\": 1,\n}").contains("line 3, column 1"))
    #expect(refusal("[1, x]").contains("line 1, column 5"))
  }

  @Test func noKeyStandsInAnObjectTwice() {
    #expect(refusal(#"{"a": {"b": 1, "c": 2, "b": 3}}"#) == "'a.b' is there twice")
    #expect(refusal(#"[{"a": 1}, {"a": 2}]"#) == "no refusal")
  }

  @Test func nestingHasAnEnd() {
    let nested = { (count: Int) in
      String(repeating: "[", count: count) + String(repeating: "]", count: count)
    }

    #expect(refusal(nested(128)) == "no refusal")
    #expect(refusal(nested(129)).contains("within each other"))
    #expect(refusal(String(repeating: "{\"a\":", count: 100_000)).contains("within each other"))
  }

  @Test func mistakesAreNamedByTheirKeys() {
    let document = #"{"a": {"b": [1, "x", 1.5, 1e-300, 1e999, 0e-999, 4e38]}}"#
    let element = { (index: Int, read: (JSONPlace) throws(JSONError) -> Void) in
      refusal(document) { place throws(JSONError) in
        try read(place.required("a").required("b").elements()[index])
      }
    }

    #expect(
      element(1) { place throws(JSONError) in _ = try place.float() } == "'a.b.1' is not a number")
    #expect(
      element(2) { place throws(JSONError) in _ = try place.integer() }
        == "'a.b.2' is 1.5, but must be a whole number")
    #expect(
      element(3) { place throws(JSONError) in _ = try place.float() }
        .hasPrefix("'a.b.3' is 1e-300;"))
    #expect(
      element(4) { place throws(JSONError) in _ = try place.double() }
        .hasPrefix("'a.b.4' is 1e999;"))
    #expect(element(5) { place throws(JSONError) in _ = try place.float() } == "no refusal")
    #expect(
      element(6) { place throws(JSONError) in _ = try place.float() }.hasPrefix("'a.b.6' is 4e38;"))
    #expect(
      refusal("[]") { place throws(JSONError) in _ = try place.required("a") }
        == "it is not an object")
    #expect(
      refusal("{}") { place throws(JSONError) in _ = try place.required("a") }
        == "'a' is missing")
  }

  @Test func nullIsAsGoodAsAbsent() throws {
    #expect(try place(#"{"a": null}"#).member("a")?.value == nil)
    #expect(try place(#"{"a": 1}"#).member("b")?.value == nil)
  }
}

@Suite struct NearestWordTests {
  @Test(arguments: [
    ("scal", "scale"), ("Scale", "scale"), ("means", "mean"), ("clases", "classes"), ("STD", "std"),
  ])
  func mistypedWordsAreKnown(word: String, meant: String) {
    #expect(nearestWord(to: word, among: ["scale", "mean", "std", "classes", "shape"]) == meant)
  }

  @Test(arguments: ["", "version", "source", "sd", "neuron", String(repeating: "s", count: 1000)])
  func otherWordsAreLeftAlone(word: String) {
    #expect(nearestWord(to: word, among: ["scale", "mean", "std", "classes", "shape"]) == nil)
  }
}
